"""A plan as a page shows it: in words, row by row, the first so many of each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meguri.core.tables.columns import Field, SheetKind
from meguri.core.tables.values import Value
from meguri.governance.sheets.chart_reorganise import FallsToNobody, falls_to_nobody, handed_over
from meguri.governance.sheets.plan import PlanRow, SheetPlan, What
from meguri.governance.sheets.registry import SheetImport, import_of

SHOWN_ROWS = 20
TOTALS = "totals"
"""Under this key a drafted plan keeps the sums before and after it, in words, as JSON."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field: its word, what stands, what the file says."""

    word: str | Promise
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: what it is called, what changes in it, or what it says."""

    name: str
    row: int | None
    changes: tuple[ShownChange, ...]
    says: tuple[tuple[str | Promise, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPart:
    """The rows of one sort: their word, how they are marked, how many, the first of them."""

    what: str
    word: str | Promise
    mark: str
    count: int
    rows: tuple[ShownRow, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class ShownMove:
    """旧 → 新: a post that ends, what follows it ("" nobody), and what it hands over."""

    old: str
    new: str
    hands: FallsToNobody | None = None


@dataclass(frozen=True)
class ShownPlan:
    """A whole plan in words."""

    plan: SheetPlan
    word: str | Promise
    parts: tuple[ShownPart, ...]
    on: date | None = None
    moves: tuple[ShownMove, ...] = ()
    nobody: tuple[FallsToNobody, ...] = ()
    totals: tuple[ShownChange, ...] = ()


_WORDS = {
    What.NEW: (_("新しく入るもの"), "good"),
    What.CHANGED: (_("変わるもの"), "warn"),
    What.ABSENT: (_("このファイルにないもの"), "plain"),
}
_ENDING = _("終わるもの")


def shown_plan(plan: SheetPlan) -> ShownPlan:
    """Four queries for a reorganisation, none for other plans."""
    one = import_of(plan.kind)
    if one is None:
        raise LookupError(plan.kind)
    order = (What.ABSENT, What.NEW, What.CHANGED) if plan.ends_absent else tuple(_WORDS)
    parts = tuple(_part(one.kind, plan, what) for what in order if plan.of(what))
    nobody = tuple(falls_to_nobody(plan)) if plan.on else ()
    moves = tuple(_moves(plan)) if plan.on else ()
    return ShownPlan(plan, one.kind.word, parts, plan.on, moves, nobody, _totals(one, plan))


def _totals(one: SheetImport, plan: SheetPlan) -> tuple[ShownChange, ...]:
    """As they were when the plan was made: a draft keeps them, since it holds only what changes."""
    if TOTALS in plan.asked:
        kept = json.loads(str(plan.asked[TOTALS]))
        return tuple(ShownChange(str(word), str(before), str(after)) for word, before, after in kept)
    return tuple(ShownChange(total.word, total.before_words, total.after_words) for total in one.totals(plan))


def _part(kind: SheetKind, plan: SheetPlan, what: What) -> ShownPart:
    rows = plan.of(what)
    word, mark = _WORDS[what]
    if what is What.ABSENT and plan.ends_absent:
        word, mark = _ENDING, "bad"
    shown = tuple(_row(kind, one) for one in rows[:SHOWN_ROWS])
    return ShownPart(what.value, word, mark, len(rows), shown)


def _row(kind: SheetKind, one: PlanRow) -> ShownRow:
    changes = shown_changes(kind, one)
    says = tuple(_says(kind.out_fields, one.values)) if one.what is What.NEW else ()
    return ShownRow(one.name, one.row, changes, says)


def shown_changes(kind: SheetKind, one: PlanRow) -> tuple[ShownChange, ...]:
    """What changes in a row, in words."""
    return tuple(
        ShownChange(kind.by_key[c.key].word, kind.by_key[c.key].show(c.old), kind.by_key[c.key].show(c.new))
        for c in one.changes
        if c.key in kind.by_key
    )


def _says(fields: Sequence[Field], values: Mapping[str, Value]) -> list[tuple[str | Promise, str]]:
    return [(one.word, shown) for one in fields if (shown := one.show(values.get(one.key)))]


def _moves(plan: SheetPlan) -> list[ShownMove]:
    names: dict[int | None, str] = {one.row: one.name for one in plan.rows if one.row is not None}
    hands = handed_over(plan)
    return [
        ShownMove(one.name, names.get(plan.moved.get(one.id or 0), ""), hands.get(one.id)) for one in plan.absent
    ]
