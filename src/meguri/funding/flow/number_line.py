"""The number line of a purpose's money, read from the journal without reading its whole history.

Sums over the index `balance_of_an_account` say how much came in before a receipt; from there the outgoings that its
yen paid are sought forward in steps that double, and then halved: what is read grows with how long the money lay there,
not with the age of the books. Postings of a reversed entry and of its reversal are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import Q

from meguri.funding.flow.first_in_first_out import Stretch
from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.models import Account, JournalEntry, Posting

FIRST_STEP = 4096
ROWS_AT_ONCE = 500
_POSTING = Posting._meta.db_table
_NO_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Laid:
    """A posting as it lies on a number line, in yen above zero."""

    posting: int
    start: int
    end: int


@dataclass
class NumberLine:
    """Receipts (credits) or outgoings (debits) of some accounts, one after the other. `skipped`: (posting, yen)."""

    accounts: tuple[int, ...]
    skipped: tuple[tuple[int, int], ...]
    sign: int
    """1: debits, which go out of a purpose; -1: credits, which come in."""
    _skipped_ids: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self._skipped_ids = frozenset(posting for posting, _yen in self.skipped)

    def yen(self, after: int, upto: int) -> int:
        """The sum of the postings in (after, upto]. One query, answered from the index alone."""
        total = int(_one(self._select("COALESCE(SUM(yen), 0)", "AND id > %s AND id <= %s"), [after, upto]) or 0)
        left_out = sum(yen for at, yen in self.skipped if after < at <= upto and yen * self.sign > 0)
        return (total - left_out) * self.sign

    def last(self) -> int:
        return int(_one(self._select("COALESCE(MAX(id), 0)", ""), []) or 0)

    def from_yen(self, start: int, end: int, known: int = 0) -> list[Laid]:
        """The postings that overlap the yen [start, end). `known`: a posting up to which less or as much is likely."""
        at, before = self._seek(start, known)
        found = []
        for posting, yen in self._rows(at):
            if before >= end:
                break
            if before + yen > start:
                found.append(Laid(posting, before, before + yen))
            before += yen
        return found

    def all(self) -> Iterator[tuple[int, int]]:
        """Every posting with its yen, in the order of booking."""
        return self._rows(0)

    def _seek(self, target: int, known: int) -> tuple[int, int]:
        """A posting, and the sum up to it, that is close to the yen `target` and not beyond it."""
        low, before, step, last = known, self.yen(0, known) if known else 0, FIRST_STEP, self.last()
        if before > target:
            low, before = 0, 0
        while low < last and before + (more := self.yen(low, low + step)) <= target:
            low, before, step = low + step, before + more, step * 2
        high = low + step
        while high - low > FIRST_STEP:
            middle = (low + high) // 2
            more = self.yen(low, middle)
            if before + more > target:
                high = middle
            else:
                low, before = middle, before + more
        return low, before

    def _rows(self, after: int) -> Iterator[tuple[int, int]]:
        while True:
            rows = _all(self._select("id, yen", "AND id > %s ORDER BY id LIMIT %s"), [after, ROWS_AT_ONCE])
            for posting, yen in rows:
                if posting not in self._skipped_ids:
                    yield posting, yen * self.sign
            if len(rows) < ROWS_AT_ONCE:
                return
            after = rows[-1][0]

    def _select(self, what: str, more: str) -> str:
        accounts = ", ".join(str(int(one)) for one in self.accounts)
        side = "> 0" if self.sign > 0 else "< 0"
        return f"SELECT {what} FROM {_POSTING} WHERE account_id IN ({accounts}) AND yen {side} {more}"  # noqa: S608  # numbers of our own


@dataclass(frozen=True)
class PurposeLines:
    """What came into a purpose and what went out of it; money lent goes out, and comes in as it is repaid."""

    purpose: int
    receipts: NumberLine
    outgoings: NumberLine
    loans: NumberLine
    repayments: NumberLine

    @classmethod
    def of(cls, purposes: Sequence[int]) -> "dict[int, PurposeLines]":
        """By purpose. Three queries for any number of purposes."""
        accounts = Account.objects.filter(purpose__in=purposes, kind__in=[Kind.PURPOSE, Kind.LENT])
        by_purpose: dict[int, dict[str, int]] = {}
        for pk, purpose, kind in accounts.values_list("pk", "purpose_id", "kind"):
            by_purpose.setdefault(purpose, {})[kind] = pk
        skipped = _taken_back([pk for both in by_purpose.values() for pk in both.values()])
        return {purpose: cls._of(purpose, both, skipped) for purpose, both in by_purpose.items()}

    @classmethod
    def _of(cls, purpose: int, accounts: dict[str, int], skipped: dict[int, list[tuple[int, int]]]) -> "PurposeLines":
        lent = (accounts[Kind.LENT],)
        both = tuple(accounts.values()) if _is_used(lent[0]) else (accounts[Kind.PURPOSE],)
        of_both = tuple(one for account in both for one in skipped.get(account, []))
        of_lent = tuple(skipped.get(lent[0], []))
        return cls(
            purpose,
            receipts=NumberLine(both, of_both, -1),
            outgoings=NumberLine(both, of_both, 1),
            loans=NumberLine(lent, of_lent, 1),
            repayments=NumberLine(lent, of_lent, -1),
        )

    def is_taken_back(self, posting: int) -> bool:
        return any(posting == one for one, _yen in (*self.receipts.skipped, *self.loans.skipped))

    def receipt(self, posting: int, yen: int) -> Stretch[int]:
        """Where a receipt lies; an empty stretch where it was taken back."""
        start = self.receipts.yen(0, posting - 1)
        return Stretch(self.purpose, start, start if self.is_taken_back(posting) else start + yen)


def _taken_back(accounts: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Postings (number, yen) of reversed entries and of their reversals, by account. Two queries."""
    pairs = JournalEntry.objects.filter(reverses__gt=_NO_ID).order_by().values_list("pk", "reverses_id")
    entries = [entry for pair in pairs for entry in pair]
    found: dict[int, list[tuple[int, int]]] = {}
    if entries:
        rows = Posting.objects.filter(Q(entry__in=entries), account__in=accounts).order_by("pk")
        for account, posting, yen in rows.values_list("account_id", "pk", "yen"):
            found.setdefault(account, []).append((posting, yen))
    return found


def _is_used(account: int) -> bool:
    return bool(_one(f"SELECT 1 FROM {_POSTING} WHERE account_id = %s LIMIT 1", [account]))  # noqa: S608  # the table's own name


def _one(statement: str, given: list[int]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
    return row[0] if row else None


def _all(statement: str, given: list[int]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
