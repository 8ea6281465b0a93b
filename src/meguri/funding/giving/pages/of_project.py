"""Who gave for a project and wishes to be named there, as a part of its sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from meguri.funding.giving.queries import honoured_at_project
from meguri.projects.models import Project

NAMES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class GiversOfProject:
    """`names`: as their givers wish them, the newest gift first. `has_more`: others stand on the page of honours."""

    names: Sequence[str]
    has_more: bool


def givers_of_project(project: Project) -> GiversOfProject:
    """One query."""
    names = list(honoured_at_project(project).values_list("honour_name", flat=True)[: NAMES_SHOWN + 1])
    return GiversOfProject(names[:NAMES_SHOWN], has_more=len(names) > NAMES_SHOWN)
