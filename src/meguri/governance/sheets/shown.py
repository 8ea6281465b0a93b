"""A plan as a page shows it: in words, row by row, the first so many of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meguri.core.tables.columns import Field, SheetKind
from meguri.core.tables.values import Value
from meguri.governance.sheets.chart_reorganise import FallsToNobody, falls_to_nobody
from meguri.governance.sheets.plan import PlanRow, SheetPlan, What
from meguri.governance.sheets.registry import import_of

SHOWN_ROWS = 20


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
    """旧 → 新: a post that ends, and what follows it; "" nobody."""

    old: str
    new: str


@dataclass(frozen=True)
class ShownPlan:
    """A whole plan in words."""

    plan: SheetPlan
    word: str | Promise
    parts: tuple[ShownPart, ...]
    on: date | None = None
    moves: tuple[ShownMove, ...] = ()
    nobody: tuple[FallsToNobody, ...] = ()


_WORDS = {
    What.NEW: (_("新しく入るもの"), "good"),
    What.CHANGED: (_("変わるもの"), "warn"),
    What.ABSENT: (_("このファイルにないもの"), "plain"),
}
_ENDING = _("終わるもの")


def shown_plan(plan: SheetPlan) -> ShownPlan:
    """Two queries for a reorganisation, none for other plans."""
    one = import_of(plan.kind)
    if one is None:
        raise LookupError(plan.kind)
    parts = tuple(_part(one.kind, plan, what) for what in _WORDS if plan.of(what))
    nobody = tuple(falls_to_nobody(plan)) if plan.on else ()
    return ShownPlan(plan, one.kind.word, parts, plan.on, tuple(_moves(plan)) if plan.on else (), nobody)


def _part(kind: SheetKind, plan: SheetPlan, what: What) -> ShownPart:
    rows = plan.of(what)
    word, mark = _WORDS[what]
    if what is What.ABSENT and plan.ends_absent:
        word, mark = _ENDING, "bad"
    shown = tuple(_row(kind, one) for one in rows[:SHOWN_ROWS])
    return ShownPart(what.value, word, mark, len(rows), shown)


def _row(kind: SheetKind, one: PlanRow) -> ShownRow:
    changes = tuple(
        ShownChange(kind.by_key[c.key].word, kind.by_key[c.key].show(c.old), kind.by_key[c.key].show(c.new))
        for c in one.changes
        if c.key in kind.by_key
    )
    says = tuple(_says(kind.out_fields, one.values)) if one.what is What.NEW else ()
    return ShownRow(one.name, one.row, changes, says)


def _says(fields: Sequence[Field], values: Mapping[str, Value]) -> list[tuple[str | Promise, str]]:
    return [(one.word, shown) for one in fields if (shown := one.show(values.get(one.key)))]


def _moves(plan: SheetPlan) -> list[ShownMove]:
    names: dict[int | None, str] = {one.row: one.name for one in plan.rows if one.row is not None}
    return [ShownMove(one.name, names.get(plan.moved.get(one.id or 0), "")) for one in plan.absent]
