"""What can be followed in a town: the projects that spent, the years of the journal, the year whose tax is told."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.models import JournalEntry, Posting
from meguri.funding.queries import Year, years
from meguri.projects.models import Project

TYPICAL_TAX = 100_000
Stage = JournalEntry.Stage


def followed_projects() -> QuerySet[Any]:
    """Projects with expenses in the journal, with `spent` in yen, the most first."""
    of_project = Posting.objects.filter(
        entry__project=OuterRef("pk"), entry__stage=Stage.SPENT, account__kind=Kind.PURPOSE
    )
    spent = of_project.order_by().values("entry__project").annotate(sum=Sum("yen")).values("sum")
    return Project.objects.annotate(spent=Coalesce(Subquery(spent), 0)).filter(spent__gt=0).order_by("-spent", "pk")


def followed_years() -> list[int]:
    """The fiscal years of the journal, the newest first. One query."""
    rows = JournalEntry.objects.order_by().values("fiscal_year").annotate(entries=Count("pk"))
    return sorted((row["fiscal_year"] for row in rows), reverse=True)


def tax_year(wanted: int | None = None) -> Year | None:
    """The newest settled year, of closed books if there is one; or `wanted`. Two queries."""
    settled = [one for one in years() if one.expenditure.settlement]
    if wanted is not None:
        return next((one for one in settled if one.fiscal_year == wanted), None)
    return next((one for one in settled if not one.is_provisional), settled[0] if settled else None)
