"""The acts by which a town defines an indicator of its own and sets a target."""

import re
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.period import Period
from meguri.core.recording import Plain, Unrecorded
from meguri.core.text import normalise, romaji
from meguri.governance.objects import tell
from meguri.indicators.exact import why_not_exact
from meguri.indicators.models import Indicator, Source, Target
from meguri.towns.models import Town

LONGEST_KEY = 60
RESERVED_KEYS = frozenset({"new"})
"""Words that stand in paths where a key would."""


@dataclass(frozen=True)
class Definition:
    """What a town states of an indicator of its own; the fields are those of `Indicator`."""

    name: str
    reading: str
    family: str
    unit: str
    definition: str
    nature: str
    period_kind: str
    base_date: str = ""
    better: str = Indicator.Better.NEITHER
    zero_means: str = Indicator.ZeroMeans.ZERO
    zero_note: str = ""
    decimals: int = 0
    name_en: str = ""
    unit_en: str = ""
    definition_en: str = ""
    statistic: str = ""


@dataclass(frozen=True)
class Aim:
    """What an indicator is to be by a period (ISO text), from which figure, and why."""

    period: str
    value: Decimal
    baseline_period: str
    baseline_value: Decimal
    reason: str


@action("indicators.define", record=Public)
def define(actor: Actor, town: Town, definition: Unrecorded[Definition]) -> Indicator:
    """Add an indicator of the town's own. Its figures share an axis with nothing else.

    The key is the reading in Latin letters. `Conflict` if the town already has an indicator of this name.
    """
    return add_indicator(town, definition)


def add_indicator(town: Town, definition: Definition) -> Indicator:
    """Inside an action, with the town locked or alone: what `define` does."""
    refuse_taken(town, definition.name)
    key = free_key(town, definition.reading)
    indicator = Indicator.objects.create(
        **stated(definition), key=key, town=town, source=source_of_town(town),
        comparable_group=f"town-{town.code}-{key}",
    )  # fmt: skip
    tell("indicator", [indicator])
    note(key=key, name=definition.name, unit=definition.unit)
    return indicator


def stated(definition: Definition) -> dict[str, Any]:
    """The fields of an `Indicator` that a definition states."""
    return {name: value for name, value in asdict(definition).items() if name != "reading"}


def refuse_taken(town: Town, name: str) -> None:
    """`Conflict` if the town has an indicator of this name."""
    if Indicator.objects.filter(town=town, name=name).exists():
        taken = _("「%(name)s」という指標は、もうあります。数字の一覧から選んでください。")
        raise Conflict(taken % {"name": name})


def key_of(reading: str) -> str:
    """「ふくしバスのりようしゃ」 → "fukushi-basu-noriyosha" as far as blanks divide it; "" where nothing is left."""
    words = re.sub(r"[^a-z0-9]+", "-", romaji(normalise(reading)).lower().replace("'", ""))
    return words.strip("-")[:LONGEST_KEY].strip("-")


def free_key(town: Town, reading: str) -> str:
    """A key that neither the country nor this town has. BadInput when the reading gives no letters."""
    key = key_of(reading)
    if not key:
        raise BadInput(_("名前の読みを、ひらがなかローマ字で入れてください。"))
    visible = Indicator.objects.filter(town__isnull=True) | Indicator.objects.filter(town=town)
    taken = RESERVED_KEYS | set(visible.filter(key__startswith=key).values_list("key", flat=True))
    return next(one for one in (key, *(f"{key}-{n}" for n in range(2, 1000))) if one not in taken)


def source_of_town(town: Town) -> Source:
    """The source that the town's own files belong to; made when first needed, inside an action."""
    source, _made = Source.objects.get_or_create(key=source_key(town), defaults=_source_as_told(town))
    return source


def unsaved_source(town: Town) -> Source:
    """`source_of_town` as it will be, for what is shown before it is made."""
    return Source(key=source_key(town), **_source_as_told(town))


def source_key(town: Town) -> str:
    return f"town-{town.code}"


def _source_as_told(town: Town) -> dict[str, str]:
    return {
        "name": f"{town.name}の資料",
        "name_en": f"{town.municipality.romaji.capitalize()} (the town's own files)",
        "publisher": town.name,
        "credit": town.municipality.full_name,
    }


@action("indicators.set_target", record=Public)
def set_target(
    actor: Actor,
    town: Town,
    indicator: Indicator,
    *,
    period: Plain,
    value: Decimal,
    baseline_period: Plain,
    baseline_value: Decimal,
    reason: str,
) -> Target:
    """Say what an indicator is to be by a period (ISO text), from which figure, and why.

    A target for the same period is replaced, and stays visible with the day.
    """
    return aim(town, indicator, Aim(period, value, baseline_period, baseline_value, reason))


def aim(town: Town, indicator: Indicator, wanted: Aim) -> Target:
    """Inside an action: what `set_target` does."""
    target = target_of(town, indicator, wanted)
    standing = Target.objects.filter(indicator=indicator, period=target.period, replaced_at__isnull=True)
    standing.update(replaced_at=target.set_at)
    target.save(force_insert=True)
    tell("indicator", [indicator])
    return target


def target_of(town: Town, indicator: Indicator, wanted: Aim) -> Target:
    """The target as it would stand from now on, not stored. `BadInput` for one that cannot be."""
    by, since = period_of(indicator, wanted.period), period_of(indicator, wanted.baseline_period)
    if indicator.town_id not in (None, town.pk):
        raise BadInput(_("ほかのまちの指標には、目標を決められません。"))
    for number in (wanted.value, wanted.baseline_value):
        if (why := why_not_exact(f"{number:f}", indicator.decimals)) is not None:
            raise BadInput(why)
    if by <= since:
        raise BadInput(_("目標の時点は、もとにした数の時点より後にしてください。"))
    return Target(
        town=town,
        indicator=indicator,
        period=by.encoded,
        value=float(wanted.value),
        baseline_period=since.encoded,
        baseline_value=float(wanted.baseline_value),
        reason=wanted.reason,
        set_at=timezone.now(),
    )


def period_of(indicator: Indicator, text: str) -> Period:
    """The period that `text` names, of the indicator's own kind; BadInput for another kind."""
    period = Period.parse(text)
    if period.kind == "year" and indicator.period_kind == Indicator.PeriodKind.FISCAL_YEAR:
        return Period.of_fiscal_year(period.year)
    if period.kind != indicator.period_kind:
        kind = Indicator.PeriodKind(indicator.period_kind).label
        raise BadInput(_("この指標は%(kind)sごとの数です。時点の書き方を合わせてください。") % {"kind": kind})
    return period
