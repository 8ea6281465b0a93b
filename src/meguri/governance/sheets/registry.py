"""The one place where slices tell which sheets of a town they take in: each registers its kind once, when it is ready.

    register(SheetImport(UNDERTAKINGS, standing=…, apply=…, gaps=…, position=2))

Everything else — laying out, mapping, the comparison, the pages, 決裁, Excel out — is the same for all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meguri.core.actor import Actor
from meguri.core.tables.columns import SheetKind
from meguri.core.tables.filling import Reading
from meguri.governance.sheets.plan import SheetPlan, Standing
from meguri.towns.models import Station

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that lacks in the town: how many, in a sentence that has the count in it, and where to fill it."""

    count: int
    sentence: "str | StrPromise"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of what stands, and what it would be after a plan; both also in words."""

    word: "str | StrPromise"
    before: int
    after: int
    before_words: str
    after_words: str


def _no_totals(plan: SheetPlan) -> Sequence[Total]:
    return ()


def _nothing_more(reading: Reading) -> None:
    """The rows as they were read."""


def _no_gaps() -> list[Gap]:
    return []


def _nobody(plan: SheetPlan) -> Sequence[int]:
    return ()


def _no_sum(plan: SheetPlan) -> int | None:
    return None


def _no_choices() -> Mapping[str, Sequence[str]]:
    return {}


@dataclass(frozen=True)
class SheetImport:
    """A kind of sheet and what its slice does with it. All run in the scope of the active town.

    `prepare(reading)` changes the rows as read, in place: makes paths of names, splits, checks; adds to the report.
    `standing(asked)` gives all that stands, as rows of the sheet, in a fixed number of queries; `asked` holds what the
    file says once for all (a fiscal year), and is empty when the whole is to go out.
    `apply(actor, plan)` writes what the plan says, inside the act, with `tell`; returns counts for the record.
    `gaps()`: what lacks. `choices()`: words offered in Excel, by field. `ends_absent`: what is not in the file ends,
    else it stays. `filled`: how many of it the town has (for the steps of the start). `compare(kind, reading, digest)`
    makes the plan where a kind compares in its own way; None: `make_plan`. `reorganises`: it takes an effective date.
    `totals(plan)`: the sums by which a person sees what a plan does.
    `totals(plan)`: the sums by which a person sees what a plan does.
    `losing(plan)`: ids of posts that would lose what they answer for; they approve a draft of it first. `yen(plan)`:
    the largest sum in it, and `routed_as` the kind of draft whose route it goes: many rows at once go the way that the
    strictest of them would go alone.
    `station`: the station of the ring that a town begins to use by bringing it.
    """

    kind: SheetKind
    standing: Callable[[Mapping[str, object]], Sequence[Standing]]
    apply: Callable[[Actor, SheetPlan], Mapping[str, int]]
    filled: Callable[[], int]
    prepare: Callable[[Reading], None] = _nothing_more
    gaps: Callable[[], Sequence[Gap]] = _no_gaps
    choices: Callable[[], Mapping[str, Sequence[str]]] = _no_choices
    compare: Callable[[SheetKind, Reading, str], SheetPlan] | None = None
    ends_absent: bool = False
    reorganises: Callable[[Actor, SheetPlan], Mapping[str, int]] | None = None
    station: Station | None = None
    losing: Callable[[SheetPlan], Sequence[int]] = _nobody
    yen: Callable[[SheetPlan], int | None] = _no_sum
    routed_as: str = ""
    totals: Callable[[SheetPlan], Sequence[Total]] = _no_totals
    position: int = 0


_imports: dict[str, SheetImport] = {}


def register(one: SheetImport) -> SheetImport:
    """Declare what a slice takes in; once, when it is ready."""
    _imports[one.kind.key] = one
    return one


def all_imports() -> list[SheetImport]:
    """In the order in which a town brings them."""
    return sorted(_imports.values(), key=lambda one: one.position)


def import_of(key: str) -> SheetImport | None:
    return _imports.get(key)


def all_kinds() -> list[SheetKind]:
    return [one.kind for one in all_imports()]
