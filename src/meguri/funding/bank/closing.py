"""A month of a fund's account: what the bank says is there, what the books say, and what lies between. Read side."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from meguri.core.errors import Conflict
from meguri.funding.bank.models import MoneyFile, MoneyRow, MonthClosing
from meguri.funding.journal.models import Account, Fund, JournalEntry, Posting

State, Source = MoneyRow.State, MoneyFile.Source


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month before it is closed, in yen.

    `elsewhere`: booked, still with a provider or a site. `aside`: on the account, and not booked.
    """

    month: date
    books: int
    elsewhere: int
    aside: int
    rows: int
    booked: int
    undecided: int
    came: int
    went: int
    told: int | None = None

    @property
    def expected(self) -> int:
        """What should be on the account."""
        return self.books - self.elsewhere + self.aside

    def difference(self, statement: int) -> int:
        return statement - self.expected


def last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def state_of(fund: Fund, month: date) -> MonthState:
    """Eight queries."""
    end = last_day(month)
    rows = MoneyRow.objects.filter(fund=fund)
    of_month = rows.filter(on__range=(month, end)).exclude(file__source=Source.LEDGER).aggregate(
        rows=Count("pk"), booked=Count("pk", filter=Q(state=State.BOOKED)),
        undecided=Count("pk", filter=Q(state=State.OPEN)),
        came=Sum("yen", filter=Q(yen__gt=0)), went=Sum("yen", filter=Q(yen__lt=0)),
    )  # fmt: skip
    on_account = rows.filter(on__lte=end).exclude(file__source__in=(Source.SITE, Source.LEDGER))
    aside = on_account.filter(state__in=(State.ASIDE, State.RETURNED, State.OPEN)).aggregate(sum=Sum("yen"))
    return MonthState(
        month, cash_of(fund, end), _elsewhere(fund, end), aside["sum"] or 0, of_month["rows"], of_month["booked"],
        of_month["undecided"], of_month["came"] or 0, -(of_month["went"] or 0), _told(fund, end),
    )  # fmt: skip


def cash_of(fund: Fund, until: date) -> int:
    """What the books say is in the bank at the end of a day, in yen."""
    cash = Posting.objects.filter(account__fund=fund, account__kind=Account.Kind.CASH, entry__on__lte=until)
    return int(cash.aggregate(sum=Sum("yen"))["sum"] or 0)


def _elsewhere(fund: Fund, until: date) -> int:
    """Booked money that a bank's row has not brought: orders of sites and payments through a provider."""
    by_site = MoneyRow.objects.filter(fund=fund, file__source=Source.SITE, state=State.BOOKED, on__lte=until)
    by_provider = JournalEntry.objects.filter(fund=fund, origin=JournalEntry.Origin.PROVIDER, on__lte=until).aggregate(
        sum=Sum("postings__yen", filter=Q(postings__account__kind=Account.Kind.CASH))
    )
    return int(by_site.aggregate(sum=Sum("yen"))["sum"] or 0) + int(by_provider["sum"] or 0)


def _told(fund: Fund, end: date) -> int | None:
    """The balance that the bank itself has told for the end of the month, if a file ends there."""
    file = MoneyFile.objects.filter(fund=fund, until=end, after__isnull=False).first()
    return file.after if file else None


def months_of(fund: Fund) -> list[date]:
    """Months with rows of the account, the newest first."""
    days = MoneyRow.objects.filter(fund=fund).exclude(file__source=Source.LEDGER).dates("on", "month", order="DESC")
    return list(days)


def closed_months(fund: Fund) -> dict[date, MonthClosing]:
    return {one.month: one for one in MonthClosing.objects.filter(fund=fund, reopened_at=None)}


def require_closable(fund: Fund, month: date, state: MonthState, today: date) -> None:
    """Conflict with what still has to be done."""
    if today <= last_day(month):
        raise Conflict(_("月は、末日が過ぎてから締めます。"))
    if state.undecided:
        sentence = _("まだ決めていない明細が%(n)s件あります。すべて決めてから締めてください。")
        raise Conflict(sentence % {"n": state.undecided})
    if not state.rows:
        raise Conflict(_("この月の明細がまだありません。先に、銀行のファイルを取り込んでください。"))
    open_before = [one for one in months_of(fund) if one < month and one not in closed_months(fund)]
    if open_before:
        first = open_before[-1]
        raise Conflict(_("先に%(y)s年%(m)s月を締めてください。") % {"y": first.year, "m": first.month})


__all__ = ["MonthState", "cash_of", "closed_months", "last_day", "months_of", "require_closable", "state_of"]
