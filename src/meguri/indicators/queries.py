"""The read side of figures: definitions kept in the process, figures in one query each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from meguri.core.revision import PerRevision
from meguri.core.scope import active_town
from meguri.indicators.figures import NO_FIGURES, Figure, Figures, State
from meguri.indicators.models import Edition, Indicator, Observation, Source, Target, Unsurveyed
from meguri.towns.models import Municipality

Row = tuple[int, int, int, float, int, int]
"""indicator, municipality, period, value, first edition, last edition"""

ROW_FIELDS = ("indicator_id", "municipality_id", "period", "value", "first_edition_id", "last_edition_id")


@dataclass(frozen=True)
class Catalogue:
    """All definitions, editions and places left out, as of one revision."""

    by_id: dict[int, Indicator]
    national: dict[str, Indicator]
    of_town: dict[tuple[int, str], Indicator]
    editions: dict[int, Edition]
    left_out: frozenset[tuple[str, int, int]]

    def find(self, key: str, town_id: int | None = None) -> Indicator | None:
        """An indicator by its key: the town's own before the country's."""
        own = self.of_town.get((town_id, key)) if town_id is not None else None
        return own or self.national.get(key)

    def visible(self, town_id: int | None = None) -> list[Indicator]:
        """The country's indicators, and the town's own if a town is given."""
        return [i for i in self.by_id.values() if i.town_id is None or i.town_id == town_id]

    def leading(self) -> list[Indicator]:
        """The first charts of each family, in order."""
        return [indicator for indicator in self.national.values() if indicator.lead is not None]

    def state(self, row: Row) -> State:
        """How a stored value is to be read: a 0 that stands for nothing is not a figure."""
        indicator_id, municipality_id, period, value, _first, _last = row
        if value != 0:
            return State.VALUE
        indicator = self.by_id[indicator_id]
        blank = indicator.zero_means == Indicator.ZeroMeans.BLANK
        if blank or (indicator.statistic, period, municipality_id) in self.left_out:
            return State.NOT_PUBLISHED
        return State.VALUE

    def figures(self, rows: Iterable[Row]) -> Figures:
        """The rows of one indicator and place as figures in force and earlier vintages."""
        current: list[Figure] = []
        earlier: list[Figure] = []
        ordered = sorted(rows, key=lambda row: (row[2], self.editions[row[5]].rank, row[5]))
        for _period, same_period in groupby(ordered, key=lambda row: row[2]):
            *superseded, newest = map(self._figure, same_period)
            current.append(newest)
            earlier.extend(superseded)
        return Figures(tuple(current), tuple(earlier))

    def _figure(self, row: Row) -> Figure:
        state = self.state(row)
        return Figure(
            period=row[2],
            value=row[3] if state is State.VALUE else None,
            state=state,
            first_edition=self.editions[row[4]].label,
            last_edition=self.editions[row[5]].label,
            source=self.editions[row[5]].source,
        )


def _make_catalogue() -> Catalogue:
    indicators = list(Indicator.objects.select_related("source", "town__municipality").order_by("family", "lead", "id"))
    return Catalogue(
        by_id={indicator.pk: indicator for indicator in indicators},
        national={indicator.key: indicator for indicator in indicators if indicator.town_id is None},
        of_town={(i.town_id, i.key): i for i in indicators if i.town_id is not None},
        editions={edition.pk: edition for edition in Edition.objects.select_related("source")},
        left_out=frozenset(Unsurveyed.objects.values_list("statistic", "period", "municipality_id")),
    )


_catalogue = PerRevision(_make_catalogue)


def catalogue() -> Catalogue:
    """The definitions as of now. One query, three more after an act."""
    return _catalogue.now()


def sources() -> list[Source]:
    """The publications figures come from. One query."""
    return list(Source.objects.order_by("name"))


def figures_of_place(
    municipality: Municipality, indicators: Sequence[Indicator] | None = None
) -> dict[int, Figures]:
    """Figures at one place by indicator id; all indicators when none are given. One query."""
    rows = Observation.objects.filter(municipality=municipality)
    if indicators is not None:
        rows = rows.filter(indicator__in=[indicator.pk for indicator in indicators])
    known = catalogue()
    by_indicator: dict[int, list[Row]] = {}
    for row in rows.values_list(*ROW_FIELDS):
        by_indicator.setdefault(row[0], []).append(row)
    return {indicator_id: known.figures(found) for indicator_id, found in by_indicator.items()}


def figures_of_indicator(indicator: Indicator, municipalities: Sequence[Municipality]) -> dict[int, Figures]:
    """Figures of one indicator by municipality id, for each place given. One query."""
    rows = Observation.objects.filter(
        indicator=indicator, municipality__in=[municipality.pk for municipality in municipalities]
    )
    known = catalogue()
    by_place: dict[int, list[Row]] = {municipality.pk: [] for municipality in municipalities}
    for row in rows.values_list(*ROW_FIELDS):
        by_place[row[1]].append(row)
    return {place: known.figures(found) if found else NO_FIGURES for place, found in by_place.items()}


def targets_in_force(indicator: Indicator | None = None) -> list[Target]:
    """The active town's targets, of one indicator or all; none where no town is open. One query."""
    if active_town() is None:
        return []
    targets = Target.objects.filter(replaced_at__isnull=True).order_by("period")
    return list(targets if indicator is None else targets.filter(indicator=indicator))
