"""The accounts that a fund and each of its purposes have, and what stands on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from meguri.funding.journal.models import Account, Fund, Posting, Purpose
from meguri.projects.models import Project

Kind = Account.Kind
OF_A_FUND = (Kind.CASH, Kind.PLANNED_CONTRA, Kind.COMMITTED_CONTRA)
OF_A_PURPOSE = (Kind.PURPOSE, Kind.LENT, Kind.PLANNED, Kind.COMMITTED)


@dataclass(frozen=True, slots=True)
class PurposeBalance:
    """What a purpose has, in yen: `kept`, of which `lent` is out on loan; `planned` and `committed` are to come."""

    kept: int = 0
    lent: int = 0
    planned: int = 0
    committed: int = 0

    @property
    def available(self) -> int:
        return self.kept - self.lent


def open_accounts(fund: Fund) -> None:
    """The accounts of a new fund; those of a purpose come with it. Inside an action."""
    Account.objects.bulk_create(Account(town_id=fund.town_id, fund=fund, kind=kind) for kind in OF_A_FUND)


def open_purpose(fund: Fund, name: str, project: Project | None = None, position: int = 0) -> Purpose:
    """A new purpose of a fund with its accounts. Inside an action."""
    made: Purpose = Purpose.objects.create(
        town_id=fund.town_id, fund=fund, name=name, project=project, position=position
    )
    Account.objects.bulk_create(
        Account(town_id=fund.town_id, fund=fund, purpose=made, kind=kind) for kind in OF_A_PURPOSE
    )
    return made


def accounts_of(fund_id: int, purposes: Sequence[Purpose]) -> dict[tuple[str, int | None], Account]:
    """By kind and purpose: the fund's own and those of `purposes`. One query."""
    rows = Account.objects.filter(Q(purpose__isnull=True) | Q(purpose__in=purposes), fund_id=fund_id).order_by()
    return {(row.kind, row.purpose_id): row for row in rows}


def balances(account_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Debit minus credit of each account in yen; all of the town's where none are named. One query."""
    rows = Posting.objects.all() if account_ids is None else Posting.objects.filter(account_id__in=list(account_ids))
    return dict(rows.order_by().values("account_id").annotate(sum=Sum("yen")).values_list("account_id", "sum"))


def balances_of(purposes: Iterable[Purpose]) -> dict[int, PurposeBalance]:
    """What each purpose has, by its number. Two queries."""
    wanted = {purpose.pk for purpose in purposes}
    accounts = list(Account.objects.filter(purpose__in=wanted))
    standing = balances(account.pk for account in accounts)
    found: dict[int, dict[str, int]] = {pk: {} for pk in wanted}
    for account in accounts:
        found[account.purpose_id or 0][account.kind] = standing.get(account.pk, 0)
    return {
        pk: PurposeBalance(
            kept=-of.get(Kind.PURPOSE, 0),
            lent=of.get(Kind.LENT, 0),
            planned=-of.get(Kind.PLANNED, 0),
            committed=-of.get(Kind.COMMITTED, 0),
        )
        for pk, of in found.items()
    }
