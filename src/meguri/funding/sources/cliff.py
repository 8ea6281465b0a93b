"""The cliff (補助金の切れ目): what subsidies carry of each project in a fiscal year, and what is lacking when they end.

A subsidy carries its yearly sum from its first to its last day; of a fiscal year it carries the part of its days, parts
of a yen dropped. What is lacking in a year is what it would have carried had it gone on, less what it does carry.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meguri.core.fiscal import fiscal_year_range

WHOLE = 1000
"""Shares are told in thousandths, cut and never rounded up."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What one subsidy carries of one project: yen a year, from its first to its last day."""

    subsidy: int
    project: int
    yearly_yen: int
    begins_on: date
    ends_on: date

    def runs_on(self, day: date) -> bool:
        return self.begins_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Part:
    """A project on a day: its yearly money (None: not known), and what subsidies carry of it. Yen."""

    project: int
    yearly_yen: int | None
    carried_yen: int

    @property
    def share(self) -> int | None:
        """In thousandths of the yearly money; None where that is not known. More than all of it counts as all."""
        if not self.yearly_yen:
            return None
        return min(WHOLE, self.carried_yen * WHOLE // self.yearly_yen)

    @property
    def others_yen(self) -> int | None:
        return None if self.yearly_yen is None else max(0, self.yearly_yen - self.carried_yen)


def parts(carried: Iterable[Carried], yearly: Mapping[int, int | None], day: date) -> list[Part]:
    """The projects that a subsidy carries on a day, those that hang on it most first."""
    sums: dict[int, int] = {}
    for one in carried:
        if one.runs_on(day):
            sums[one.project] = sums.get(one.project, 0) + one.yearly_yen
    found = [Part(project, yearly.get(project), yen) for project, yen in sums.items()]
    return sorted(found, key=lambda one: (-(one.share or 0), -one.carried_yen, one.project))


def in_year(one: Carried, year: int, ends_on: date | None = None) -> int:
    """Yen that a subsidy carries of a fiscal year; `ends_on` in place of its own last day."""
    first, last = fiscal_year_range(year)
    until = one.ends_on if ends_on is None else ends_on
    begin, end = max(first, one.begins_on), min(last, until)
    days = max(0, (end - begin).days + 1)
    return one.yearly_yen * days // ((last - first).days + 1)


@dataclass(frozen=True, slots=True)
class Year:
    """One project in one fiscal year, in yen: what subsidies would carry had none ended, what is left, what lacks."""

    project: int
    year: int
    went_on: int
    left: int

    @property
    def lacking(self) -> int:
        return self.went_on - self.left


def what_if(
    carried: Sequence[Carried], years: Sequence[int], ends: Mapping[int, date] | None = None
) -> dict[int, list[Year]]:
    """Per project, the years asked for. `ends`: the last day of a subsidy in place of its own."""
    ends = ends or {}
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for one in carried:
        for year in years:
            went, left = sums.get((one.project, year), (0, 0))
            through = in_year(one, year, fiscal_year_range(year)[1])
            sums[one.project, year] = (went + through, left + in_year(one, year, ends.get(one.subsidy)))
    found: dict[int, list[Year]] = {}
    for (project, year), (went, left) in sums.items():
        found.setdefault(project, []).append(Year(project, year, went, left))
    return found


def alarm_on(ends_on: date) -> date:
    """A year before the day after its last: on 1 April 2026 for what ends on 31 March 2027."""
    after = ends_on + timedelta(days=1)
    return after.replace(year=after.year - 1, day=28 if (after.month, after.day) == (2, 29) else after.day)
