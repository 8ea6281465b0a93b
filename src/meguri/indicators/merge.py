"""Taking new editions into what is stored: each figure once, with the first and last edition that carried it.

For each indicator and period the stored runs are unfolded into places x editions, the new columns are laid over
them, and the runs are folded again; what differs is the change to make. As the unfolded table does not depend on
the order in which editions came, neither do the runs. A place that an edition leaves out says nothing: a run goes
on across it unless another value lies between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import numpy as np

from meguri.indicators.difference import difference
from meguri.indicators.runs import NO_RUNS, Floats, Ints, KnownColumn, NewColumn, Runs, joined

Group = tuple[int, int]
AnyColumn = TypeVar("AnyColumn", KnownColumn, NewColumn)


@dataclass(frozen=True, slots=True)
class Change:
    """What to do to the stored rows, in this order: delete `deleted`, move `moved`, insert `inserted`.

    `moved` has the rows' ids with their new `first` and `last`; their value stays. `columns` are the columns of
    the batch as they now stand, with their places, to be stored for the next merge.
    """

    deleted: Ints
    moved: Runs
    inserted: Runs
    columns: tuple[KnownColumn, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no row changes."""
        return not len(self.deleted) and not len(self.moved) and not len(self.inserted)


def merge(stored: Runs, known: Iterable[KnownColumn], batch: Sequence[NewColumn]) -> Change:
    """The change that takes `batch` into `stored`.

    `stored` are the runs, and `known` the columns, of at least the batch's indicators and periods. A column
    that is known already is replaced for the places it lists (a corrected issue of one edition).
    """
    rows_of = _by_group(stored)
    known_of = _columns_by_group(known)
    deleted: list[Ints] = []
    moved: list[Runs] = []
    inserted: list[Runs] = []
    columns: list[KnownColumn] = []
    for group, new in _columns_by_group(batch).items():
        before = stored.take(rows_of[group]) if group in rows_of else NO_RUNS
        table = _Table.of(group, before, known_of.get(group, []), new)
        after = table.runs()
        gone, changed, added = difference(before, after)
        deleted.append(gone)
        moved.append(changed)
        inserted.append(added)
        columns.extend(table.columns({column.edition for column in new}))
    return Change(np.concatenate([NO_RUNS.row, *deleted]), joined(moved), joined(inserted), tuple(columns))


@dataclass(frozen=True, slots=True)
class _Table:
    """One indicator and period unfolded: `values` is places x editions, NaN where an edition has no figure."""

    group: Group
    places: Ints
    editions: Ints
    values: Floats

    @classmethod
    def of(cls, group: Group, stored: Runs, known: Sequence[KnownColumn], new: Sequence[NewColumn]) -> _Table:
        places = _union([stored.municipality, *(column.municipalities for column in new)])
        ranks = {column.edition for column in known} | {column.edition for column in new}
        editions = np.array(sorted(ranks), dtype=np.int64)
        table = cls(group, places, editions, np.full((len(places), len(editions)), np.nan))
        if len(stored):
            table._lay_stored(stored, known)
        for column in new:
            rows = np.searchsorted(places, column.municipalities)
            table.values[rows, np.searchsorted(editions, column.edition)] = column.values
        return table

    def _lay_stored(self, stored: Runs, known: Sequence[KnownColumn]) -> None:
        rows = np.searchsorted(self.places, stored.municipality)
        for column in known:
            spans = (stored.first <= column.edition) & (column.edition <= stored.last)
            if column.municipalities is not None:
                spans &= column.carries(stored.municipality)
            self.values[rows[spans], np.searchsorted(self.editions, column.edition)] = stored.value[spans]

    def runs(self) -> Runs:
        """The table folded: a run ends where the next figure of its place is another one."""
        return joined([self._run(*part) for part in self._parts()])

    def _parts(self) -> Iterator[tuple[Ints, Floats, Ints, Ints]]:
        """Places, values, first and last edition of the runs, in parts."""
        value = np.full(len(self.places), np.nan)
        first = np.zeros(len(self.places), dtype=np.int64)
        last = first.copy()
        for number, edition in enumerate(self.editions):
            figures = self.values[:, number]
            present = ~np.isnan(figures)
            starts = present & (figures != value)
            ended = starts & ~np.isnan(value)
            if ended.any():
                yield self.places[ended], value[ended], first[ended], last[ended]
            value[starts] = figures[starts]
            first[starts] = edition
            last[present] = edition
        ended = ~np.isnan(value)
        yield self.places[ended], value[ended], first[ended], last[ended]

    def _run(self, places: Ints, value: Floats, first: Ints, last: Ints) -> Runs:
        indicator, period = (np.full(len(places), part, dtype=np.int64) for part in self.group)
        return Runs(np.full(len(places), -1), indicator, places, period, value, first, last)

    def columns(self, editions: set[int]) -> Iterator[KnownColumn]:
        """The table's columns of `editions`."""
        indicator, period = self.group
        for number, edition in enumerate(self.editions.tolist()):
            if edition in editions:
                yield KnownColumn(edition, indicator, period, self.places[~np.isnan(self.values[:, number])])


def _union(parts: Sequence[Ints]) -> Ints:
    longest = max(parts, key=len)
    others = [part for part in parts if len(part) and part is not longest]
    if all(len(part) == len(longest) and np.array_equal(part, longest) for part in others) and _rises(longest):
        return longest
    return np.unique(np.concatenate(parts))


def _rises(ids: Ints) -> bool:
    return bool((ids[1:] > ids[:-1]).all())


def _by_group(runs: Runs) -> dict[Group, Ints]:
    """Positions of the runs of each indicator and period."""
    if not len(runs):
        return {}
    order = np.lexsort((runs.municipality, runs.period, runs.indicator))
    indicator, period = runs.indicator[order], runs.period[order]
    cuts = np.flatnonzero((indicator[1:] != indicator[:-1]) | (period[1:] != period[:-1])) + 1
    parts = np.split(order, cuts)
    return {(int(runs.indicator[part[0]]), int(runs.period[part[0]])): part for part in parts}


def _columns_by_group(columns: Iterable[AnyColumn]) -> dict[Group, list[AnyColumn]]:
    ordered = sorted(columns, key=lambda column: (column.indicator, column.period, column.edition))
    return {group: list(part) for group, part in groupby(ordered, key=lambda c: (c.indicator, c.period))}
