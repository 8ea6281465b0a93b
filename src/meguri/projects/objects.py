"""Projects and their reports as the thread and the desk see them."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from meguri.core.ports import Reference
from meguri.governance.objects import Described, DeskText, ObjectKind, register
from meguri.indicators.queries import catalogue
from meguri.projects.keys import numbers, town_code
from meguri.projects.models import Project, ProjectIndicator, Report
from meguri.projects.queries.promises import promises_in
from meguri.towns.models import Station


def describe_projects(projects: Sequence[Project]) -> list[Described]:
    """One query for the indicators that they mean to move, one for the catalogue of definitions after an act."""
    code = town_code()
    moved: dict[int, list[Reference]] = {}
    ties = ProjectIndicator.objects.filter(project__in=[one.pk for one in projects]).order_by("pk")
    known = catalogue().by_id
    for project_id, indicator_id in ties.values_list("project_id", "indicator_id"):
        moved.setdefault(project_id, []).append(known[indicator_id].public_reference())
    return [
        Described(
            reference=Reference("project", f"{code}-{one.pk}"),
            title=one.name,
            summary=one.purpose,
            state=_state_word(one),
            led_to=tuple(moved.get(one.pk, ())),
        )
        for one in projects
    ]


def _state_word(project: Project) -> str:
    """In Japanese, whoever acts: pages translate it."""
    with override("ja"):
        return str(Project.State(project.state).label)


def describe_reports(reports: Sequence[Report]) -> list[Described]:
    """Three queries: the names of their projects, and the promises made in them. One that is only due is not public."""
    code = town_code()
    promised = promises_in(reports)
    names = dict(Report.objects.filter(pk__in=[one.pk for one in reports]).values_list("pk", "project__name"))
    return [
        Described(
            reference=Reference("report", f"{code}-{one.pk}"),
            title=one.title,
            summary=names.get(one.pk, ""),
            is_public=one.published_at is not None,
            came_from=(Reference("project", f"{code}-{one.project_id}"),),
            led_to=tuple(Reference("promise", f"{code}-{promise.pk}") for promise in promised.get(one.pk, ())),
            answered_by=Reference("project", f"{code}-{one.project_id}"),
        )
        for one in reports
    ]


def found_by(project: Project) -> DeskText:
    return DeskText(project.name, text="\n".join(filter(None, (project.purpose, project.activity, project.place))))


def projects_by(ids: Iterable[str]) -> Sequence[Project]:
    return list(Project.objects.filter(pk__in=numbers(ids)))


def reports_by(ids: Iterable[str]) -> Sequence[Report]:
    return list(Report.objects.filter(pk__in=numbers(ids)))


def all_projects() -> QuerySet[Project]:
    return Project.objects.all()


def published_reports() -> QuerySet[Report]:
    return Report.objects.filter(published_at__isnull=False)


register(
    ObjectKind(
        "project",
        _("事業"),
        Station.ACT,
        describe_projects,
        all_projects,
        needs_post=True,
        expects_before=(Station.VISION, Station.VOICES, Station.DECIDE),
        expects_after=(Station.FUND, Station.RESULTS),
        found_by=found_by,
        by_references=projects_by,
    )
)
register(
    ObjectKind(
        "report",
        _("事業の報告"),
        Station.RESULTS,
        describe_reports,
        published_reports,
        by_references=reports_by,
    )
)
