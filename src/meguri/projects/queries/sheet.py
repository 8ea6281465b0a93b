"""One project with everything that its sheet shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from meguri.core.period import Period
from meguri.governance.models import Promise, PublicObject
from meguri.governance.queries.contact import Contact, contact_of
from meguri.governance.queries.responsibilities import Answering, accountable_for
from meguri.indicators.figures import NO_FIGURES, Figure
from meguri.indicators.models import Indicator, Target
from meguri.indicators.queries import catalogue, figures_of_place, targets_in_force
from meguri.projects.keys import objects_of
from meguri.projects.models import Milestone, Project, ProjectIndicator, Report, StateChange
from meguri.projects.queries.promises import promises_of


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator that the project means to move: where it stood before, the newest figure, the target in force."""

    indicator: Indicator
    before: Figure | None
    newest: Figure | None
    target: Target | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of one project. `waiting`: reports that are not out, the earliest first."""

    project: Project
    thing: PublicObject | None
    answering: Answering | None
    contact: Contact | None
    results: list[Result]
    promises: list[Promise]
    milestones: list[Milestone]
    changes: list[StateChange]
    reports: list[Report]
    waiting: list[Report]

    def late(self, before: date) -> list[Report]:
        """The reports that were due before this day."""
        return [one for one in self.waiting if one.due_on < before]


def project_at(pk: int) -> Project | None:
    """A project of the active town with its owner. One query."""
    found: Project | None = Project.objects.select_related("owner__parent", "town__municipality").filter(pk=pk).first()
    return found


def sheet_of(project: Project) -> Sheet:
    """Eleven queries at most, whatever hangs on the project."""
    thing = objects_of([project.pk]).get(project.pk)
    answering = accountable_for([thing.pk]).get(thing.pk) if thing else None
    reports = list(Report.objects.filter(project=project).order_by("due_on", "pk"))
    return Sheet(
        project=project,
        thing=thing,
        answering=answering,
        contact=contact_of(answering.post) if answering else None,
        results=results_of(project),
        promises=promises_of(thing),
        milestones=list(Milestone.objects.filter(project=project).prefetch_related("changes")),
        changes=list(StateChange.objects.filter(project=project)),
        reports=[one for one in reversed(reports) if one.published_at is not None],
        waiting=[one for one in reports if one.published_at is None],
    )


def results_of(project: Project) -> list[Result]:
    """Three queries, two more after an act."""
    ties = ProjectIndicator.objects.filter(project=project).order_by("pk").values_list("indicator_id", flat=True)
    known = catalogue().by_id
    indicators = [known[pk] for pk in ties if pk in known]
    if not indicators:
        return []
    figures = figures_of_place(project.town.municipality, indicators)
    targets = targets_in_force()
    return [
        Result(
            indicator=one,
            before=before_it_began(figures.get(one.pk, NO_FIGURES).current, project.begins_on),
            newest=figures.get(one.pk, NO_FIGURES).latest,
            target=_target([target for target in targets if target.indicator_id == one.pk]),
        )
        for one in indicators
    ]


def before_it_began(figures: tuple[Figure, ...], begins_on: date | None) -> Figure | None:
    """The last figure of a time that was over when the project began; None where nothing says when that was."""
    if begins_on is None:
        return None
    earlier = [one for one in figures if one.value is not None and one.when.end < begins_on]
    return earlier[-1] if earlier else None


def _target(targets: list[Target]) -> Target | None:
    """The next to come due, or the last of those past."""
    today = timezone.localdate()
    ordered = sorted(targets, key=lambda one: Period.decode(one.period))
    coming = [one for one in ordered if Period.decode(one.period).end >= today]
    return next(iter(coming or ordered[-1:]), None)
