"""The promises of projects: about the project itself, those made in a report named by the report's title."""

from collections.abc import Sequence

from meguri.governance.models import Promise, PublicObject
from meguri.projects.keys import objects_of
from meguri.projects.models import Project, Report


def promises_of(thing: PublicObject | None) -> list[Promise]:
    """The promises about a project, open ones first, then by due date; posts selected. One query."""
    if thing is None:
        return []
    found = Promise.objects.filter(about=thing).select_related("post__organisation")
    return sorted(found, key=lambda one: (one.state != Promise.State.OPEN, one.due_on, one.pk))


def promises_in(reports: Sequence[Report]) -> dict[int, list[Promise]]:
    """The promises made in each of these reports, by report. Two queries."""
    things = objects_of({one.project_id for one in reports})
    titles = {(things[one.project_id].pk, one.title): one.pk for one in reports if one.project_id in things}
    made = Promise.objects.filter(
        about__in=[thing.pk for thing in things.values()], made_in=Promise.MadeIn.REPORT
    ).select_related("post__organisation")
    found: dict[int, list[Promise]] = {}
    for promise in made:
        report = titles.get((promise.about_id or 0, promise.source))
        if report is not None:
            found.setdefault(report, []).append(promise)
    return found


def open_promises_of(project: Project) -> int:
    """How many promises about a project are still to be kept. Two queries."""
    thing = objects_of([project.pk]).get(project.pk)
    return Promise.objects.filter(about=thing, state=Promise.State.OPEN).count() if thing else 0
