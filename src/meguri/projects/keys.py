"""From public references to rows and back: "016331-12" is project 12 of 上士幌町."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from meguri.core.scope import active_town
from meguri.governance.models import PublicObject
from meguri.projects.models import Project


def town_code() -> str:
    """The code of the town in whose scope we are."""
    return str(active_town().code)  # type: ignore[union-attr]  # rows of a town exist only inside its scope


def numbers(ids: Iterable[str]) -> list[int]:
    """The row numbers in public ids of the active town; those of another town are left out."""
    prefix = f"{town_code()}-"
    keys = [id.removeprefix(prefix) for id in ids if id.startswith(prefix)]
    return [int(key) for key in keys if key.isascii() and key.isdigit()]


def project_of(about: PublicObject | None) -> Project | None:
    """The project that a public object stands for; None for anything else. One query."""
    if about is None or about.kind != "project":
        return None
    found: Project | None = Project.objects.filter(pk__in=numbers([about.key])).first()
    return found


def objects_of(project_ids: Iterable[int]) -> dict[int, PublicObject]:
    """The stored public objects of these projects, by project. One query."""
    keys = {f"{town_code()}-{pk}": pk for pk in project_ids}
    return {keys[one.key]: one for one in PublicObject.objects.filter(kind="project", key__in=keys)}


def keyed(projects: QuerySet[Project]) -> QuerySet[Any]:
    """The projects with their public id as `key`, so that they can be chosen by what governance knows of them."""
    return projects.annotate(key=Concat(Value(f"{town_code()}-"), Cast("pk", CharField())))
