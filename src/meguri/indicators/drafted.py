"""The figures of a file as a draft holds them: each as exact text beside what stood when it was drafted."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meguri.core.errors import BadInput
from meguri.core.period import Period
from meguri.core.scope import active_town
from meguri.governance.draft_content import ToldField
from meguri.governance.draft_kinds import DraftForm
from meguri.indicators.exact import why_not_exact
from meguri.indicators.labels import name_of, number, period_label, suffix_of
from meguri.indicators.mapping import Columns
from meguri.indicators.models import Indicator, Observation
from meguri.indicators.town_file import TownFigure
from meguri.indicators.town_import import Brought, NothingNew, in_force, own_indicators, plan
from meguri.towns.models import Town

MOST_FIGURES = 20_000
SHOWN_IN_WORDS = 10
LONGEST_REASON = 400
Slot = tuple[str, int]
"""An indicator's key, and a period as stored."""


@dataclass(frozen=True)
class Drafted:
    """What a file brings, and the value that stood for each of its figures; None where there was none."""

    brought: Brought
    stood: Mapping[Slot, float | None]

    @property
    def added(self) -> list[TownFigure]:
        return [one for one in self.brought.figures if self.stood[slot_of(one)] is None]

    @property
    def revised(self) -> list[TownFigure]:
        return [one for one in self.brought.figures if self.stood[slot_of(one)] not in (None, one.value)]

    @property
    def confirmed(self) -> list[TownFigure]:
        return [one for one in self.brought.figures if self.stood[slot_of(one)] == one.value]


def slot_of(figure: TownFigure) -> Slot:
    return figure.key, figure.period.encoded


def standing_values(
    figures: Iterable[TownFigure], standing: Mapping[tuple[int, int], Observation], ids: Mapping[str, int]
) -> dict[Slot, float | None]:
    """What stands now for each of the figures."""
    found = ((slot_of(one), standing.get((ids[one.key], one.period.encoded))) for one in figures)
    return {slot: row.value if row else None for slot, row in found}


def content_of(brought: Brought, town: Town, indicators: Sequence[Indicator]) -> dict[str, str]:
    """The content of a draft that brings this file. `NothingNew` when all of it stands, `BadInput` when it is too much.

    Two queries.
    """
    refuse_too_many(brought.figures)
    if plan(brought.figures, town, indicators).changes_nothing:
        raise NothingNew
    ids = {one.key: one.pk for one in indicators}
    stood = standing_values(brought.figures, in_force(town, list(ids.values())), ids)
    return {"figures": as_text(Drafted(brought, stood)), "reason": ""}


def refuse_too_many(figures: Sequence[TownFigure]) -> None:
    """`BadInput` for a file too long to be read by an approver, with what to do."""
    if len(figures) > MOST_FIGURES:
        sentence = _(
            "このファイルには%(found)sの数があります。一度に起案できるのは%(most)sまでです。年度か指標で分けて、"
            "何回かに分けて起案してください。まだ何も変わっていません。"
        )
        raise BadInput(sentence % {"found": f"{len(figures):,}", "most": f"{MOST_FIGURES:,}"})


def as_text(drafted: Drafted) -> str:
    """The content of the box: JSON, in which a figure is "period=value" or "period=value=what stood"."""
    lines: dict[str, list[str]] = {}
    for one in drafted.brought.figures:
        stood = drafted.stood[slot_of(one)]
        parts = [str(one.period), written(one.value), *([] if stood is None else [written(stood)])]
        lines.setdefault(one.key, []).append("=".join(parts))
    brought = drafted.brought
    content = {
        "name": brought.name,
        "digest": brought.digest,
        "headings": brought.headings,
        "columns": brought.columns.as_json(),
        "figures": {key: " ".join(many) for key, many in lines.items()},
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str, indicators: Sequence[Indicator]) -> Drafted:
    """What a box holds, every figure judged anew: what a browser sent back is not taken on trust. `BadInput` if not."""
    try:
        content = json.loads(text)
        columns = Columns.from_json(content["columns"])
        read = list(_figures(content["figures"], {one.key: one for one in indicators}))
        stood = {slot_of(one): before for one, before in read}
        name, digest, headings = str(content["name"]), _digest(content["digest"]), _digest(content["headings"])
    except (ValueError, KeyError, TypeError, AttributeError, BadInput) as broken:
        raise BadInput(_("取り込む数が読めません。もう一度ファイルを選んでください。")) from broken
    if not read or len(stood) < len(read):
        raise BadInput(_("取り込む数が読めません。もう一度ファイルを選んでください。"))
    figures = tuple(one for one, _before in read)
    refuse_too_many(figures)
    return Drafted(Brought(name, digest, headings, columns, figures), stood)


