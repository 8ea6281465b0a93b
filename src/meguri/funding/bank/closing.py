"""A month of a fund's account: what the bank says is there, what the books say, and what lies between. Read side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from meguri.core.errors import Conflict
from meguri.funding.bank.models import MoneyFile, MoneyRow, MonthClosing
from meguri.funding.journal.models import Account, Fund, JournalEntry, Posting

State, Source = MoneyRow.State, MoneyFile.Source
OF_THE_ACCOUNT = (Source.RECEIPTS, Source.MOVEMENTS, Source.BANK)


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month before it is closed, in yen.

    `elsewhere`: booked from what a provider or a site took in. `aside`: on the account, and not booked. `came`, `went`:
    through the account, without the orders of sites, of which `rows` holds `of_sites`. `follows`: the last closed
    month's statement and the account's own rows since; None where no month before is closed.
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
    of_sites: int = 0
    follows: int | None = None

    @property
    def expected(self) -> int:
        """What should be on the account."""
        return self.books - self.elsewhere + self.aside

    def difference(self, statement: int) -> int:
        return statement - self.expected

    def gap(self, statement: int) -> int:
        """By how much a statement differs from what the account's own rows come to; 0 where no month before is told."""
        return 0 if self.follows is None else statement - self.follows

    @property
    def is_gapped(self) -> bool:
        """Whether books and rows of the account lead to different balances."""
        return self.gap(self.expected) != 0


def last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def state_of(fund: Fund, month: date) -> MonthState:
    """Eight queries."""
    end = last_day(month)
    rows = MoneyRow.objects.filter(fund=fund)
    is_site = Q(file__source=Source.SITE)
    of_month = rows.filter(on__range=(month, end)).exclude(file__source=Source.LEDGER).aggregate(
        rows=Count("pk"), booked=Count("pk", filter=Q(state=State.BOOKED)),
        undecided=Count("pk", filter=Q(state=State.OPEN)), of_sites=Count("pk", filter=is_site),
        came=Sum("yen", filter=Q(yen__gt=0) & ~is_site), went=Sum("yen", filter=Q(yen__lt=0) & ~is_site),
    )  # fmt: skip
    not_booked = (State.ASIDE, State.RETURNED, State.OPEN)
    aside = _on_account(fund, end).filter(state__in=not_booked).aggregate(sum=Sum("yen"))
    return MonthState(
        month, cash_of(fund, end), _elsewhere(fund, end), aside["sum"] or 0, of_month["rows"], of_month["booked"],
        of_month["undecided"], of_month["came"] or 0, -(of_month["went"] or 0), _told(fund, end),
        of_month["of_sites"], _follows(fund, month, end),
    )  # fmt: skip


def _on_account(fund: Fund, until: date) -> QuerySet[MoneyRow]:
    """Rows that the bank itself told, up to a day."""
    found: QuerySet[MoneyRow] = MoneyRow.objects.filter(fund=fund, on__lte=until, file__source__in=OF_THE_ACCOUNT)
    return found


def _follows(fund: Fund, month: date, end: date) -> int | None:
    """The statement of the last month closed before, and what came and went since. Two queries, one where none is."""
    before = MonthClosing.objects.filter(fund=fund, reopened_at=None, month__lt=month).order_by("-month").first()
    if before is None:
        return None
    moved = _on_account(fund, end).filter(on__gt=last_day(before.month)).aggregate(sum=Sum("yen"))
    return int(before.statement_yen + (moved["sum"] or 0))


def cash_of(fund: Fund, until: date) -> int:
    """What the books say is in the bank at the end of a day, in yen."""
    cash = Posting.objects.filter(account__fund=fund, account__kind=Account.Kind.CASH, entry__on__lte=until)
    return int(cash.aggregate(sum=Sum("yen"))["sum"] or 0)


def _elsewhere(fund: Fund, until: date) -> int:
    """Money booked from no bank's row: orders of sites and payments through a provider, paid out or not."""
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


def why_in_doubt(state: MonthState, statement: int) -> str:
    """What does not agree with a statement, and what to look for; "" where all does."""
    said = []
    if left := state.difference(statement):
        said.append(_against_books(left))
    if gap := state.gap(statement):
        said.append(_against_rows(gap))
    return " ".join((*said, _("わけが分かったら、「ちがいのわけ」に書いてください。"))) if said else ""


def _against_books(left: int) -> str:
    more = _("帳簿から出した残高より、通帳のほうが%(yen)s円多いです。")
    less = _("帳簿から出した残高より、通帳のほうが%(yen)s円少ないです。")
    return (more if left > 0 else less) % {"yen": f"{abs(left):,}"}


def _against_rows(gap: int) -> str:
    more = _("前の月の残高とこの月の出入りから出した額より、通帳のほうが%(yen)s円多いです。"
             "まだ取り込んでいない銀行のファイルがないか、たしかめてください。")  # fmt: skip
    less = _("前の月の残高とこの月の出入りから出した額より、通帳のほうが%(yen)s円少ないです。"
             "まだ取り込んでいない銀行のファイルがないか、たしかめてください。")  # fmt: skip
    return (more if gap > 0 else less) % {"yen": f"{abs(gap):,}"}


Followed = tuple[MonthClosing, int | None]


def followed(page: Iterable[MonthClosing], closed: Mapping[date, MonthClosing]) -> list[Followed]:
    """Each closing with what the closed month before and its own money in and out come to.

    None for the first, and for one that was opened again. No query.
    """
    months = sorted(closed)
    before = {month: closed[months[n - 1]].statement_yen for n, month in enumerate(months) if n}
    return [
        (one, None if one.reopened_at or one.month not in before else before[one.month] + one.in_yen - one.out_yen)
        for one in page
    ]


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


__all__ = [
    "OF_THE_ACCOUNT", "MonthState", "cash_of", "closed_months", "followed", "last_day", "months_of",
    "require_closable", "state_of", "why_in_doubt",
]  # fmt: skip
