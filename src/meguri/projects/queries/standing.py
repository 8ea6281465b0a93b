"""What stands of a project now, in the shape in which a draft would change it."""

from dataclasses import dataclass
from typing import Any

from meguri.governance.models import Post
from meguri.governance.queries.responsibilities import accountable_for
from meguri.projects.keys import objects_of
from meguri.projects.models import Project, ProjectIndicator

COLUMNS = (
    "name", "number", "purpose", "activity", "came_from", "owner_id", "place", "latitude", "longitude", "begins_on",
    "ends_on", "ground", "law", "end_condition", "successor", "planned_yen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """A project with its accountable post and the indicators that it means to move, by number."""

    project: Project
    post: Post | None
    indicators: list[int]

    def initial(self) -> dict[str, Any]:
        """The fields of a plan's form; `base` names this version."""
        columns = {name.removesuffix("_id"): getattr(self.project, name) for name in COLUMNS}
        chosen = {f"indicator_{n}": pk for n, pk in enumerate(self.indicators, start=1)}
        post = self.post.pk if self.post else None
        return {**columns, "post": post, **chosen, "base": self.project.changed_at.isoformat()}

    def content(self) -> dict[str, Any]:
        """The same as a draft holds it."""
        return {name: "" if value is None else str(value) for name, value in self.initial().items()}


def standing_plan(project: Project) -> StandingPlan:
    """Three queries."""
    ids = ProjectIndicator.objects.filter(project=project).order_by("pk").values_list("indicator_id", flat=True)
    return StandingPlan(project, accountable_post(project), list(ids))


def accountable_post(project: Project) -> Post | None:
    """The post that answers for a project today. Two queries."""
    thing = objects_of([project.pk]).get(project.pk)
    answering = accountable_for([thing.pk]).get(thing.pk) if thing else None
    return answering.post if answering else None
