"""Where the money of one project came from: its expenses beside the receipts that came first."""

from collections.abc import Iterator
from dataclasses import dataclass

from meguri.core.batches import batches
from meguri.funding.flow.first_in_first_out import lay, overlaps
from meguri.funding.flow.number_line import PurposeLines
from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.models import JournalEntry, Posting, Purpose
from meguri.projects.models import Project


@dataclass(frozen=True, slots=True)
class Source:
    """Yen of a project's expenses that came to a purpose by one way; "": moved from another purpose."""

    purpose: Purpose
    way: str
    yen: int


def sources_of(project: Project) -> list[Source]:
    """The most yen first. Reads the books of the purposes that spent on the project once through."""
    spent = Posting.objects.filter(
        entry__project=project, entry__stage=JournalEntry.Stage.SPENT, account__kind=Kind.PURPOSE, yen__gt=0
    )
    of_purpose: dict[int, set[int]] = {}
    for posting, purpose in spent.order_by().values_list("pk", "account__purpose_id"):
        of_purpose.setdefault(purpose, set()).add(posting)
    purposes = Purpose.objects.select_related("fund").in_bulk(of_purpose)
    lines = PurposeLines.of(sorted(of_purpose))
    found = [one for pk, ids in of_purpose.items() for one in _of_purpose(purposes[pk], lines[pk], ids)]
    return sorted(found, key=lambda one: (-one.yen, one.purpose.pk, one.way))


def _of_purpose(purpose: Purpose, lines: PurposeLines, expenses: set[int]) -> Iterator[Source]:
    paid: dict[int, int] = {}
    outgoings = [one for one in lay(lines.outgoings.all()) if one[0] in expenses]
    for receipt, _expense, start, end in overlaps(list(lay(lines.receipts.all())), outgoings):
        paid[receipt] = paid.get(receipt, 0) + end - start
    by_way: dict[str, int] = {}
    for posting, way in _ways(list(paid)):
        by_way[way] = by_way.get(way, 0) + paid[posting]
    for way, yen in by_way.items():
        yield Source(purpose, way, yen)


def _ways(postings: list[int]) -> Iterator[tuple[int, str]]:
    for some in batches(postings):
        rows = Posting.objects.filter(pk__in=some).order_by()
        yield from rows.values_list("pk", "entry__way")
