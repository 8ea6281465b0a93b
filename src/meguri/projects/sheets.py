"""The list of undertakings as one of the sheets a town brings: its rows beside the projects, and taking them in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor
from meguri.core.scope import active_town
from meguri.core.tables import Finding
from meguri.core.tables.columns import SheetKind
from meguri.core.tables.filling import Reading
from meguri.core.tables.values import Value
from meguri.governance.models import Post, PublicObject, Responsibility
from meguri.governance.objects import tell
from meguri.governance.queries.responsibilities import accountable_for
from meguri.governance.sheets.plan import PlanRow, SheetPlan, Standing, make_plan, match
from meguri.governance.sheets.registry import Gap, SheetImport, register
from meguri.projects.actions.answering import let_answer
from meguri.projects.actions.asking import ask_for_reports
from meguri.projects.charges import Charges, standing_charges
from meguri.projects.keys import objects_of
from meguri.projects.models import Project, Report, StateChange
from meguri.projects.policies import PLAN
from meguri.projects.states import State, has_ended
from meguri.projects.undertaking_kind import UNDERTAKINGS
from meguri.projects.undertaking_rows import UNKNOWN, check_plan, prepare
from meguri.towns.models import Station

ROWS_AT_ONCE = 500
TEXTS = ("name", "number", "purpose", "activity", "place", "ground", "law", "end_condition", "successor", "came_from")
"""Fields in which nothing said is the empty text."""
OTHERS = ("begins_on", "ends_on", "planned_yen")


def standing(asked: Mapping[str, object]) -> list[Standing]:
    """All projects of the active town as rows of the sheet. Six queries."""
    projects = list(Project.objects.order_by("number", "pk"))
    charges = standing_charges()
    answering, due = _answering([one.pk for one in projects]), _reports_due()
    return [
        Standing(one.pk, _values(one, charges.labels.get(answering.get(one.pk, 0))) | {"report_due": due.get(one.pk)})
        for one in projects
    ]


def _reports_due() -> dict[int, date]:
    """By project, the day of the first report that is not out yet. One query."""
    rows = Report.objects.filter(published_at__isnull=True).order_by("-due_on").values_list("project_id", "due_on")
    return dict(rows)


def _answering(project_ids: Sequence[int]) -> dict[int, int]:
    """By project, the post that answers for it today. Two queries."""
    things = objects_of(project_ids)
    found = accountable_for([thing.pk for thing in things.values()])
    return {pk: found[thing.pk].post.pk for pk, thing in things.items() if thing.pk in found}


def _values(project: Project, charge: str | None) -> dict[str, Value]:
    texts: dict[str, Value] = {key: getattr(project, key) or None for key in TEXTS}
    others: dict[str, Value] = {key: getattr(project, key) for key in OTHERS}
    return texts | others | {"state": project.state, "charge": charge}


def compare(kind: SheetKind, reading: Reading, digest: str) -> SheetPlan:
    """The rows beside the projects. Who is in charge stays where the file's words mean nobody."""
    stands = standing(reading.asked)
    matched = match(kind, reading, stands)
    assumed, asked_for = 0, _days_of_reports()
    for row in reading.rows:
        before = matched.get(row.number)
        if before and (row.values.get("report_due") is None or row.values["report_due"] in asked_for[before.id]):
            row.values["report_due"] = before.values["report_due"]
        if row.values.get("charge") == UNKNOWN:
            row.values["charge"] = before.values.get("charge") if before else None
        if row.values.get("state") is None:
            row.values["state"] = before.values["state"] if before else State.RUNNING.value
            assumed += before is None
    if assumed:
        sentence = _("段階の書かれていない新しい事業は、「実施」として入れます。")
        reading.report.add(Finding.guessed(None, None, "", "", sentence))
    plan = make_plan(kind, reading, stands, digest=digest)
    check_plan(reading, plan)
    return plan


def apply(actor: Actor, plan: SheetPlan) -> dict[str, int]:
    """Write the plan: a fixed number of queries for new rows, a few for each changed one."""
    now, charges = timezone.now(), standing_charges()
    made = Project.objects.bulk_create([_project(one, now) for one in plan.new], batch_size=ROWS_AT_ONCE)
    _begin(plan, made)
    changed = _change(plan, now)
    _ask_for_reports(plan, made)
    things = dict(zip([one.pk for one in (*made, *changed)], tell("project", [*made, *changed]), strict=True))
    appointed = _appoint(plan.new, made, things, charges)
    moved = _move(plan.changed, things, charges)
    return {"new": len(made), "changed": len(changed), "appointed": appointed + moved}


def _project(one: PlanRow, now: datetime) -> Project:
    said: dict[str, Any] = {key: str(one.values.get(key) or "") for key in TEXTS}
    others: dict[str, Any] = {key: one.values.get(key) for key in OTHERS}
    state = str(one.values.get("state") or State.RUNNING)
    return Project(town=active_town(), state=state, first_published_at=now, changed_at=now, **said, **others)


def _begin(plan: SheetPlan, made: Sequence[Project]) -> None:
    """The first state of each new project is told with where it was read."""
    town: Any = active_town()
    today = timezone.localdate()
    StateChange.objects.bulk_create(
        [
            StateChange(
                town=town, project=one, to_state=one.state, on=min(one.begins_on or today, today), reason=_reason()
            )
            for one in made
        ],
        batch_size=ROWS_AT_ONCE,
    )


def _days_of_reports() -> Mapping[int, set[date]]:
    """By project, every day on which a report was or is due: such a day in a list asks for nothing new. One query."""
    found: dict[int, set[date]] = defaultdict(set)
    for pk, due in Report.objects.values_list("project_id", "due_on"):
        found[pk].add(due)
    return found


