"""What falls due: reports and main steps, for the day page of those who answer and for the executive."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from meguri.governance.lateness import days_late, late_before
from meguri.governance.models import PublicObject, Responsibility
from meguri.governance.posts import on_day
from meguri.governance.queries.responsibilities import Answering, accountable_for
from meguri.projects.keys import keyed, objects_of
from meguri.projects.models import Milestone, Project, Report, StateChange
from meguri.projects.states import ENDS


@dataclass(frozen=True, slots=True)
class Due:
    """A report or a main step that is due, with its project and who answers for it. `days_late` is 0 in time."""

    row: Report | Milestone
    project: Project
    answering: Answering | None
    days_late: int

    @property
    def due_on(self) -> date:
        return self.row.due_on

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


def reports_due(until: date, *, post_ids: Collection[int] | None = None) -> list[Due]:
    """Reports that are not out and were due up to `until` (late ones too), the earliest first. Three queries.

    `post_ids`: of the projects that these posts answer for today; None: of all.
    """
    reports = Report.objects.filter(published_at__isnull=True, due_on__lte=until)
    return _with_posts(_of_posts(reports, post_ids).select_related("project__town__municipality"))


def late_reports(on: date | None = None, *, grace_days: int = 0, post_ids: Collection[int] | None = None) -> list[Due]:
    """Reports due before today, or before the days of grace began; the earliest first. Three queries."""
    before = late_before(on or timezone.localdate(), grace_days)
    reports = Report.objects.filter(published_at__isnull=True, due_on__lt=before)
    return _with_posts(_of_posts(reports, post_ids).select_related("project__town__municipality"))


def milestones_due(until: date, *, post_ids: Collection[int] | None = None) -> list[Due]:
    """Steps not done that were planned up to `until`, of projects that have not ended. Three queries."""
    steps = Milestone.objects.filter(done_on__isnull=True, due_on__lte=until).exclude(project__state__in=ENDS)
    return _with_posts(_of_posts(steps, post_ids).select_related("project__town__municipality"))


def _of_posts(rows: QuerySet, post_ids: Collection[int] | None) -> QuerySet:  # type: ignore[type-arg]  # reports or steps
    ordered = rows.order_by("due_on", "pk")
    if post_ids is None:
        return ordered
    return ordered.filter(project__in=projects_answered_by(post_ids).values("pk"))


def projects_answered_by(post_ids: Collection[int], on: date | None = None) -> QuerySet[Project]:
    """The projects that these posts answer for on a day (today)."""
    terms = Responsibility.objects.filter(
        on_day(on or timezone.localdate()), part=Responsibility.Part.ACCOUNTABLE, post__in=list(post_ids)
    )
    things = PublicObject.objects.filter(kind="project", pk__in=terms.values("object_id"))
    return keyed(Project.objects.all()).filter(key__in=things.values("key"))


def _with_posts(rows: Sequence[Report | Milestone] | QuerySet) -> list[Due]:  # type: ignore[type-arg]  # reports or steps
    today = timezone.localdate()
    found = list(rows)
    answering = answering_for([row.project for row in found])
    return [Due(row, row.project, answering.get(row.project_id), days_late(row.due_on, today)) for row in found]


def answering_for(projects: Sequence[Project]) -> dict[int, Answering]:
    """Who answers today for each of these projects. Two queries."""
    things = objects_of({project.pk for project in projects})
    posts = accountable_for([thing.pk for thing in things.values()])
    return {pk: posts[thing.pk] for pk, thing in things.items() if thing.pk in posts}


def ended_on(project: Project) -> date | None:
    """The day on which a project ended; None where that is not known or it goes on. One query."""
    ends = StateChange.objects.filter(project=project, to_state__in=ENDS).order_by("-on", "-id")
    return ends.values_list("on", flat=True).first()
