"""The account of a fund for one fiscal year: by purpose what was there, came, went and is left; and its entries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.models import Fund, JournalEntry, Posting, Purpose

Stage = JournalEntry.Stage


@dataclass(frozen=True, slots=True)
class Account:
    """One purpose in one year, in yen. `moved`: from other purposes less to them, with interest earned."""

    name: str
    opening: int
    received: int
    spent: int
    returned: int
    moved: int

    @property
    def closing(self) -> int:
        return self.opening + self.received - self.spent - self.returned + self.moved

    @property
    def amounts(self) -> tuple[int, ...]:
        return self.opening, self.received, self.spent, self.returned, self.moved, self.closing


def account_of_year(fund: Fund, fiscal_year: int) -> list[Account]:
    """By purpose, in the order of the fund. Three queries."""
    postings = Posting.objects.filter(account__fund=fund, account__kind=Kind.PURPOSE).order_by()
    before = dict(
        postings.filter(entry__fiscal_year__lt=fiscal_year).values_list("account__purpose_id").annotate(yen=-Sum("yen"))
    )
    rows = (
        postings.filter(entry__fiscal_year=fiscal_year)
        .values_list("account__purpose_id", "entry__stage")
        .annotate(yen=-Sum("yen"))
    )
    moved: dict[tuple[int, str], int] = {(purpose, stage): yen for purpose, stage, yen in rows}
    return [
        Account(
            name=one.name,
            opening=before.get(one.pk, 0),
            received=moved.get((one.pk, Stage.RECEIVED), 0),
            spent=-moved.get((one.pk, Stage.SPENT), 0),
            returned=-moved.get((one.pk, Stage.RETURNED), 0),
            moved=moved.get((one.pk, Stage.MOVED), 0),
        )
        for one in Purpose.objects.filter(fund=fund)
    ]


def summed(accounts: Sequence[Account]) -> Account:
    """All purposes of the fund together."""
    columns = [sum(yen) for yen in zip(*(one.amounts[:5] for one in accounts), strict=True)] or [0] * 5
    return Account("合計", *columns)


def entries_of_year(fund: Fund, fiscal_year: int, most: int) -> list[JournalEntry]:
    """The entries of money that moved, by date, at most so many. One query."""
    found = JournalEntry.objects.filter(fund=fund, fiscal_year=fiscal_year).exclude(
        stage__in=[Stage.PLANNED, Stage.COMMITTED]
    )
    related = found.select_related("project", "approved_by__organisation", "contract")
    return list(related.order_by("on", "pk")[:most])
