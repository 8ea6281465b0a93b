"""The five families as cards ready for the template: figure, sentence, chart, table, source, all in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.period import Period
from meguri.indicators.amounts import THOUSAND_YEN, amount
from meguri.indicators.chart import SMALL, Point, Series, line_chart
from meguri.indicators.figures import Figure, State
from meguri.indicators.labels import (
    credit_of,
    missing,
    name_of,
    newer_note,
    number,
    period_label,
    shown,
    unit_of,
    zero_note_of,
)
from meguri.indicators.models import Family, Indicator
from meguri.indicators.overview import Beside, FamilyView, five_families
from meguri.indicators.sentences import Line, Reading, sentence
from meguri.indicators.short_number import short_number_for
from meguri.indicators.unbroken import unbroken
from meguri.towns.models import Municipality
from meguri.web.pages.names import reads_japanese

SUBJECTS: dict[str, str | Promise] = {
    "population-census": pgettext_lazy("subject of a sentence", "人口"),
    "employed": pgettext_lazy("subject of a sentence", "働いている人"),
    "establishments-private": pgettext_lazy("subject of a sentence", "民間の事業所"),
    "revenue": pgettext_lazy("subject of a sentence", "歳入"),
    "local-tax": pgettext_lazy("subject of a sentence", "地方税の収入"),
}
COUNTERS = {"事業所": "か所"}
NO_RESIDENTS_INCOME = _("住む人の所得は、ここで使っている資料（SSDSE）に載っていないため、ありません。")
DAYS_OF_YEAR = 366


@dataclass(frozen=True, slots=True)
class TableRow:
    """One figure of the table beneath a chart; `raw` is None where `shown` says why there is no figure."""

    when: str
    raw: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Another figure of the family, in words."""

    name: str
    said: str
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """One family as it stands on the page. `missing` says why there is no figure; then `value` is ""."""

    key: str
    title: str
    name: str = ""
    url: str = ""
    value: str = ""
    unit: str = ""
    raw: float | None = None
    when: str = ""
    missing: str = ""
    sentence: SafeString = field(default_factory=SafeString)
    chart: SafeString = field(default_factory=SafeString)
    rows: tuple[TableRow, ...] = ()
    table_unit: str = ""
    notes: tuple[str, ...] = ()
    beside: tuple[Aside, ...] = ()
    source: str = ""


def family_cards(municipality: Municipality, *, is_open: bool) -> list[Card]:
    """The five cards in order. Two queries, three more after an act."""
    return [_card(view, municipality, is_open=is_open) for view in five_families(municipality)]


def _card(view: FamilyView, municipality: Municipality, *, is_open: bool) -> Card:
    indicator, title = view.indicator, str(Family(view.family).label)
    if indicator is None:
        return Card(view.family, title, missing=missing(None, is_open=is_open), notes=tuple(_notes(view)))
    newest = view.figures.latest
    last = view.figures.current[-1] if view.figures.current else None
    said = _sentence(indicator, view.figures.current)
    value, unit = _value(newest, indicator)
    return Card(
        key=view.family,
        title=title,
        name=name_of(indicator),
        url=f"/{municipality.code}/indicators/{indicator.key}/",
        value=value,
        unit=unit,
        raw=newest.value if newest else None,
        when=period_label(newest.period) if newest else "",
        missing="" if newest else missing(last, is_open=is_open),
        sentence=unbroken(said),
        chart=_chart(indicator, view.figures.current, municipality, said),
        rows=tuple(_row(figure, indicator, is_open=is_open) for figure in reversed(view.figures.current)),
        table_unit=unit_of(indicator),
        notes=tuple(_notes(view)),
        beside=tuple(_aside(one, municipality) for one in view.beside),
        source=credit_of(indicator, last.source) if last else "",
    )


def _value(newest: Figure | None, indicator: Indicator) -> tuple[str, str]:
    """The newest figure, large: number and unit apart."""
    if newest is None or newest.value is None:
        return "", ""
    if indicator.unit != THOUSAND_YEN:
        return number(newest.value, indicator.decimals), unit_of(indicator)
    words = amount(newest.value, THOUSAND_YEN, _language())
    unit = "円" if words.endswith("円") else " yen"
    return words.removesuffix(unit), unit


def _sentence(indicator: Indicator, figures: tuple[Figure, ...]) -> str:
    line = Line(
        subject=str(SUBJECTS.get(indicator.key, name_of(indicator))),
        unit=COUNTERS.get(indicator.unit, indicator.unit),
        readings=[Reading(Period.decode(figure.period), figure.value) for figure in figures],
        is_flow=indicator.nature == Indicator.Nature.FLOW,
        decimals=indicator.decimals,
        zero_is_explained=bool(indicator.zero_note),
    )
    return sentence(line, _language())


def _chart(indicator: Indicator, figures: tuple[Figure, ...], municipality: Municipality, said: str) -> SafeString:
    """Drawn from zero, so that a small change looks small in every town."""
    worth = 1000 if indicator.unit == THOUSAND_YEN else 1
    drawn = line_chart(
        [Series("", [_point(figure, worth) for figure in figures])],
        title=f"{municipality.name} {name_of(indicator)}",
        sentence=said,
        size=SMALL,
        from_zero=True,
        number=short_number_for(_language()),
    )
    return mark_safe(drawn)  # noqa: S308 - chart.py escapes every text


def _point(figure: Figure, worth: int) -> Point:
    """Labelled by its year, placed by its last day; `worth`: what one of its unit is drawn as."""
    period = Period.decode(figure.period)
    short = Period.of_fiscal_year(period.year) if period.kind == "fiscal_year" else Period.of_year(period.year)
    end = period.end
    value = None if figure.value is None else figure.value * worth
    return Point(short.label(_language()), value, end.year + end.timetuple().tm_yday / DAYS_OF_YEAR)


def _row(figure: Figure, indicator: Indicator, *, is_open: bool) -> TableRow:
    return TableRow(period_label(figure.period), figure.value, shown(figure, indicator, is_open=is_open))


def _aside(one: Beside, municipality: Municipality) -> Aside:
    value, unit = _value(one.newest, one.indicator)
    space = "" if unit.startswith(" ") or reads_japanese() else " "
    figure, when = f"{value}{space}{unit}", period_label(one.newest.period)
    said = gettext("%(name)s（%(when)s）") % {"name": figure, "when": when}
    return Aside(
        name_of(one.indicator),
        said,
        f"/{municipality.code}/indicators/{one.indicator.key}/",
        credit_of(one.indicator, one.newest.source),
    )


def _notes(view: FamilyView) -> Iterator[str]:
    """What must be said beside them: no source for residents' income, a true 0, figures that cannot be joined."""
    if view.family == Family.INCOME:
        yield str(NO_RESIDENTS_INCOME)
    if view.indicator is not None and any(figure.value == 0 for figure in view.figures.current):
        yield zero_note_of(view.indicator)
    if any(figure.state is State.NOT_PUBLISHED for figure in view.figures.current):
        yield gettext("「公表なし」は、もとの統計に数字がないことを表します。")
    if view.newer:
        yield newer_note((one.indicator, one.newest) for one in view.newer)
    for other in view.unlike:
        yield gettext("「%(name)s」は数え方がちがうので、同じ線にはつないでいません。") % {"name": name_of(other)}


def _language() -> str:
    return get_language() or "ja"