def _figures(lines: Mapping[str, str], known: Mapping[str, Indicator]) -> Iterator[tuple[TownFigure, float | None]]:
    periods: dict[str, Period] = {}
    for key, line in lines.items():
        indicator = known[key]
        for part in line.split(" "):
            when, value, *before = part.split("=")
            period = periods.setdefault(when, Period.parse(when))
            if period.kind != indicator.period_kind or len(before) > 1:
                raise ValueError(part)
            stood = _exact(before[0], None) if before else None
            yield TownFigure(key, period, _exact(value, indicator.decimals), 0), stood


def _digest(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise ValueError(text)
    return text


def _exact(text: str, decimals: int | None) -> float:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) or why_not_exact(text, decimals) is not None:
        raise ValueError(text)
    return float(text)


def written(value: float) -> str:
    """A value as plain digits that read back as the same number."""
    return f"{Decimal(repr(value)).normalize():f}"


def in_words(indicator: Indicator, value: float) -> str:
    return f"{number(value, indicator.decimals)}{suffix_of(indicator)}"


class CarriedFigures(forms.HiddenInput):
    """The box itself is not seen; what stands in it is told in its place."""

    is_hidden = False
    use_fieldset = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        box = super().render(name, value, attrs, renderer)
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in told(value).splitlines()))
        return format_html('{}<ul class="lines" role="list">{}</ul>', box, lines)


def told(value: Any) -> str:
    """How many figures are new, changed and the same, and the first of them, a line each; "" for what is no box."""
    indicators = _own()
    try:
        drafted = from_text(str(value or ""), indicators)
    except BadInput:
        return ""
    counts = _("新しい数 %(added)s、改める数 %(revised)s、前と同じ数 %(same)s") % {
        "added": f"{len(drafted.added):,}",
        "revised": f"{len(drafted.revised):,}",
        "same": f"{len(drafted.confirmed):,}",
    }
    changes = [*drafted.revised, *drafted.added]
    known = {one.key: one for one in indicators}
    lines = [_line(one, known[one.key], drafted.stood[slot_of(one)]) for one in changes[:SHOWN_IN_WORDS]]
    more = len(changes) - len(lines)
    rest = [ngettext("ほかに%(n)s件あります。", "ほかに%(n)s件あります。", more) % {"n": f"{more:,}"}] if more else []
    return "\n".join([drafted.brought.name, counts, *lines, *rest])


def _line(figure: TownFigure, indicator: Indicator, stood: float | None) -> str:
    words = {"name": name_of(indicator), "when": period_label(figure.period.encoded),
             "value": in_words(indicator, figure.value)}  # fmt: skip
    if stood is None:
        return _("%(name)s %(when)s: %(value)s") % words
    return _("%(name)s %(when)s: %(value)s（これまで %(stood)s）") % {**words, "stood": in_words(indicator, stood)}


def _own() -> list[Indicator]:
    town = active_town()
    return own_indicators(town) if isinstance(town, Town) else []


class FiguresField(ToldField, forms.CharField):
    """The box of figures. On the page of a draft it reads as `told`."""

    widget = CarriedFigures

    def in_words(self, value: Any) -> str:
        return told(value)


class FiguresForm(DraftForm):
    """Why a file is brought, and the figures that came of it."""

    figures = FiguresField(
        label=gettext_lazy("取り込む数"),
        error_messages={"required": gettext_lazy("先に「まちの数字を取り込む」のページで、ファイルを選んでください。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("何のための取り込みか"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_figures(self) -> Drafted:
        try:
            return from_text(self.cleaned_data["figures"], _own())
        except BadInput as refused:
            raise forms.ValidationError(str(refused.sentence)) from refused

    def title(self) -> str:
        return _("まちの数字の取り込み（%(file)s）") % {"file": self.cleaned_data["figures"].brought.name}