def _ask_for_reports(plan: SheetPlan, made: Sequence[Project]) -> None:
    """A day that the list gives for a report asks for one; that a day is no longer given takes none back."""
    new = [(project.pk, row.values.get("report_due")) for row, project in zip(plan.new, made, strict=True)]
    changed = [(one.id, change.new) for one in plan.changed for change in one.changes if change.key == "report_due"]
    ask_for_reports((pk, due) for pk, due in (*new, *changed) if pk is not None and isinstance(due, date))


def _reason() -> str:
    """Where a state was read; without the name of the file, which is nobody's business outside the town hall."""
    today = timezone.localdate()
    said = gettext("%(year)s年%(month)s月の事務事業一覧から取り込みました。")
    return said % {"year": today.year, "month": today.month}


def _change(plan: SheetPlan, now: datetime) -> list[Project]:
    found = Project.objects.select_for_update().in_bulk([one.id for one in plan.changed if one.id])
    for one in plan.changed:
        project = found[one.id or 0]
        for change in one.changes:
            if change.key in (*TEXTS, *OTHERS):
                setattr(project, change.key, str(change.new or "") if change.key in TEXTS else change.new)
            elif change.key == "state":
                _step(project, str(change.new))
        project.changed_at = now
    fields = [*TEXTS, *OTHERS, "state", "changed_at"]
    Project.objects.bulk_update(found.values(), fields, batch_size=ROWS_AT_ONCE)
    return list(found.values())


def _step(project: Project, state: str) -> None:
    town: Any = active_town()
    today = timezone.localdate()
    StateChange.objects.create(
        town=town, project=project, from_state=project.state, to_state=state, on=today, reason=_reason()
    )
    project.state = state
    if has_ended(state):
        Report.objects.filter(project=project, published_at__isnull=True, due_on__gt=today).delete()


def _appoint(
    rows: Sequence[PlanRow], made: Sequence[Project], things: Mapping[int, PublicObject], charges: Charges
) -> int:
    """The posts that the list names answer for the new projects from today on; each has yet to confirm it."""
    today = timezone.localdate()
    posts = {label: pk for pk, label in charges.labels.items()}
    named = [(project, posts.get(str(row.values.get("charge")))) for row, project in zip(rows, made, strict=True)]
    terms = [
        Responsibility(
            town=active_town(),
            object=things[project.pk],
            post_id=post,
            part=Responsibility.Part.ACCOUNTABLE,
            since=today,
        )
        for project, post in named
        if post is not None
    ]
    Responsibility.objects.bulk_create(terms, batch_size=ROWS_AT_ONCE)
    return len(terms)


def _move(rows: Sequence[PlanRow], things: Mapping[int, PublicObject], charges: Charges) -> int:
    """Where the list names another post than the one that answers, that post follows."""
    labels = {label: pk for pk, label in charges.labels.items()}
    moving = [(one, change) for one in rows for change in one.changes if change.key == "charge"]
    wanted = {labels.get(str(said)) for _one, change in moving for said in (change.old, change.new)}
    posts = Post.objects.select_related("organisation").in_bulk([pk for pk in wanted if pk])
    for one, change in moving:
        before, after = (posts.get(labels.get(str(said), 0)) for said in (change.old, change.new))
        let_answer(things[one.id or 0], after, earlier=before)
    return len(moving)


def losing(plan: SheetPlan) -> list[int]:
    """The posts that answer for something today which the list gives to another, or to nobody."""
    labels = {label: pk for pk, label in standing_charges().labels.items()}
    before = [change.old for row in plan.changed for change in row.changes if change.key == "charge"]
    return [labels[str(said)] for said in before if str(said) in labels]


def largest_sum(plan: SheetPlan) -> int | None:
    """The largest planned cost that the list brings or changes."""
    new = [row.values.get("planned_yen") for row in plan.new]
    changed = [row.values.get("planned_yen") for row in plan.changed]
    return max((yen for yen in (*new, *changed) if isinstance(yen, int)), default=None)


def filled() -> int:
    """How many projects there are. One query."""
    return Project.objects.count()


def gaps() -> Sequence[Gap]:
    """Projects that do not say what they are for, and what ends them. One query."""
    rows = Project.objects.exclude(state__in=[State.COMPLETED, State.STOPPED]).values_list("purpose", "end_condition")
    found = list(rows)
    purpose = sum(not said for said, _end in found)
    ends = sum(not said for _purpose, said in found)
    url = reverse("work-projects-bulk", args=[active_town().code])  # type: ignore[union-attr]  # in a town's scope
    sentences = (
        (purpose, ngettext("%(n)s件の事業に、何のためにするかがまだ書かれていません。",
                           "%(n)s件の事業に、何のためにするかがまだ書かれていません。", purpose)),
        (ends, ngettext("%(n)s件の事業に、何をもって終えるかがまだ書かれていません。",
                        "%(n)s件の事業に、何をもって終えるかがまだ書かれていません。", ends)),
    )  # fmt: skip
    return [Gap(count, sentence % {"n": count}, url) for count, sentence in sentences if count]


def choices() -> Mapping[str, Sequence[str]]:
    """The posts that may be in charge. Two queries."""
    return {"charge": sorted(standing_charges().labels.values())}


UNDERTAKINGS_SHEET = register(
    SheetImport(
        UNDERTAKINGS,
        standing=standing,
        apply=apply,
        filled=filled,
        prepare=prepare,
        gaps=gaps,
        choices=choices,
        compare=compare,
        station=Station.ACT,
        losing=losing,
        yen=largest_sum,
        routed_as=PLAN,
        position=2,
    )
)
