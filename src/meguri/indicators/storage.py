"""Observations in bulk: read as arrays, written by the fastest way each database has. Inside an action only."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection

from meguri.core import guard
from meguri.core.errors import WriteOutsideAction
from meguri.indicators.models import EditionColumn
from meguri.indicators.runs import NO_RUNS, Ints, KnownColumn, Runs, joined, packed_places, unpacked_places

_COLUMNS = "indicator_id, municipality_id, period, value, first_edition_id, last_edition_id"
_CHUNK = 50_000


def read_runs(indicator_ids: Sequence[int], rank_of_edition: Mapping[int, int]) -> Runs:
    """The stored runs of these indicators whose editions are among `rank_of_edition` (id → rank). One query."""
    if not indicator_ids or not rank_of_edition:
        return NO_RUNS
    query = f"SELECT id, {_COLUMNS} FROM indicators_observation WHERE indicator_id IN ({_marks(indicator_ids)})"  # noqa: S608 - placeholders alone
    ranks = np.full(max(rank_of_edition) + 1, -1, dtype=np.int64)
    ranks[list(rank_of_edition)] = list(rank_of_edition.values())
    with connection.cursor() as cursor:
        cursor.execute(query, list(indicator_ids))
        return joined([_runs(rows, ranks) for rows in iter(lambda: cursor.fetchmany(_CHUNK), [])])


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _runs(rows: Sequence[tuple[Any, ...]], ranks: Ints) -> Runs:
    """Every number here is below 2^53, so that one array of floats holds all columns exactly."""
    table = np.array(rows, dtype=np.float64)
    row, indicator, municipality, period, first, last = (table[:, n].astype(np.int64) for n in (0, 1, 2, 3, 5, 6))
    ours = (first < len(ranks)) & (ranks[np.minimum(first, len(ranks) - 1)] >= 0)
    runs = Runs(row, indicator, municipality, period, table[:, 4], first, last).take(ours)
    return Runs(
        runs.row, runs.indicator, runs.municipality, runs.period, runs.value, ranks[runs.first], ranks[runs.last]
    )


def known_columns(indicator_ids: Sequence[int], rank_of_edition: Mapping[int, int]) -> list[KnownColumn]:
    """Which of the editions carried which of the indicators. One query."""
    rows = EditionColumn.objects.filter(edition__in=rank_of_edition, indicator__in=indicator_ids)
    return [
        KnownColumn(rank_of_edition[edition], indicator, period, unpacked_places(bytes(places)))
        for edition, indicator, period, places in rows.values_list("edition_id", "indicator_id", "period", "places")
    ]


def store_columns(columns: Sequence[KnownColumn], edition_of_rank: Mapping[int, int], everyone: Ints) -> None:
    """Remember which editions carried which columns, for which of `everyone` (ids of places)."""
    EditionColumn.objects.bulk_create(
        [
            EditionColumn(
                edition_id=edition_of_rank[column.edition],
                indicator_id=column.indicator,
                period=column.period,
                places=packed_places(everyone if column.municipalities is None else column.municipalities, everyone),
            )
            for column in columns
        ],
        update_conflicts=True,
        unique_fields=["edition", "indicator", "period"],
        update_fields=["places"],
        batch_size=500,
    )


def insert_runs(runs: Runs, edition_of_rank: Mapping[int, int]) -> None:
    """Store new runs; their `row` is ignored."""
    _require_door()
    if not len(runs):
        return
    ordered = runs.take(np.lexsort((runs.period, runs.indicator, runs.municipality)))
    first, last = _edition_ids(ordered, edition_of_rank)
    rows = _rows(ordered.indicator, ordered.municipality, ordered.period, ordered.value, first, last)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"COPY indicators_observation ({_COLUMNS}) FROM STDIN", rows)
        else:
            statement = f"INSERT INTO indicators_observation ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - constant
            _raw(cursor).executemany(statement, rows)


def move_ends(runs: Runs, edition_of_rank: Mapping[int, int]) -> None:
    """Give stored runs, known by `row`, the first and last editions they have in `runs`."""
    _require_door()
    if not len(runs):
        return
    first, last = _edition_ids(runs, edition_of_rank)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE TEMP TABLE moved_ends (id bigint, first int, last int) ON COMMIT DROP")
            _copy(cursor, "COPY moved_ends FROM STDIN", _rows(runs.row, first, last))
            cursor.execute(
                "UPDATE indicators_observation o SET first_edition_id = m.first, last_edition_id = m.last "
                "FROM moved_ends m WHERE o.id = m.id"
            )
            cursor.execute("DROP TABLE moved_ends")
        else:
            statement = "UPDATE indicators_observation SET first_edition_id = ?, last_edition_id = ? WHERE id = ?"
            _raw(cursor).executemany(statement, _rows(first, last, runs.row))


def delete_runs(rows: Ints) -> None:
    """Remove runs that a merge has joined with others; the figures they held stay in those."""
    _require_door()
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM indicators_observation WHERE id = %s", [(row,) for row in rows.tolist()])


def _edition_ids(runs: Runs, edition_of_rank: Mapping[int, int]) -> tuple[Ints, Ints]:
    ranks = np.array(sorted(edition_of_rank), dtype=np.int64)
    ids = np.array([edition_of_rank[rank] for rank in ranks.tolist()], dtype=np.int64)
    return ids[np.searchsorted(ranks, runs.first)], ids[np.searchsorted(ranks, runs.last)]


def _rows(*columns: Any) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def _copy(cursor: Any, statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """PostgreSQL's COPY in text form. Numbers alone are written, so nothing needs escaping."""
    with cursor.cursor.copy(statement) as copy:
        while block := "\n".join("\t".join(map(repr, row)) for row in islice(rows, _CHUNK)):
            copy.write(block + "\n")


def _raw(cursor: Any) -> Any:
    """The driver's own cursor: Django's would rewrite the statement for every row."""
    return cursor.cursor.connection.cursor()


def _require_door() -> None:
    """The driver's cursor passes the guard by, so the guard's question is asked here."""
    if guard.open_door() is None:
        raise WriteOutsideAction("observations written outside an action")
