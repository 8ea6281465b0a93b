"""Where the objects of a walk stand in its picture: columns by station, rows so that few links cross. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """Column from the left, row from the top of that column; both from 0."""

    column: int
    row: int


def lay_out(columns: Sequence[Sequence[int]], links: Iterable[tuple[int, int]]) -> dict[int, Spot]:
    """A spot for every object. `columns` hold ids in any order; `links` are pairs of ids in either direction.

    The barycentre heuristic (Sugiyama, Tagawa and Toda 1981): each column in turn is sorted by the mean height of what
    its objects are linked with, to and fro; of all orders tried, the one with the fewest crossings stays.
    """
    links = [(one, other) for one, other in links if one != other]
    tied = _tied(links)
    order = [list(column) for column in columns]
    best, fewest = spots(order), crossings(spots(order), links)
    for sweep in range(SWEEPS):
        turn = range(len(order)) if sweep % 2 == 0 else range(len(order) - 1, -1, -1)
        for index in turn:
            _sort(order, index, tied)
        tried = spots(order)
        if (count := crossings(tried, links)) < fewest:
            best, fewest = tried, count
        if not fewest:
            break
    return best


def spots(order: Sequence[Sequence[int]]) -> dict[int, Spot]:
    return {one: Spot(column, row) for column, ids in enumerate(order) for row, one in enumerate(ids)}


def crossings(at: Mapping[int, Spot], links: Iterable[tuple[int, int]]) -> int:
    """How many pairs of links between the same two columns cross."""
    by_columns: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one, other in links:
        left, right = sorted((at[one], at[other]), key=lambda spot: spot.column)
        if left.column != right.column:
            by_columns.setdefault((left.column, right.column), []).append((left.row, right.row))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0 for pairs in by_columns.values() for a, b in combinations(set(pairs), 2)
    )


def _tied(links: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    tied: dict[int, list[int]] = {}
    for one, other in links:
        tied.setdefault(one, []).append(other)
        tied.setdefault(other, []).append(one)
    return tied


def _sort(order: list[list[int]], index: int, tied: Mapping[int, Sequence[int]]) -> None:
    """Sort one column by the heights of what it is linked with; heights are parts of a column, from 0 to 1."""
    others = [ids for column, ids in enumerate(order) if column != index]
    height = {one: (row + 0.5) / len(ids) for ids in others for row, one in enumerate(ids)}

    def mean(one: int) -> float:
        found = [height[other] for other in tied.get(one, ()) if other in height]
        return sum(found) / len(found) if found else (order_before[one] + 0.5) / len(order_before)

    order_before = {one: row for row, one in enumerate(order[index])}
    order[index] = sorted(order[index], key=mean)
