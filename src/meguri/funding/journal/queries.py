"""The read side of funds: what each has by purpose and stage, its entries, its years. Fixed numbers of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from meguri.funding.journal.accounts import Kind, PurposeBalance, balances_of
from meguri.funding.journal.models import ClosedYear, Fund, JournalEntry, Posting, Purpose

Stage = JournalEntry.Stage


@dataclass(frozen=True, slots=True)
class Stages:
    """One purpose through the stages, in yen. `received`, `spent` and `returned` are sums of all years."""

    purpose: Purpose
    balance: PurposeBalance
    received: int = 0
    spent: int = 0
    returned: int = 0

    @property
    def otherwise(self) -> int:
        """What came or went by changes of purpose and as interest of loans."""
        return self.balance.kept - (self.received - self.spent - self.returned)


@dataclass(frozen=True, slots=True)
class FundSheet:
    """A fund with its purposes through the stages and the years that are closed."""

    fund: Fund
    purposes: Sequence[Stages]
    closed: Sequence[ClosedYear] = field(default_factory=list)

    @property
    def available(self) -> int:
        """What is left and can be used; what is out on loan is not."""
        return sum(one.balance.available for one in self.purposes)

    @property
    def received(self) -> int:
        return sum(one.received for one in self.purposes)

    @property
    def spent(self) -> int:
        return sum(one.spent for one in self.purposes)


def funds() -> QuerySet[Fund]:
    found: QuerySet[Fund] = Fund.objects.select_related("holder", "town__municipality")
    return found.order_by("closed_on", "name", "pk")


def fund_at(pk: int) -> Fund | None:
    """One fund with its holder. One query."""
    return funds().filter(pk=pk).first()


def sheets_of(wanted: Iterable[Fund]) -> dict[int, FundSheet]:
    """The sheets of these funds by number. Five queries."""
    given = list(wanted)
    purposes = list(Purpose.objects.filter(fund__in=given).select_related("project"))
    left, moved = balances_of(purposes), _moved(purposes)
    closed: dict[int, list[ClosedYear]] = defaultdict(list)
    for one in ClosedYear.objects.filter(fund__in=given):
        closed[one.fund_id].append(one)
    by_fund: dict[int, list[Stages]] = defaultdict(list)
    for purpose in purposes:
        by_fund[purpose.fund_id].append(Stages(purpose, left[purpose.pk], **moved.get(purpose.pk, {})))
    return {fund.pk: FundSheet(fund, by_fund[fund.pk], closed[fund.pk]) for fund in given}


def _moved(purposes: Sequence[Purpose]) -> dict[int, dict[str, int]]:
    """What was received, spent and returned of each purpose, in yen. One query."""
    signs = {Stage.RECEIVED: -1, Stage.SPENT: 1, Stage.RETURNED: 1}
    rows = (
        Posting.objects.filter(account__purpose__in=purposes, account__kind=Kind.PURPOSE, entry__stage__in=signs)
        .order_by()
        .values("account__purpose_id", "entry__stage")
        .annotate(sum=Sum("yen"))
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        stage = Stage(row["entry__stage"])
        found[row["account__purpose_id"]][stage.value] = signs[stage] * row["sum"]
    return found


def entries_of(fund: Fund | None = None, **wanted: object) -> QuerySet[JournalEntry]:
    """Entries, the newest first, of a fund, project, purpose, stage or fiscal year as far as given."""
    found: QuerySet[JournalEntry] = JournalEntry.objects.order_by("-on", "-id")
    if fund is not None:
        found = found.filter(fund=fund)
    by = {"purpose": "postings__account__purpose_id", "project": "project_id"}
    asked = Q(**{by.get(name, name): value for name, value in wanted.items() if value not in (None, "")})
    return found.filter(asked).distinct() if wanted.get("purpose") else found.filter(asked)


def entry_at(pk: UUID) -> JournalEntry | None:
    """One entry with all it names. One query; its postings are another."""
    found: JournalEntry | None = (
        JournalEntry.objects.filter(pk=pk)
        .select_related(
            "fund__holder", "project__town__municipality", "approved_by__organisation", "contract", "reverses",
            "reversed_by", "town__municipality",
        )
        .first()
    )  # fmt: skip
    return found


def amounts_of(entries: Iterable[JournalEntry]) -> dict[object, int]:
    """The yen that an entry moved: the sum of its debit side. One query."""
    wanted = [entry.pk for entry in entries]
    rows = Posting.objects.filter(entry__in=wanted, yen__gt=0).order_by().values("entry_id").annotate(sum=Sum("yen"))
    return {row["entry_id"]: row["sum"] for row in rows}


def years_of(fund: Fund) -> list[int]:
    """The fiscal years that have entries, the newest first. One query."""
    rows = JournalEntry.objects.filter(fund=fund).order_by("-fiscal_year")
    return list(rows.values_list("fiscal_year", flat=True).distinct())
