"""How much of a sum of tax each project had, by the settlement of the lines that are tied to it."""

from dataclasses import dataclass

from django.db.models import Sum

from meguri.funding.budget_kind import GENERAL
from meguri.funding.flow.flow_table import shares
from meguri.funding.models import BudgetLine

MOST = 10


@dataclass(frozen=True, slots=True)
class Taxed:
    """A project and its share of a sum of tax."""

    name: str
    project: int
    yen: int


def taxed_projects(yen: int, fiscal_year: int) -> list[Taxed]:
    """The projects with the most of it, those under one yen left out. One query."""
    rows = (
        BudgetLine.objects.filter(
            stands=True, fiscal_year=fiscal_year, side=BudgetLine.Side.EXPENDITURE, account=GENERAL
        )
        .order_by()
        .values_list("project", "project__name")
        .annotate(sum=Sum("settlement_yen"))
    )
    spent = [(pk, name, amount) for pk, name, amount in rows if amount and amount > 0]
    parts = shares([amount for _pk, _name, amount in spent], yen)
    found = [Taxed(name, pk, part) for (pk, name, _sum), part in zip(spent, parts, strict=True) if pk and part]
    return sorted(found, key=lambda one: (-one.yen, one.project))[:MOST]
