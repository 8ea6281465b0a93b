"""What may stand side by side: towns under one definition, and indicators only where their definitions are alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.period import Period
from meguri.indicators.figures import NO_FIGURES, Figure, Figures
from meguri.indicators.labels import name_of, statistic_of, unit_of
from meguri.indicators.models import Indicator, Observation
from meguri.indicators.queries import ROW_FIELDS, Catalogue, Row
from meguri.towns.models import Municipality

MOST_BESIDE = 5
NOTHING_CHOSEN = "-"


def why_unlike(one: Indicator, other: Indicator) -> str | Promise | None:
    """Why two indicators may not be drawn on one axis, in one sentence; None when they may."""
    if one.comparable_group == other.comparable_group and one.unit == other.unit:
        return None
    names = {"one": name_of(one), "other": name_of(other)}
    if one.unit != other.unit:
        sentence = _("「{one}」は{unit}、「{other}」は{other_unit}で数えるので、一つの図には重ねません。")
        return format_lazy(sentence, unit=unit_of(one), other_unit=unit_of(other), **names)
    if one.statistic != other.statistic:
        sentence = _(
            "「{one}」は{statistic}、「{other}」は{other_statistic}の数です。数え方がちがうので、一つの図には重ねません。"
        )
        return format_lazy(sentence, statistic=statistic_of(one), other_statistic=statistic_of(other), **names)
    return format_lazy(_("「{one}」と「{other}」は、何を数えたかがちがうので、一つの図には重ねません。"), **names)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader asks to see beside an indicator of a place: towns by code, other indicators by key."""

    codes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @classmethod
    def read(cls, codes: str, keys: str = "") -> "Choice":
        """From comma-separated lists, each thing once, in the order asked for."""
        return cls(_listed(codes), _listed(keys))

    @classmethod
    def from_path(cls, text: str) -> "Choice":
        """From the form that `as_path` writes."""
        codes, _separator, keys = text.partition(";")
        return cls.read("" if codes == NOTHING_CHOSEN else codes, keys)

    def as_path(self) -> str:
        """For a path, where a query has no place: "013101,012025;births", or "-" for nothing."""
        return (",".join(self.codes) or NOTHING_CHOSEN) + (f";{','.join(self.keys)}" if self.keys else "")

    def as_query(self) -> str:
        """"?with=013101&and=births", or "" for nothing."""
        parts = {"with": ",".join(self.codes), "and": ",".join(self.keys)}
        query = urlencode({name: value for name, value in parts.items() if value}, safe=",")
        return f"?{query}" if query else ""

    def adding(self, code: str) -> "Choice":
        return self if code in self.codes else replace(self, codes=(*self.codes, code))

    def without(self, what: str) -> "Choice":
        """The same without a town's code or an indicator's key."""
        return Choice(tuple(c for c in self.codes if c != what), tuple(k for k in self.keys if k != what))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


@dataclass(frozen=True)
class Series:
    """The figures of one indicator at one place."""

    municipality: Municipality
    indicator: Indicator
    figures: Figures

    @property
    def is_open(self) -> bool:
        return hasattr(self.municipality, "town")

    @cached_property
    def by_period(self) -> dict[int, Figure]:
        """The figures in force."""
        return {figure.period: figure for figure in self.figures.current}


@dataclass(frozen=True)
class Axis:
    """Series that may be drawn on one axis; the first is what the page is about."""

    series: tuple[Series, ...]

    @property
    def indicator(self) -> Indicator:
        return self.series[0].indicator

    @property
    def mixes_indicators(self) -> bool:
        return len({one.indicator.pk for one in self.series}) > 1

    @cached_property
    def periods(self) -> tuple[int, ...]:
        """Every period for which some series has a figure or is known to have none, oldest first."""
        found = {period for one in self.series for period in one.by_period}
        return tuple(sorted(found, key=Period.decode))


def read_series(
    known: Catalogue, indicators: Sequence[Indicator], municipalities: Sequence[Municipality]
) -> dict[tuple[int, int], Figures]:
    """Figures by (indicator, municipality) of each pair that has any. One query."""
    rows = Observation.objects.filter(
        indicator__in=[indicator.pk for indicator in indicators],
        municipality__in=[municipality.pk for municipality in municipalities],
    )
    found: dict[tuple[int, int], list[Row]] = {}
    for row in rows.values_list(*ROW_FIELDS):
        found.setdefault((row[0], row[1]), []).append(row)
    return {pair: known.figures(rows_of_pair) for pair, rows_of_pair in found.items()}


@dataclass(frozen=True)
class Comparison:
    """One page's figures: its own axis, then an axis for each indicator that may not share it, with the reason."""

    main: Axis
    apart: tuple[tuple[str | Promise, Axis], ...]


def compare(
    known: Catalogue,
    indicator: Indicator,
    place: Municipality,
    beside: Iterable[Municipality] = (),
    others: Iterable[Indicator] = (),
) -> Comparison:
    """An indicator at a place beside other towns and other indicators. One query.

    Other indicators of the same comparable group are drawn for this place on the same axis; each of the rest
    gets an axis of its own with the same towns.
    """
    places, other_indicators = [place, *beside], list(others)
    figures = read_series(known, [indicator, *other_indicators], places)

    def series(of: Indicator, at: Municipality) -> Series:
        return Series(at, of, figures.get((of.pk, at.pk), NO_FIGURES))

    reasons = {other.pk: why_unlike(indicator, other) for other in other_indicators}
    alike = [series(other, place) for other in other_indicators if reasons[other.pk] is None]
    main = Axis((*(series(indicator, at) for at in places), *alike))
    apart = tuple(
        (reason, Axis(tuple(series(other, at) for at in places)))
        for other in other_indicators
        if (reason := reasons[other.pk]) is not None
    )
    return Comparison(main, apart)
