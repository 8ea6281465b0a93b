"""The read side of the town's budget and settlement: each function a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from meguri.core.fiscal import is_settlement_provisional
from meguri.funding.models import BudgetFile, BudgetLine
from meguri.funding.sums import Unsound

Side = BudgetLine.Side


@dataclass(frozen=True, slots=True)
class Money:
    """Budget and settlement in yen; None is unknown, never 0."""

    budget: int | None = None
    settlement: int | None = None

    def __add__(self, other: "Money") -> "Money":
        return Money(_plus(self.budget, other.budget), _plus(self.settlement, other.settlement))


NO_MONEY = Money()


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


@dataclass(frozen=True, slots=True)
class MoneyOfYear:
    """What one project has in one fiscal year. `is_provisional`: the settlement was stated before the books closed."""

    fiscal_year: int
    money: Money
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year in sums. `tied` is the part of the expenditure's budget whose lines are tied to projects."""

    fiscal_year: int
    expenditure: Money
    revenue: Money
    tied: int
    lines: int
    files: tuple[BudgetFile, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether a settlement shown here was stated while the books were still open."""
        has_settlement = self.expenditure.settlement is not None or self.revenue.settlement is not None
        return has_settlement and any(provisional(file) for file in self.files)

    @property
    def unsound(self) -> list[tuple[BudgetFile, Unsound]]:
        return [(file, Unsound.from_json(one)) for file in self.files for one in file.unsound]


@dataclass(frozen=True, slots=True)
class Item:
    """One 目 (or what stands in its place) of an account and side: 会計, 款, 項, 目 and its sums."""

    account: str
    side: str
    kan: str
    kou: str
    moku: str
    money: Money
    lines: int


def provisional(file: BudgetFile) -> bool:
    """Whether the file was taken in before the books of its fiscal year closed (31 May)."""
    return is_settlement_provisional(file.fiscal_year, timezone.localdate(file.taken_at))


def years() -> list[Year]:
    """All fiscal years that have lines, the newest first. Two queries."""
    rows = (
        _standing()
        .values("fiscal_year", "side")
        .annotate(
            budget=Sum("budget_yen"),
            settlement=Sum("settlement_yen"),
            tied=Sum("budget_yen", filter=Q(project__isnull=False)),
            lines=Count("pk"),
        )
        .order_by("-fiscal_year")
    )
    by_year: dict[int, dict[str, tuple[Money, int, int]]] = defaultdict(dict)
    for row in rows:
        money = Money(row["budget"], row["settlement"])
        by_year[row["fiscal_year"]][row["side"]] = (money, row["tied"] or 0, row["lines"])
    files = files_of(by_year)
    return [_year(year, sides, files.get(year, [])) for year, sides in by_year.items()]


def newest_budget() -> int | None:
    """The expenditure's budget in yen of the newest fiscal year; None where no line states one. One query."""
    rows = _standing().filter(side=Side.EXPENDITURE).values("fiscal_year").annotate(budget=Sum("budget_yen"))
    newest = rows.order_by("-fiscal_year").first()
    return newest["budget"] if newest else None


def _year(year: int, sides: Mapping[str, tuple[Money, int, int]], files: Sequence[BudgetFile]) -> Year:
    nothing = (NO_MONEY, 0, 0)
    spent, got = sides.get(Side.EXPENDITURE, nothing), sides.get(Side.REVENUE, nothing)
    return Year(year, spent[0], got[0], spent[1], spent[2] + got[2], tuple(files))


def files_of(years: Iterable[int]) -> dict[int, list[BudgetFile]]:
    """The newest files that say what stands, by fiscal year. One query."""
    standing = _standing().filter(fiscal_year__in=list(years)).values("last_file")
    found: dict[int, list[BudgetFile]] = defaultdict(list)
    for file in BudgetFile.objects.filter(pk__in=standing).order_by("-taken_at", "-pk"):
        found[file.fiscal_year].append(file)
    return found


def year_of(fiscal_year: int) -> Year | None:
    """One fiscal year in sums; None when it has no lines. Two queries."""
    return next((year for year in years() if year.fiscal_year == fiscal_year), None)


def items(fiscal_year: int) -> list[Item]:
    """A fiscal year by 会計, 款, 項 and 目, in the order of the file. One query."""
    rows = (
        _standing()
        .filter(fiscal_year=fiscal_year)
        .values("account", "side", "kan", "kou", "moku")
        .annotate(budget=Sum("budget_yen"), settlement=Sum("settlement_yen"), lines=Count("pk"), first=Min("row"))
        .order_by("account", "side", "first")
    )
    return [
        Item(r["account"], r["side"], r["kan"], r["kou"], r["moku"], Money(r["budget"], r["settlement"]), r["lines"])
        for r in rows
    ]


def unbalanced(found: Iterable[Item]) -> list[tuple[str, int, int]]:
    """Accounts whose revenue and expenditure are both known in the budget and are not the same: (account, yen, yen)."""
    sums: dict[str, dict[str, int]] = defaultdict(dict)
    for one in found:
        if one.money.budget is not None:
            sums[one.account][one.side] = sums[one.account].get(one.side, 0) + one.money.budget
    pairs = [(account, both.get(Side.REVENUE), both.get(Side.EXPENDITURE)) for account, both in sums.items()]
    return [(name, got, spent) for name, got, spent in pairs if got is not None and spent is not None and got != spent]


def lines_of(fiscal_year: int, **place: str) -> QuerySet[BudgetLine]:
    """The standing lines of a fiscal year, of one account, side, kan, kou, moku as far as given, with their project."""
    found = _standing().filter(fiscal_year=fiscal_year, **place).select_related("project")
    return found.order_by("account", "side", "row", "pk")


def all_lines() -> QuerySet[BudgetLine]:
    """The standing lines of all fiscal years, the newest first, with their files."""
    found = _standing().select_related("file", "last_file")
    return found.order_by("-fiscal_year", "account", "side", "row", "pk")


def line_of(pk: int) -> BudgetLine | None:
    """One line, standing or not, with its file and project. One query."""
    found: BudgetLine | None = (
        BudgetLine.objects.filter(pk=pk).select_related("file", "last_file", "project", "town__municipality").first()
    )
    return found


def newer_than(line: BudgetLine) -> BudgetLine | None:
    """The line that stands in the place of one that does not; None when there is none. One query."""
    same = {name: getattr(line, name) for name in _PLACE}
    found: BudgetLine | None = _standing().filter(**same).order_by("row").first()
    return found


_PLACE = ("fiscal_year", "account", "side", "kan", "kou", "moku", "setsu", "undertaking", "number")


def money_of(project_ids: Iterable[int]) -> dict[int, list[MoneyOfYear]]:
    """Budget and settlement of each project by fiscal year, the newest first. Two queries.

    Only the expenditure counts. A project of which the budget says nothing has an empty list: unknown is never 0.
    """
    wanted = list(project_ids)
    rows = (
        _standing()
        .filter(project__in=wanted, side=Side.EXPENDITURE)
        .values("project", "fiscal_year", "last_file")
        .annotate(budget=Sum("budget_yen"), settlement=Sum("settlement_yen"))
        .order_by("-fiscal_year")
    )
    files = BudgetFile.objects.in_bulk({row["last_file"] for row in rows}) if rows else {}
    found: dict[int, list[MoneyOfYear]] = {pk: [] for pk in wanted}
    for row in rows:
        money = Money(row["budget"], row["settlement"])
        early = money.settlement is not None and provisional(files[row["last_file"]])
        of_project = found[row["project"]]
        if of_project and of_project[-1].fiscal_year == row["fiscal_year"]:
            last = of_project.pop()
            money, early = last.money + money, last.is_provisional or early
        of_project.append(MoneyOfYear(row["fiscal_year"], money, early))
    return found


def _standing() -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(stands=True)
