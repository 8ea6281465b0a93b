"""The four kinds of draft about projects: what fills a new one, what is checked at hand-in, what publishes it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Role
from meguri.governance.draft_content import form_of
from meguri.governance.draft_kinds import OFFICE_ROLES, DraftKind, register
from meguri.governance.models import Draft, PublicObject
from meguri.projects.actions.milestones import publish_milestones
from meguri.projects.actions.plans import publish_plan
from meguri.projects.actions.reports import publish_report, refuse_closed
from meguri.projects.actions.transitions import publish_transition, refuse_before_the_last, refuse_other_state
from meguri.projects.forms.milestones import MilestonesForm, initial_steps
from meguri.projects.forms.plan import PlanForm
from meguri.projects.forms.report import ReportForm, closed_sentence, takes_a_report
from meguri.projects.forms.transition import TransitionForm
from meguri.projects.keys import project_of
from meguri.projects.models import Milestone, Project, Report
from meguri.projects.ownership import check_owner, why_not_theirs
from meguri.projects.policies import MILESTONES, PLAN, REPORT, TRANSITION
from meguri.projects.previews import milestones_preview, plan_preview, report_preview, transition_preview
from meguri.projects.queries.standing import standing_plan
from meguri.projects.states import has_ended

ROLES = OFFICE_ROLES | {Role.FIRM, Role.RESIDENT}
"""Firms and residents draft for their own organisations; `check_owner` says so."""


def _plan_of(about: PublicObject | None) -> Mapping[str, Any]:
    project = project_of(about)
    return standing_plan(project).initial() if project is not None else {"state": Project.State.PLANNED}


def _losing_by_plan(form: PlanForm) -> list[int]:
    """The post that answers now, when the plan names another or none."""
    before = standing_plan(form.project).post if form.project is not None else None
    return [before.pk] if before is not None and before.pk != form.cleaned_data.get("post") else []


def _check_plan(draft: Draft) -> None:
    check_owner(draft, form_of(draft).cleaned_data.get("owner"), project_of(draft.about))


def _state_of(about: PublicObject | None) -> Mapping[str, Any]:
    project = project_of(about)
    return {"from_state": project.state if project else "", "on": timezone.localdate()}


def _check_transition(draft: Draft) -> None:
    project = _checked_project(draft)
    if project is not None:
        refuse_other_state(draft, project)
        refuse_before_the_last(project, form_of(draft).cleaned_data["on"])


def _next_report(about: PublicObject | None) -> Mapping[str, Any]:
    """The report that is due first."""
    waiting = Report.objects.filter(project=project_of(about), published_at__isnull=True).order_by("due_on", "pk")
    first = waiting.values_list("pk", flat=True).first()
    return {"report": first if first is not None else ""}


def _check_report(draft: Draft) -> None:
    project = _checked_project(draft)
    if project is not None:
        refuse_closed(draft, project)


def _steps_of(about: PublicObject | None) -> Mapping[str, Any]:
    return initial_steps(list(Milestone.objects.filter(project=project_of(about))))


def _why_not_begin(person_id: int | None, about: PublicObject | None) -> str:
    return why_not_theirs(person_id, project_of(about))


def _why_no_report(person_id: int | None, about: PublicObject | None) -> str:
    project = project_of(about)
    closed = "" if project is None or takes_a_report(project) else closed_sentence(project)
    return _why_not_begin(person_id, about) or closed


def _why_no_step(person_id: int | None, about: PublicObject | None) -> str:
    """What goes on only while a project does: its states and its main steps."""
    project = project_of(about)
    if project is not None and has_ended(project.state):
        told = {"name": project.name, "state": project.get_state_display()}
        return gettext("「%(name)s」は%(state)sした事業なので、段階や工程は、もう変えられません。") % told
    return _why_not_begin(person_id, about)


def _checked_project(draft: Draft) -> Project | None:
    project = project_of(draft.about)
    if project is not None:
        check_owner(draft, project.owner_id, project)
    return project


def _check_steps(draft: Draft) -> None:
    _checked_project(draft)


register(
    DraftKind(
        PLAN,
        _("事業の計画"),
        PlanForm,
        publish=publish_plan,
        preview="projects/previews/plan.html",
        preview_context=plan_preview,
        initial=_plan_of,
        roles=ROLES,
        check=_check_plan,
        why_not=_why_not_begin,
        losing=_losing_by_plan,
    )
)
register(
    DraftKind(
        TRANSITION,
        _("事業の段階"),
        TransitionForm,
        publish=publish_transition,
        preview="projects/previews/transition.html",
        preview_context=transition_preview,
        initial=_state_of,
        roles=ROLES,
        needs_about="project",
        check=_check_transition,
        why_not=_why_no_step,
    )
)
register(
    DraftKind(
        REPORT,
        _("事業の報告"),
        ReportForm,
        publish=publish_report,
        preview="projects/previews/report.html",
        preview_context=report_preview,
        initial=_next_report,
        roles=ROLES,
        needs_about="project",
        check=_check_report,
        why_not=_why_no_report,
    )
)
register(
    DraftKind(
        MILESTONES,
        _("事業の工程"),
        MilestonesForm,
        publish=publish_milestones,
        preview="projects/previews/milestones.html",
        preview_context=milestones_preview,
        initial=_steps_of,
        roles=ROLES,
        needs_about="project",
        check=_check_steps,
        why_not=_why_no_step,
    )
)
