"""A flow as a table: what page, picture, CSV and papers are all made from. Free of Django; yen are integers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

MOST_ENDS = 12
"""More ends than these are not read in a picture: the smallest go together."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that yen pass: its key in its column, its name and page; `tone`: "" used, "kept" still there, "back"."""

    key: str
    name: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class FlowRow:
    """Yen and the places they passed, one for each column."""

    path: tuple[Place, ...]
    yen: int


@dataclass(frozen=True, slots=True)
class FlowTable:
    """`columns`: what each place of a path is called. The rows hold every yen once."""

    columns: tuple[str, ...]
    rows: tuple[FlowRow, ...]

    @property
    def yen(self) -> int:
        return sum(row.yen for row in self.rows)

    @property
    def telling(self) -> tuple[int, ...]:
        """The columns in which the rows differ; the last where they all pass the same places."""
        many = [at for at in range(len(self.columns)) if len({row.path[at].key for row in self.rows}) > 1]
        return tuple(many) or (len(self.columns) - 1,)

    @property
    def places(self) -> dict[tuple[int, str], Place]:
        """By column and key."""
        return {(at, place.key): place for row in self.rows for at, place in enumerate(row.path)}


def flow_table(columns: Sequence[str], rows: Iterable[FlowRow]) -> FlowTable:
    """Rows of the same path are added up; the largest come first, what is still there last."""
    found: dict[tuple[str, ...], FlowRow] = {}
    for row in rows:
        key = tuple(place.key for place in row.path)
        before = found.get(key)
        found[key] = replace(row, yen=row.yen + before.yen) if before else row
    kept = [row for row in found.values() if row.yen > 0]
    return FlowTable(tuple(columns), tuple(sorted(kept, key=_order)))


def folded(table: FlowTable, rest: str, most: int = MOST_ENDS) -> FlowTable:
    """At most so many rows: the smallest of them under one name, in the column where they part."""
    if len(table.rows) <= most:
        return table
    largest = sorted(table.rows, key=lambda row: (row.path[-1].tone == "", -row.yen))[: most - 1]
    small = [row for row in table.rows if row not in largest]
    together = [FlowRow((*row.path[:-1], Place("rest", rest)), row.yen) for row in small]
    return flow_table(table.columns, [*largest, *together])


def _order(row: FlowRow) -> tuple[bool, int, tuple[str, ...]]:
    return row.path[-1].tone != "", -row.yen, tuple(place.key for place in row.path)


def shares(amounts: Sequence[int], whole: int) -> list[int]:
    """`whole` yen divided as `amounts` are, to the yen, by the largest remainder; a tie goes to the earlier.

    All are 0 where there is nothing to divide by; amounts below zero are refused with ValueError.
    """
    if any(amount < 0 for amount in amounts):
        raise ValueError("a share of less than nothing")
    total = sum(amounts)
    if not total:
        return [0 for _amount in amounts]
    found = [amount * whole // total for amount in amounts]
    by_rest = sorted(range(len(amounts)), key=lambda at: (-(amounts[at] * whole % total), at))
    for at in by_rest[: whole - sum(found)]:
        found[at] += 1
    return found
