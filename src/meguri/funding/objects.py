"""What the thread knows of money: each standing line of the town's budget, and the project it is for."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.funding.models import BudgetLine
from meguri.funding.tying import tie_new_projects
from meguri.funding.words import line_summary, line_title
from meguri.governance.objects import Described, ObjectKind, on_told, register
from meguri.projects.keys import numbers, town_code
from meguri.towns.models import Station


def _rows() -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(stands=True)


def _by_references(keys: Iterable[str]) -> Sequence[BudgetLine]:
    return list(BudgetLine.objects.filter(pk__in=numbers(keys)))


def _describe(lines: Sequence[BudgetLine]) -> list[Described]:
    """No query. A line that no longer stands is not shown beside the one that took its place."""
    code = town_code()
    return [
        Described(
            Reference("budget_line", f"{code}-{line.pk}"),
            title=line_title(line),
            summary=line_summary(line),
            is_public=line.stands,
            came_from=(Reference("project", f"{code}-{line.project_id}"),) if line.project_id and line.stands else (),
            answered_by=Reference("project", f"{code}-{line.project_id}") if line.project_id and line.stands else None,
        )
        for line in lines
    ]


register(
    ObjectKind(
        "budget_line",
        _("予算の行"),
        Station.FUND,
        _describe,
        rows=_rows,
        expects_before=(Station.ACT,),
        by_references=_by_references,
    )
)
on_told(tie_new_projects)
