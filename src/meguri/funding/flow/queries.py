"""1円の行き先: where the yen of one receipt are now. The same for the giver's page, the papers and the open data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from meguri.funding.flow.first_in_first_out import Part, follow
from meguri.funding.flow.tracing import JournalBook
from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.models import JournalEntry, Posting, Purpose
from meguri.projects.models import Project

Stage = JournalEntry.Stage


class Where(Enum):
    """What became of yen."""

    SPENT = "spent"
    RETURNED = "returned"
    LENT = "lent"
    MOVED = "moved"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Use:
    """`yen` of the receipt went out of `purpose` by this entry."""

    where: Where
    purpose: Purpose
    entry: JournalEntry
    yen: int


@dataclass(frozen=True, slots=True)
class Kept:
    """`yen` of the receipt are still there for `purpose`."""

    purpose: Purpose
    yen: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What of the receipt a project has spent, with the entries in the order of booking."""

    project: Project | None
    yen: int
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class WhereItWent:
    """Every yen of a receipt in exactly one place. `received` is 0 for one that was taken back."""

    entry: JournalEntry
    received: int
    uses: tuple[Use, ...]
    kept: tuple[Kept, ...]

    def yen(self, where: Where) -> int:
        if where is Where.KEPT:
            return sum(one.yen for one in self.kept)
        return sum(one.yen for one in self.uses if one.where is where)

    @property
    def projects(self) -> list[Spent]:
        """By project, the most yen first; None: an imported expense that names none."""
        return _by_project([one for one in self.uses if one.where is Where.SPENT])


def where_it_went(entry: JournalEntry) -> WhereItWent:
    """Where the yen that `entry` brought are now. A fixed number of queries for each purpose they passed through."""
    book = JournalBook()
    stretches = book.receipts(entry)
    parts = follow(book, stretches)
    purposes = {
        one.pk: one
        for one in Purpose.objects.filter(pk__in={part.queue for part in parts}).select_related("fund", "project")
    }
    return WhereItWent(
        entry=entry,
        received=sum(one.yen for one in stretches),
        uses=tuple(_uses([part for part in parts if part.key is not None], purposes)),
        kept=tuple(_kept([part for part in parts if part.key is None], purposes)),
    )


def _uses(parts: Sequence[Part[int]], purposes: dict[int, Purpose]) -> list[Use]:
    """In the order of booking, each outgoing once for each purpose. One query."""
    yen: dict[tuple[int, int], int] = {}
    for part in parts:
        if part.key is not None:
            yen[part.key, part.queue] = yen.get((part.key, part.queue), 0) + part.yen
    related = ("account", "entry__project__town__municipality", "entry__approved_by", "entry__contract")
    postings = Posting.objects.select_related(*related).in_bulk({key for key, _queue in yen})
    return [
        Use(_where(postings[key]), purposes[queue], postings[key].entry, amount)
        for (key, queue), amount in sorted(yen.items())
    ]


def _where(posting: Posting) -> Where:
    if posting.account.kind == Kind.LENT:
        return Where.LENT
    known = {Stage.SPENT.value: Where.SPENT, Stage.RETURNED.value: Where.RETURNED}
    return known.get(posting.entry.stage, Where.MOVED)


def _kept(parts: Iterable[Part[int]], purposes: dict[int, Purpose]) -> list[Kept]:
    yen: dict[int, int] = {}
    for part in parts:
        yen[part.queue] = yen.get(part.queue, 0) + part.yen
    return [Kept(purposes[queue], amount) for queue, amount in sorted(yen.items())]


def _by_project(uses: Sequence[Use]) -> list[Spent]:
    found: dict[int | None, list[Use]] = {}
    for one in uses:
        found.setdefault(one.entry.project_id, []).append(one)
    spent = [Spent(some[0].entry.project, sum(one.yen for one in some), tuple(some)) for some in found.values()]
    return sorted(spent, key=lambda one: (-one.yen, one.project.pk if one.project else 0))
