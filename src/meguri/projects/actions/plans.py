"""Publishing the plan of a project, new or changed."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.core.recording import Unrecorded
from meguri.governance.draft_content import form_with, kind_of_draft
from meguri.governance.models import Draft, Post
from meguri.governance.objects import tell
from meguri.projects.actions.answering import let_answer
from meguri.projects.actions.asking import ask_for_reports
from meguri.projects.actions.locking import project_of_draft, whole_form
from meguri.projects.forms.base import changed_meanwhile
from meguri.projects.forms.plan import PlanForm
from meguri.projects.models import Milestone, Project, ProjectIndicator, StateChange
from meguri.projects.ownership import check_owner
from meguri.projects.queries.standing import COLUMNS, StandingPlan, standing_plan

COST, NAMED = "planned_yen", ("latitude", "longitude", "begins_on", "ends_on")


@action("projects.publish_plan", record=Public)
def publish_plan(actor: Actor, draft: Unrecorded[Draft]) -> Project:
    """Make the approved plan the project's own. `Conflict` with both texts where the project changed meanwhile."""
    project = project_of_draft(draft)
    if project is not None:
        _refuse_stale(draft, project)
    form: PlanForm = whole_form(draft)
    check_owner(draft, form.cleaned_data.get("owner"), project)
    before = standing_plan(project) if project is not None else None
    changed = sorted(_changed(before, form)) if before is not None else []
    project = _stored(draft, form, project)
    _tie_indicators(project, form.indicator_ids())
    if before is None:
        _begin(draft, project, form)
    thing = tell("project", [project])[0]
    post = Post.objects.filter(pk=form.cleaned_data.get("post") or 0).first()
    let_answer(thing, post, earlier=before.post if before else None)
    _note(project, post, changed)
    return project


def _refuse_stale(draft: Draft, project: Project) -> None:
    """Also a draft that does not say on which version it was written."""
    form = form_with(kind_of_draft(draft), draft.content, draft.about)
    form.is_valid()
    assert isinstance(form, PlanForm)  # noqa: S101 - for the type alone
    if (why := form.why_stale()) is not None:
        raise Conflict(why)
    if not draft.content.get("base") and project.changed_at > draft.changed_at:
        raise Conflict(changed_meanwhile(project.name, form.differences()))


def _stored(draft: Draft, form: PlanForm, project: Project | None) -> Project:
    now = timezone.now()
    given = form.cleaned_data
    columns = {
        **form.texts(),
        **{name: given.get(name) for name in NAMED},
        "planned_yen": given.get(COST),
        "ground": given.get("ground") or "",
        "owner_id": given.get("owner"),
        "draft": draft,
        "changed_at": now,
    }
    if project is None:
        made: Project = Project.objects.create(
            town=draft.town, state=given["state"], first_published_at=now, **columns
        )
        return made
    for name, value in columns.items():
        setattr(project, name, value)
    project.save(update_fields=[*columns])
    return project


def _tie_indicators(project: Project, wanted: list[int]) -> None:
    standing = set(ProjectIndicator.objects.filter(project=project).values_list("indicator_id", flat=True))
    ProjectIndicator.objects.filter(project=project, indicator__in=standing - set(wanted)).delete()
    ProjectIndicator.objects.bulk_create(
        ProjectIndicator(town=project.town, project=project, indicator_id=pk) for pk in wanted if pk not in standing
    )


def _begin(draft: Draft, project: Project, form: PlanForm) -> None:
    """What only a new project has: its first state, its steps, its first report."""
    town, today = project.town, timezone.localdate()
    StateChange.objects.create(
        town=town, project=project, to_state=project.state, on=today, reason=_("事業を公表しました。"), draft=draft
    )
    Milestone.objects.bulk_create(
        Milestone(town=town, project=project, name=name, due_on=due) for name, due in form.steps()
    )
    first: date | None = form.cleaned_data.get("first_report_due")
    if first is not None:
        ask_for_reports([(project.pk, first)])


def _note(project: Project, post: Post | None, changed: list[str]) -> None:
    cost = project.planned_yen
    note(
        accountable=post,
        owner=project.owner,
        planned_yen=None if cost is None else str(cost),
        to_state=project.state,
    )
    if changed:
        note(changed=changed)


def _changed(before: StandingPlan, form: PlanForm) -> set[str]:
    """The names of the fields that the change touched; what they say stands on the sheet."""
    standing, given = before.initial(), form.cleaned_data
    names = {name.removesuffix("_id") for name in COLUMNS} | {"post"}
    touched = {name for name in names if (standing.get(name) or "") != (given.get(name) or "")}
    return touched | ({"indicators"} if before.indicators != form.indicator_ids() else set())
