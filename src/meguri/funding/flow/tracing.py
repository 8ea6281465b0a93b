"""Follows yen through the purposes of the journal: what `first_in_first_out.follow` asks, answered by number lines."""

from collections.abc import Iterable, Iterator, Sequence

from meguri.funding.flow.first_in_first_out import Onward, Outgoing, Stretch, lay, overlaps
from meguri.funding.flow.number_line import Laid, PurposeLines
from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.models import JournalEntry, Posting


class JournalBook:
    """The journal as a book of outgoings. For each hop a fixed number of queries for each stretch asked about."""

    def __init__(self) -> None:
        self._lines: dict[int, PurposeLines] = {}
        self._received_at: dict[tuple[int, int], int] = {}

    def lines(self, purposes: Iterable[int]) -> dict[int, PurposeLines]:
        lacking = {purpose for purpose in purposes} - self._lines.keys()
        if lacking:
            self._lines |= PurposeLines.of(sorted(lacking))
        return self._lines

    def receipts(self, entry: JournalEntry) -> list[Stretch[int]]:
        """Where the yen that an entry brought lie, by purpose; none for an entry that was taken back."""
        rows = _purpose_rows([entry.pk])
        return [self._receipt(purpose, posting, -yen) for posting, _entry, purpose, _kind, yen in rows if yen < 0]

    def outgoings(self, stretches: Sequence[Stretch[int]]) -> list[Outgoing[int]]:
        """As `Book` says."""
        lines = self.lines(one.queue for one in stretches)
        laid: dict[tuple[int, int], Laid] = {}
        for one in stretches:
            known = self._received_at.get((one.queue, one.start), 0)
            for found in lines[one.queue].outgoings.from_yen(one.start, one.end, known):
                laid[one.queue, found.posting] = found
        onward = self._onward({posting for _queue, posting in laid})
        return [
            Outgoing(found.posting, queue, found.start, found.end, tuple(onward.get(found.posting, ())))
            for (queue, _posting), found in sorted(laid.items())
        ]

    def _receipt(self, purpose: int, posting: int, yen: int) -> Stretch[int]:
        found = self.lines([purpose])[purpose].receipt(posting, yen)
        self._received_at[purpose, found.start] = posting
        return found

    def _onward(self, postings: set[int]) -> dict[int, list[Onward[int]]]:
        """Where moved and lent money came in again, by the posting by which it went out."""
        moved = Posting.objects.filter(pk__in=postings, entry__stage=JournalEntry.Stage.MOVED)
        entries = set(moved.values_list("entry_id", flat=True))
        by_entry: dict[object, list[tuple[int, object, int, str, int]]] = {}
        for row in _purpose_rows(entries) if entries else ():
            by_entry.setdefault(row[1], []).append(row)
        found: dict[int, list[Onward[int]]] = {}
        for rows in by_entry.values():
            for posting, onward in (*self._moved(rows), *self._repaid(rows)):
                if posting in postings:
                    found.setdefault(posting, []).append(onward)
        return found

    def _moved(self, rows: Sequence[tuple[int, object, int, str, int]]) -> Iterator[tuple[int, Onward[int]]]:
        """Within one entry, what left one purpose came into another, in the order of its postings."""
        of_purposes = [row for row in rows if row[3] == Kind.PURPOSE]
        out = list(lay((row[0], row[4]) for row in of_purposes if row[4] > 0))
        into = list(lay((row[0], -row[4]) for row in of_purposes if row[4] < 0))
        starts_out, starts_in = ({key: start for key, start, _end in line} for line in (out, into))
        receipts = {row[0]: self._receipt(row[2], row[0], -row[4]) for row in of_purposes if row[4] < 0}
        for gone, came, start, end in overlaps(out, into):
            piece = receipts[came].cut(start - starts_in[came], end - starts_in[came])
            yield gone, Onward(start - starts_out[gone], end - starts_out[gone], piece)

    def _repaid(self, rows: Sequence[tuple[int, object, int, str, int]]) -> Iterator[tuple[int, Onward[int]]]:
        """What was lent first is repaid first, and is there again for the purpose."""
        for posting, _entry, purpose, kind, yen in rows:
            if kind != Kind.LENT or yen < 0:
                continue
            lines = self.lines([purpose])[purpose]
            start = lines.loans.yen(0, posting - 1)
            for back in lines.repayments.from_yen(start, start + yen):
                first, last = max(back.start, start), min(back.end, start + yen)
                receipt = self._receipt(purpose, back.posting, back.end - back.start)
                piece = receipt.cut(first - back.start, last - back.start)
                yield posting, Onward(first - start, last - start, piece)


def _purpose_rows(entries: Iterable[object]) -> list[tuple[int, object, int, str, int]]:
    """(posting, entry, purpose, kind, yen) on the accounts of purposes. One query."""
    rows = Posting.objects.filter(entry__in=list(entries), account__kind__in=[Kind.PURPOSE, Kind.LENT]).order_by("pk")
    return list(rows.values_list("pk", "entry_id", "account__purpose_id", "account__kind", "yen"))
