"""The copy of the town's accounts held against the official totals, and against the national statistics. To the yen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from meguri.core.period import Period
from meguri.funding.budget_kind import GENERAL
from meguri.funding.flow.models import OfficialTotal
from meguri.funding.models import BudgetLine
from meguri.indicators.figures import NO_FIGURES
from meguri.indicators.models import Indicator
from meguri.indicators.queries import catalogue, figures_of_place
from meguri.towns.models import Town

Kind, Side = OfficialTotal.Kind, BudgetLine.Side
COLUMNS = {Kind.INITIAL: "initial_yen", Kind.BUDGET: "budget_yen", Kind.SETTLEMENT: "settlement_yen"}
STATISTICS = {Side.REVENUE: "revenue", Side.EXPENDITURE: "expenditure"}
"""The indicators of 歳入決算総額 and 歳出決算総額, in thousand yen."""


@dataclass(frozen=True, slots=True)
class Held:
    """An official total beside the sum of the lines, in yen; None: no line states that."""

    total: OfficialTotal
    counted: int | None

    @property
    def difference(self) -> int | None:
        return None if self.counted is None else self.counted - self.total.yen


@dataclass(frozen=True, slots=True)
class Statistic:
    """What the national statistics state of a side, in thousand yen, beside the settlement of the general account."""

    side: str
    indicator: Indicator
    thousand_yen: int
    counted: int

    @property
    def difference(self) -> int:
        return self.counted - self.thousand_yen * 1000


@dataclass(frozen=True, slots=True)
class Broken:
    """Lines of an account whose parts do not give their budget: how many, and by how many yen in all."""

    account: str
    side: str
    lines: int
    yen: int


def held_against(fiscal_year: int) -> list[Held]:
    """The official totals that stand for a year. Two queries."""
    newest: dict[tuple[str, str, str], OfficialTotal] = {}
    for one in OfficialTotal.objects.filter(fiscal_year=fiscal_year).order_by("pk"):
        newest[one.account, one.side, one.kind] = one
    if not newest:
        return []
    counted = _sums(fiscal_year)
    return [
        Held(one, counted.get((one.account, one.side), {}).get(COLUMNS[Kind(one.kind)]))
        for _key, one in sorted(newest.items())
    ]


def statistics_of(town: Town, fiscal_year: int) -> list[Statistic]:
    """Where the national statistics state the settled totals of this very year. Four queries at most."""
    national = catalogue().national
    known = {key: national[key] for key in STATISTICS.values() if key in national}
    figures = figures_of_place(town.municipality, list(known.values())) if known else {}
    counted = _sums(fiscal_year)
    found = []
    for side, key in STATISTICS.items():
        mine = counted.get((GENERAL, side), {}).get("settlement_yen")
        current = figures.get(known[key].pk, NO_FIGURES).current if key in known else ()
        for figure in current:
            is_of_year = Period.decode(figure.period).start.year == fiscal_year
            if mine is not None and figure.value is not None and is_of_year:
                found.append(Statistic(side, known[key], round(figure.value), mine))
    return found


def broken_parts(fiscal_year: int) -> list[Broken]:
    """Accounts in which 当初, 補正, 流用 and 繰越 do not add up to 予算現額. One query."""
    summed: Any = F("initial_yen")
    for name in ("supplement_yen", "transfer_yen", "carried_yen"):
        summed = summed + Coalesce(F(name), 0)
    changed = Q(supplement_yen__isnull=False) | Q(transfer_yen__isnull=False) | Q(carried_yen__isnull=False)
    lines = _standing(fiscal_year).filter(changed, initial_yen__isnull=False, budget_yen__isnull=False)
    rows = lines.annotate(off=F("budget_yen") - summed).exclude(off=0).values_list("account", "side", "off")
    return _added(rows)


def broken_transfers(fiscal_year: int) -> list[tuple[str, int]]:
    """Accounts whose 流用・充用 do not add up to nothing: what one place gains another loses. One query."""
    rows = (
        _standing(fiscal_year)
        .filter(side=Side.EXPENDITURE)
        .order_by()
        .values_list("account")
        .annotate(sum=Sum("transfer_yen"))
    )
    return sorted((account, yen) for account, yen in rows if yen)


def _added(rows: Iterable[tuple[str, str, int]]) -> list[Broken]:
    found: dict[tuple[str, str], list[int]] = {}
    for account, side, off in rows:
        found.setdefault((account, side), []).append(off)
    return [Broken(account, side, len(offs), sum(offs)) for (account, side), offs in sorted(found.items())]


def _sums(fiscal_year: int) -> dict[tuple[str, str], dict[str, int | None]]:
    rows: Any = (
        _standing(fiscal_year)
        .order_by()
        .values("account", "side")
        .annotate(**{f"of_{name}": Sum(name) for name in COLUMNS.values()})
    )
    return {
        (str(row["account"]), str(row["side"])): {name: _yen(row[f"of_{name}"]) for name in COLUMNS.values()}
        for row in rows
    }


def _yen(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _standing(fiscal_year: int) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(stands=True, fiscal_year=fiscal_year)
