"""Lines of the budget are tied to the projects they are for: by number or the very name, or by a person's yes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Unrecorded
from meguri.funding.matching import Match, Named, Projects, name_key, number_key
from meguri.funding.models import BudgetLine
from meguri.governance.models import PublicObject
from meguri.governance.objects import ObjectKind, tell
from meguri.projects.models import Project
from meguri.towns.models import Town

MOST_LINES = 500
Tie = BudgetLine.Tie


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person said of lines: they are for this project, or (None) for none."""

    lines: tuple[int, ...]
    project: int | None


def town_projects(*, likeness: bool = False) -> Projects:
    """The projects of the active town, to be found by number and name. One query."""
    rows = Project.objects.order_by("pk").values_list("pk", "number", "name")
    return Projects.of((Named(*row) for row in rows), likeness=likeness)


@action("funding.tie_line", record=Public)
def tie_line(actor: Actor, line: Locked[BudgetLine], project: Project) -> BudgetLine:
    """Say that a line of the budget is for this project."""
    return _settle(line, project.pk, Tie.PERSON)


@action("funding.untie_line", record=Public)
def untie_line(actor: Actor, line: Locked[BudgetLine]) -> BudgetLine:
    """Say that a line of the budget is for no project."""
    return _settle(line, None, Tie.NONE)


@action("funding.tie_lines", record=Public)
def tie_lines(actor: Actor, town: Locked[Town], decided: Unrecorded[Sequence[Decided]]) -> int:
    """Say of many lines at once which project each is for, or that it is for none; returns how many changed."""
    project_of = {line: one.project for one in decided for line in one.lines}
    if len(project_of) > MOST_LINES:
        raise BadInput(_("一度に決められるのは%(most)s行までです。いくつかに分けてください。") % {"most": MOST_LINES})
    lines = list(_lines().filter(pk__in=project_of, stands=True).select_for_update(of=("self",)))
    projects = Project.objects.filter(pk__in={pk for pk in project_of.values() if pk}).select_related(
        "town__municipality"
    )
    by_pk = {project.pk: project for project in projects}
    if len(lines) < len(project_of) or {pk for pk in project_of.values() if pk} - by_pk.keys():
        raise Conflict(
            _("新しいファイルが入ったか、事業が変わりました。ページを読み直して、もう一度えらんでください。")
        )
    changed = [line for line in lines if _tie(line, project_of[line.pk])]
    if not changed:
        raise Conflict(_("変わりはありません。えらんだ行は、すべてそのとおりになっています。"))
    BudgetLine.objects.bulk_update(changed, ["project", "tie"])
    told(changed)
    note(
        ties=[
            {"line": line, "project": by_pk[line.project_id] if line.project_id else None}
            for line in changed
        ]
    )
    return len(changed)


def tie_new_projects(kind: ObjectKind, rows: Sequence[Any], objects: Sequence[PublicObject]) -> None:
    """When projects come or change, open lines with their number or very name are tied. One query where none are."""
    if kind.kind != "project":
        return
    keys = {name_key(project.name) for project in rows}
    numbers = {number_key(project.number) for project in rows if project.number}
    open_lines = _lines().filter(stands=True, tie=Tie.OPEN)
    named = open_lines.exclude(name_key="", number="")
    wanted = [line for line in named if line.name_key in keys or number_key(line.number) in numbers]
    if wanted:
        _match(wanted)


def _match(lines: Sequence[BudgetLine]) -> None:
    projects = town_projects()
    found: list[tuple[BudgetLine, Match | None]] = [
        (line, projects.match(line.number, line.undertaking)) for line in lines
    ]
    tied = []
    for line, match in found:
        if match is not None:
            line.project_id, line.tie = match.project, match.how
            tied.append(line)
    if tied:
        BudgetLine.objects.bulk_update(tied, ["project", "tie"], batch_size=500)
        told(tied)


def told(lines: Iterable[BudgetLine]) -> None:
    """Let the thread know of these lines."""
    tell("budget_line", list(lines))


def _settle(line: BudgetLine, project: int | None, tie: Tie) -> BudgetLine:
    if not line.stands:
        raise Conflict(_("この行は、新しいファイルの行に置きかわっています。新しい行をえらんでください。"))
    if (line.project_id, line.tie) == (project, tie):
        raise Conflict(_("変わりはありません。この行は、もうそのとおりになっています。"))
    line.project_id, line.tie = project, tie
    line.save(update_fields=["project", "tie"])
    told([line])
    return line


def _tie(line: BudgetLine, project: int | None) -> bool:
    """Whether that changed anything."""
    before = line.project_id, line.tie
    line.project_id, line.tie = project, Tie.PERSON if project else Tie.NONE
    return (line.project_id, line.tie) != before


def _lines() -> QuerySet[BudgetLine]:
    return BudgetLine.objects.select_related("town__municipality")
