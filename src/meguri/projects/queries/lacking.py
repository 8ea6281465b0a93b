"""What the projects of a town still lack: a post, a purpose, an end, a report that is overdue, a step not taken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meguri.governance.models import PublicObject, Responsibility
from meguri.governance.posts import on_day
from meguri.projects.keys import keyed
from meguri.projects.models import Project, Report
from meguri.projects.states import ENDS


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a project may lack: its name in an address, its word, the draft that fills it, and the test."""

    key: str
    word: str | Promise
    kind: str
    test: Callable[[], Q]


def _going() -> Q:
    return ~Q(state__in=ENDS)


def _has_not_begun() -> Q:
    return Q(state="planned", begins_on__lt=timezone.localdate())


LACKS = (
    Lack("post", _("責任者がいない"), "projects.plan", lambda: _going() & Q(has_post=False)),
    Lack("late", _("報告がおくれている"), "projects.report", lambda: Q(is_late=True)),
    Lack("begun", _("始まる日をすぎても計画中"), "projects.transition", _has_not_begun),
    Lack("purpose", _("何のためにが空"), "projects.plan", lambda: Q(purpose="")),
    Lack("end", _("終わり方が空"), "projects.plan", lambda: _going() & Q(end_condition="")),
    Lack("next", _("次の報告の期限がない"), "projects.report", lambda: Q(state="running", has_next=False)),
)


@dataclass(frozen=True)
class Lacking:
    """The projects chosen, with how many of the town's lack each thing. Each project carries `lacks_<key>`."""

    projects: QuerySet[Project]
    chosen: str
    counts: list[tuple[Lack, int]]

    def of(self, project: Project) -> list[Lack]:
        """What this project lacks."""
        return [lack for lack in LACKS if getattr(project, f"lacks_{lack.key}")]


def lacking_projects(key: str) -> Lacking:
    """Those that lack the thing named `key`; by name, all projects for "". One query for the counts."""
    every: QuerySet[Any] = _told()
    counted = every.aggregate(**{lack.key: Count("pk", filter=Q(**{f"lacks_{lack.key}": True})) for lack in LACKS})
    chosen = key if any(lack.key == key for lack in LACKS) else ""
    found: QuerySet[Any] = every.filter(**{f"lacks_{chosen}": True}) if chosen else every
    ordered = found.order_by("-lacks_post", "-lacks_late", "name", "pk")
    return Lacking(ordered, chosen, [(lack, counted[lack.key]) for lack in LACKS])


def _told() -> QuerySet[Any]:
    today = timezone.localdate()
    terms = Responsibility.objects.filter(on_day(today), part=Responsibility.Part.ACCOUNTABLE)
    answered = PublicObject.objects.filter(kind="project", key=OuterRef("key"), pk__in=terms.values("object_id"))
    waiting = Report.objects.filter(project=OuterRef("pk"), published_at__isnull=True)
    projects = keyed(Project.objects.select_related("town__municipality")).annotate(
        has_post=Exists(answered), is_late=Exists(waiting.filter(due_on__lt=today)), has_next=Exists(waiting)
    )
    told: QuerySet[Any] = projects.annotate(**{f"lacks_{lack.key}": _is(lack.test()) for lack in LACKS})
    return told


def _is(test: Q) -> Case:
    return Case(When(test, then=Value(True)), default=Value(False), output_field=BooleanField())
