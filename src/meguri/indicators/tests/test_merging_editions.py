"""However editions come in, one at a time, all at once, or twice, the same runs are stored."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, pairwise, permutations
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from meguri.indicators.merge import Change, merge
from meguri.indicators.runs import KnownColumn, NewColumn, Runs, packed_places, unpacked_places

Cell = tuple[int, int, int]
Figures = dict[int, dict[Cell, float]]
Row = tuple[Cell, float, int, int]


class Store:
    """Rows as a database keeps them, with its rule of one row for each place and first edition at any moment."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.columns: dict[tuple[int, int, int], KnownColumn] = {}
        self.next_id = 1

    def take(self, batch: list[NewColumn]) -> Change:
        change = merge(self.runs(), self.columns.values(), batch)
        for row in change.deleted.tolist():
            del self.rows[row]
        for row, moved in zip(change.moved.row.tolist(), rows_of(change.moved), strict=True):
            assert self.rows[row][:2] == moved[:2]
            self.rows[row] = moved
            self.hold_the_rule()
        for row in rows_of(change.inserted):
            self.rows[self.next_id] = row
            self.next_id += 1
            self.hold_the_rule()
        for column in change.columns:
            self.columns[(column.edition, column.indicator, column.period)] = column
        return change

    def runs(self) -> Runs:
        ids = list(self.rows)
        cells = np.array([self.rows[i][0] for i in ids], dtype=np.int64).reshape(-1, 3)
        spans = np.array([self.rows[i][2:] for i in ids], dtype=np.int64).reshape(-1, 2)
        values = np.array([self.rows[i][1] for i in ids], dtype=np.float64)
        return Runs(np.array(ids, dtype=np.int64), cells[:, 0], cells[:, 2], cells[:, 1], values, *spans.T)

    def hold_the_rule(self) -> None:
        starts = [(cell, first) for cell, _value, first, _last in self.rows.values()]
        assert len(starts) == len(set(starts))


def rows_of(runs: Runs) -> list[Row]:
    cells = zip(runs.indicator.tolist(), runs.period.tolist(), runs.municipality.tolist(), strict=True)
    return list(zip(cells, runs.value.tolist(), runs.first.tolist(), runs.last.tolist(), strict=True))


def columns_of(edition: int, figures: dict[Cell, float], *, cells: Iterable[Cell] = ()) -> list[NewColumn]:
    """The columns of an edition; `cells` that it has no figure for are listed as blanks."""
    whole = {cell: figures.get(cell, np.nan) for cell in sorted({*figures, *cells})}
    return [
        NewColumn(edition, indicator, period, np.array([c[2] for c in part]), np.array([whole[c] for c in part]))
        for (indicator, period), cells_of in groupby(whole, key=lambda cell: cell[:2])
        if (part := list(cells_of))
    ]


def oracle(editions: Figures) -> set[Row]:
    """Each cell's values by edition in a plain dictionary, cut wherever the value changes."""
    rows = set()
    for cell in {cell for figures in editions.values() for cell in figures}:
        carried = [(edition, figures[cell]) for edition, figures in sorted(editions.items()) if cell in figures]
        for value, part in groupby(carried, key=lambda item: item[1]):
            ranks = [edition for edition, _value in part]
            rows.add((cell, value, ranks[0], ranks[-1]))
    return rows


cell = st.tuples(st.integers(1, 2), st.sampled_from([20150000, 20201001]), st.integers(1, 4))
figure = st.sampled_from([0.0, 1.0, -2.5])
histories = st.dictionaries(st.integers(1, 6), st.dictionaries(cell, figure, max_size=12), min_size=1, max_size=6)


@given(histories, st.randoms(use_true_random=False))
def test_editions_in_any_order_give_the_runs_of_the_full_table(editions: Figures, random: Random) -> None:
    order = list(editions)
    random.shuffle(order)
    store = Store()
    for edition in order:
        store.take(columns_of(edition, editions[edition]))
    assert set(store.rows.values()) == oracle(editions)
    assert len(store.rows) == len(oracle(editions))


