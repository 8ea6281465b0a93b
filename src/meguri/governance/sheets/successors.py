"""What follows what in a reorganisation: the post that goes on with the work of one that ends. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meguri.core.text import search_key
from meguri.governance.sheets.plan import PlanRow, SheetPlan


class Why(StrEnum):
    """By what a successor was recognised."""

    TOLD = "told"
    PHONE = "phone"
    DUTIES = "duties"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Successor:
    """An ending post and the row of the file that follows it; None: nobody, what it answers for falls to nobody."""

    old: PlanRow
    new: PlanRow | None
    why: Why | None


_SIGNS: tuple[tuple[Why, tuple[str, ...]], ...] = (
    (Why.PHONE, ("phone", "extension", "post")),
    (Why.PHONE, ("phone", "extension")),
    (Why.DUTIES, ("duties",)),
)


def successors(plan: SheetPlan, told: Mapping[int, int | None]) -> list[Successor]:
    """For each ending post what follows it. `told`: {id of the post: row of the file, or None for nobody}."""
    by_row = {one.row: one for one in plan.rows if one.row is not None}
    found: dict[int, Successor] = {}
    for old in plan.absent:
        if old.id in told:
            row = told[old.id or 0]
            new = by_row.get(row) if row is not None else None
            found[old.id or 0] = Successor(old, new, Why.TOLD)
    for why, fields in _SIGNS:
        left = _unique(fields, (one for one in plan.absent if one.id not in found))
        taken = {one.new.row for one in found.values() if one.new}
        candidates = _unique(fields, (one for one in plan.new if one.row not in taken))
        for key, old in left.items():
            if key in candidates:
                found[old.id or 0] = Successor(old, candidates[key], why)
    return [found.get(old.id or 0, Successor(old, None, None)) for old in plan.absent]


def _unique(fields: Sequence[str], rows: Iterable[PlanRow]) -> dict[tuple[str, ...], PlanRow]:
    """Rows by what these fields say, where the first says something and no other row says the same."""
    found: dict[tuple[str, ...], list[PlanRow]] = {}
    for row in rows:
        key = tuple(search_key(str(row.values.get(one) or "")) for one in fields)
        if key[0]:
            found.setdefault(key, []).append(row)
    return {key: ones[0] for key, ones in found.items() if len(ones) == 1}


def moved_as_told(plan: SheetPlan, on: date, told: Mapping[int, int | None]) -> SheetPlan:
    """The plan as a reorganisation on a day, with what follows what."""
    moved = {one.old.id: one.new.row for one in successors(plan, told) if one.new is not None}
    return plan.starting(on, {old: new for old, new in moved.items() if old is not None and new is not None})
