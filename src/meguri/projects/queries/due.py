"""What falls due: reports that are not out, main steps that are not done, projects that end; and who answers."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from meguri.governance.models import Responsibility
from meguri.governance.posts import on_day
from meguri.governance.queries.responsibilities import Answering, accountable_for
from meguri.projects.keys import numbers, objects_of
from meguri.projects.models import Milestone, Project, Report
from meguri.projects.states import ENDS


def reports_owed(before: date = date.max) -> QuerySet[Report]:
    """Reports that are not out and due before a day, the most urgent first; projects that ended owe none."""
    found: QuerySet[Report] = Report.objects.filter(published_at__isnull=True, due_on__lt=before)
    return found.exclude(project__state__in=ENDS).select_related("project__town__municipality").order_by("due_on", "pk")


def steps_to_do(before: date) -> QuerySet[Milestone]:
    """Main steps that are not done and planned before a day, the most urgent first; projects that ended have none."""
    found: QuerySet[Milestone] = Milestone.objects.filter(done_on__isnull=True, due_on__lt=before)
    return found.exclude(project__state__in=ENDS).select_related("project__town__municipality").order_by("due_on", "pk")


def ending_projects(today: date, before: date) -> QuerySet[Project]:
    """Projects that end in [today, before) and of which nobody is said to carry on, the nearest first."""
    found: QuerySet[Project] = Project.objects.filter(ends_on__gte=today, ends_on__lt=before, successor="")
    return found.exclude(state__in=ENDS).select_related("town__municipality").order_by("ends_on", "pk")


def projects_of(post_ids: Iterable[int], today: date) -> list[int]:
    """Ids of the projects for which these posts are accountable on a day. One query."""
    held = Responsibility.objects.filter(
        on_day(today), part=Responsibility.Part.ACCOUNTABLE, post__in=list(post_ids), object__kind="project"
    )
    return numbers(held.values_list("object__key", flat=True))


def answering_for(projects: Sequence[Project]) -> dict[int, Answering]:
    """Who answers today for each of these projects. Two queries."""
    things = objects_of({project.pk for project in projects})
    posts = accountable_for([thing.pk for thing in things.values()])
    return {pk: posts[thing.pk] for pk, thing in things.items() if thing.pk in posts}
