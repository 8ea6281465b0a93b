"""The smallest change that turns the stored runs of one indicator and period into others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meguri.indicators.runs import NO_RUNS, Floats, Ints, Runs, joined

Mask = NDArray[np.bool_]
Keys = NDArray[np.void]


def difference(before: Runs, after: Runs) -> tuple[Ints, Runs, Runs]:
    """Ids of `before` to delete, runs to move (ids of `before`, new first and last), runs of `after` to insert.

    `before` is in rising order of municipality. A run is moved only to a run of the same place and value.
    """
    if not len(before):
        return NO_RUNS.row, NO_RUNS, after
    after = after.take(np.lexsort((after.first, after.municipality)))
    old, new = _single_of_same_value(before, after)
    moved = _moved(before.take(old), after.take(new))
    deleted, moved_too, inserted = _of_several(before.take(_rest(len(before), old)), after.take(_rest(len(after), new)))
    return deleted, joined([moved, moved_too]), inserted


def _single_of_same_value(before: Runs, after: Runs) -> tuple[Ints, Ints]:
    """Positions in both of places with one run before, of the value that comes first after: nearly all of them."""
    old = np.flatnonzero(_single(before.municipality))
    new = np.searchsorted(after.municipality, before.municipality[old])
    inside = new < len(after)
    old, new = old[inside], new[inside]
    same = after.municipality[new] == before.municipality[old]
    same &= after.value[new] == before.value[old]
    return old[same], new[same]


def _single(rising: Ints) -> Mask:
    """Where a value differs from both of its neighbours."""
    differs = np.ones(len(rising) + 1, dtype=bool)
    differs[1:-1] = rising[1:] != rising[:-1]
    return differs[1:] & differs[:-1]


def _moved(old: Runs, new: Runs) -> Runs:
    """The runs of `new` with the ids of `old`, where first or last differ."""
    runs = Runs(old.row, new.indicator, new.municipality, new.period, new.value, new.first, new.last)
    return runs.take((old.first != new.first) | (old.last != new.last))


def _of_several(before: Runs, after: Runs) -> tuple[Ints, Runs, Runs]:
    """The difference where places have several runs: the nth of a place and value becomes its nth."""
    if not len(before):
        return NO_RUNS.row, NO_RUNS, after
    kept, goal = _matched(_nth_of_value(before), _nth_of_value(after))
    free = ~_lands_on_another(before.take(kept), after.take(goal), before)
    kept, goal = kept[free], goal[free]
    moved = _moved(before.take(kept), after.take(goal))
    return before.row[_rest(len(before), kept)], moved, after.take(_rest(len(after), goal))


def _lands_on_another(old: Runs, new: Runs, before: Runs) -> Mask:
    """Where a run would move to an edition at which another stored run of its place begins.

    The database allows one run for each place and first edition at every moment, so such a run is deleted and
    inserted instead.
    """
    begins: Mask = np.isin(_keys(new.municipality, new.first), _keys(before.municipality, before.first))
    begins &= new.first != old.first
    return begins


def _nth_of_value(runs: Runs) -> Keys:
    """Place, value, and how many runs of that place and value begin earlier."""
    order = np.lexsort((runs.first, runs.value, runs.municipality))
    place, value = runs.municipality[order], runs.value[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (place[1:] != place[:-1]) | (value[1:] != value[:-1])
    counted = np.arange(len(order))
    nth = np.empty(len(order), dtype=np.int64)
    nth[order] = counted - np.maximum.accumulate(np.where(begins, counted, 0))
    return _keys(runs.municipality, runs.value, nth)


def _keys(*parts: Ints | Floats) -> Keys:
    """One key for each position, equal where all parts are. Ids and ranks are exact as floats below 2**53."""
    table = np.empty((len(parts[0]), len(parts)), dtype=np.float64)
    for number, part in enumerate(parts):
        # Adding 0.0 turns -0.0 into 0.0, the same figure in other bytes.
        table[:, number] = part + 0.0
    return table.view([(f"part{number}", np.float64) for number in range(len(parts))]).reshape(-1)


def _matched(left: Keys, right: Keys) -> tuple[Ints, Ints]:
    """Positions in `left` and in `right` of the keys they share; keys are unique within each."""
    _shared, in_left, in_right = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    return in_left, in_right


def _rest(length: int, positions: Ints) -> Ints:
    rest = np.ones(length, dtype=bool)
    rest[positions] = False
    return np.flatnonzero(rest)