@given(histories)
def test_all_editions_at_once_give_the_same_and_a_second_time_changes_nothing(editions: Figures) -> None:
    batch = [column for edition, figures in editions.items() for column in columns_of(edition, figures)]
    store = Store()
    store.take(batch)
    assert set(store.rows.values()) == oracle(editions)
    assert store.take(batch).is_empty
    assert all(store.take(columns_of(edition, figures)).is_empty for edition, figures in editions.items())


@given(histories, st.integers(1, 6), st.dictionaries(cell, figure, max_size=12))
def test_a_corrected_issue_of_an_edition_leaves_no_trace_of_the_first(
    editions: Figures, edition: int, corrected: dict[Cell, float]
) -> None:
    store = Store()
    for rank, figures in editions.items():
        store.take(columns_of(rank, figures))
    store.take(columns_of(edition, corrected, cells=editions.get(edition, {})))
    assert set(store.rows.values()) == oracle({**editions, edition: corrected})


def test_a_figure_in_three_editions_is_one_row_and_a_revision_keeps_both_vintages() -> None:
    one: Cell = (1, 20150000, 1)
    store = Store()
    for edition, value in ((2018, 10.0), (2019, 10.0), (2020, 10.0), (2021, 11.0)):
        store.take(columns_of(edition, {one: value}))
    assert set(store.rows.values()) == {(one, 10.0, 2018, 2020), (one, 11.0, 2021, 2021)}


def test_an_edition_that_comes_late_with_another_value_splits_the_run_where_editions_are_known() -> None:
    one: Cell = (1, 20150000, 1)
    store = Store()
    for edition in (1, 2, 5, 6):
        store.take(columns_of(edition, {one: 10.0}))
    change = store.take(columns_of(4, {one: 9.0}))
    assert set(store.rows.values()) == {(one, 10.0, 1, 2), (one, 9.0, 4, 4), (one, 10.0, 5, 6)}
    assert (len(change.deleted), len(change.moved), len(change.inserted)) == (0, 1, 2)


def test_a_run_goes_on_across_an_edition_that_left_the_place_out() -> None:
    here, there = (1, 20150000, 1), (1, 20150000, 2)
    store = Store()
    store.take(columns_of(1, {here: 5.0, there: 7.0}))
    store.take(columns_of(2, {there: 7.0}))
    store.take(columns_of(3, {here: 5.0, there: 7.0}))
    assert set(store.rows.values()) == {(here, 5.0, 1, 3), (there, 7.0, 1, 3)}


def test_the_next_edition_of_the_same_figures_only_moves_rows() -> None:
    figures = {(1, 20150000, place): float(place) for place in range(1, 50)}
    store = Store()
    store.take(columns_of(1, figures))
    change = store.take(columns_of(2, figures))
    assert (len(change.deleted), len(change.moved), len(change.inserted)) == (0, 49, 0)


def test_which_places_a_column_carries_survives_being_packed() -> None:
    everyone = np.arange(1, 1742)
    some = everyone[::3]
    assert packed_places(everyone, everyone) == b""
    assert unpacked_places(b"") is None
    unpacked = unpacked_places(packed_places(some, everyone))
    assert unpacked is not None
    assert unpacked.tolist() == some.tolist()
    assert len(packed_places(some, everyone)) <= 218


def test_every_order_of_four_editions_with_gaps_and_returns_gives_one_result() -> None:
    one: Cell = (1, 20150000, 1)
    editions: Figures = {1: {one: 1.0}, 2: {}, 3: {one: 2.0}, 4: {one: 1.0}}
    results = set()
    for order in permutations(editions):
        store = Store()
        for edition in order:
            store.take(columns_of(edition, editions[edition], cells=[one]))
        results.add(frozenset(store.rows.values()))
    assert results == {frozenset(oracle(editions))}
    assert all(a[1] != b[1] for a, b in pairwise(sorted(oracle(editions), key=lambda row: row[2])))
