"""A project on one sheet（事業の一枚）and one of its reports: the answer, who stands for it, money, results."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from meguri.core.actor import Actor
from meguri.funding.giving.pages.of_project import givers_of_project
from meguri.funding.queries import money_of
from meguri.funding.sources.pages.of_project import sources_of_project
from meguri.funding.sources.queries import spent_in_town
from meguri.governance.models import Promise, PublicObject
from meguri.governance.queries.drafts import approvals_of
from meguri.governance.queries.gaps import public_gaps_among
from meguri.projects.forms.report import takes_a_report
from meguri.projects.models import Project, Report
from meguri.projects.ownership import own_organisations
from meguri.projects.policies import MILESTONES, PLAN, REPORT, TRANSITION
from meguri.projects.queries.promises import promises_in
from meguri.projects.queries.sheet import Sheet, project_at, sheet_of
from meguri.projects.states import NOW, State, has_ended
from meguri.towns.request import actor_of, opened_town_of
from meguri.web.pages.project_words import day_in_words, gaps_of, money_lines, money_told, result_lines, sum_in_words
from meguri.web.pages.projects import may_draft, shown_gap_after, shown_late_before
from meguri.web.pages.time_line import Step, time_line

CHIPS = {
    State.CONSIDERED: "plain", State.PLANNED: "wait", State.RUNNING: "good", State.EVALUATED: "wait",
    State.COMPLETED: "good", State.STOPPED: "plain",
}  # fmt: skip


@require_safe
def project(request: HttpRequest, code: str, project: int) -> HttpResponse:
    """The sheet. Twenty-five queries at most, whatever hangs on the project, two more after an act."""
    town, actor = opened_town_of(request), actor_of(request)
    found = _found(project)
    sheet, before = sheet_of(found), shown_late_before(actor)
    years = money_of([found.pk])[found.pk]
    money = money_lines(code, years)
    works = _works(actor, found)
    is_gap = _is_gap(sheet, actor)
    context = {
        "town": town,
        "project": found,
        "sheet": sheet,
        **_head(found),
        "money": money,
        "told": money_told(money, timezone.localdate()),
        "is_untied": not years and any(one.cost_yen is not None for one in sheet.reports),
        "from_funds": sum_in_words(spent_in_town([found.pk]).all or None),
        "planned": sum_in_words(found.planned_yen),
        "sources": sources_of_project(found, sheet.thing, actor),
        "givers": givers_of_project(found),
        "results": result_lines(found, sheet.results),
        "promises": [_promise(one, before) for one in sheet.promises],
        **_steps(sheet),
        "facts": _facts(found),
        "late": sheet.late(before),
        "next": next((one for one in sheet.waiting if one.due_on >= timezone.localdate()), None),
        "changes": [(one, NOW[State(one.to_state)]) for one in sheet.changes],
        "approved": approvals_of([sheet.thing.pk]).get(sheet.thing.pk) if sheet.thing else None,
        "gaps": gaps_of(sheet, has_money=bool(years), is_unanswered=is_gap, late_before=before),
        "is_gap": is_gap,
        "works": works,
        "thread_of": found.public_reference(),
        "crumbs": [(town.name, f"/{code}/"), (_("事業"), f"/{code}/projects/"), (found.name, "")],
    }
    return render(request, "pages/project.html", context)


def _is_gap(sheet: Sheet, actor: Actor) -> bool:
    """Whether the reader is told that nobody answers for it. Two queries where nobody does."""
    if sheet.answering is not None:
        return False
    return sheet.thing is None or sheet.thing.pk in public_gaps_among([sheet.thing.pk], shown_gap_after(actor))


def _found(pk: int) -> Project:
    found = project_at(pk)
    if found is None:
        raise Http404(_("この番号の事業はありません。事業の一覧からさがしてください。"))
    return found


def _head(project: Project) -> dict[str, Any]:
    state = State(project.state)
    return {"state": NOW[state], "state_kind": CHIPS[state], "has_ended": has_ended(state)}


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise on the sheet, marked late where the reader may see that it is. `is_past_due`: its date has passed."""

    promise: Promise
    is_open: bool
    is_late: bool
    is_past_due: bool


def _promise(promise: Promise, before: date) -> PromiseLine:
    is_open = promise.state == Promise.State.OPEN
    is_past_due = is_open and promise.due_on < timezone.localdate()
    return PromiseLine(promise, is_open, is_open and promise.due_on < before, is_past_due)


def _steps(sheet: Sheet) -> dict[str, Any]:
    today, ended = timezone.localdate(), has_ended(sheet.project.state)
    steps = [
        (one, Step(one.name, one.done_on or one.due_on, _step_state(one.done_on, one.due_on, today, ended)))
        for one in sheet.milestones
    ]
    steps.sort(key=lambda pair: (pair[1].on, pair[0].pk))
    return {"steps": steps, "time_line": time_line([step for _one, step in steps], today)}


def _step_state(done_on: date | None, due_on: date, today: date, has_ended: bool) -> str:
    if done_on is not None:
        return "done"
    return "late" if due_on < today and not has_ended else "next"


def _facts(project: Project) -> list[tuple[str, str, str]]:
    """Label, what is said ("" where nothing is), and an address to go to."""
    days = {"begin": day_in_words(project.begins_on), "end": day_in_words(project.ends_on)}
    term = pgettext("first and last day", "%(begin)s 〜 %(end)s") % days
    where = f"{project.latitude:.5f}, {project.longitude:.5f}" if project.latitude and project.longitude else ""
    on_map = f"https://maps.gsi.go.jp/#16/{project.latitude}/{project.longitude}/" if where else ""
    owner = project.owner
    return [
        (_("何をするか"), project.activity, ""),
        (_("行う団体"), owner.name if owner else _("まち（役場）"), _owner_url(project)),
        (_("期間"), term if project.begins_on or project.ends_on else "", ""),
        (_("場所"), project.place, ""),
        *([(_("位置（緯度、経度）"), where, on_map)] if where else []),
        (_("根拠"), str(project.get_ground_display()) if project.ground else "", ""),
        *([(_("根拠の法令・条例"), project.law, "")] if project.law or project.ground == Project.Ground.DUTY else []),
        (_("何をもって終えるか"), project.end_condition, ""),
        (_("終えたあと、だれが続けるか"), project.successor, ""),
        (_("もとになった計画や声"), project.came_from, ""),
        *([(_("事業番号"), project.number, "")] if project.number else []),
    ]


def _owner_url(project: Project) -> str:
    return f"/{project.town.code}/organisations/{project.owner_id}/" if project.owner_id else ""


def _works(actor: Actor, project: Project) -> list[tuple[str, str]]:
    """Words and addresses of the drafts that the reader may begin here: staff, or those whose own project it is."""
    if not actor.is_signed_in:
        return []
    own = project.owner_id is not None and project.owner_id in own_organisations(actor.person_id)
    if not own and not may_draft(actor, PLAN):
        return []
    about = f"?about=project:{project.public_reference().id}"
    return [
        (word, reverse("new_draft", args=[project.town.code, kind]) + about)
        for word, kind in _kinds_for(project)
    ]


def _kinds_for(project: Project) -> Iterator[tuple[str, str]]:
    if takes_a_report(project):
        yield _("報告を書く"), REPORT
    if has_ended(project.state):
        return
    yield _("工程を直す"), MILESTONES
    yield _("段階を進める"), TRANSITION
    yield _("計画を変える"), PLAN


@require_safe
def report(request: HttpRequest, code: str, project: int, report: int) -> HttpResponse:
    """One report that is out, with the promises made in it."""
    town, actor = opened_town_of(request), actor_of(request)
    found = _report(report)
    if found.project_id != project:
        return HttpResponseRedirect(reverse("project-report", args=[code, found.project_id, report]))
    before = shown_late_before(actor)
    thing = PublicObject.objects.filter(kind="report", key=found.public_reference().id).first()
    context = {
        "town": town,
        "project": found.project,
        "report": found,
        "cost": sum_in_words(found.cost_yen),
        "promises": [_promise(one, before) for one in promises_in([found]).get(found.pk, [])],
        "approved": approvals_of([thing.pk]).get(thing.pk) if thing else None,
        "thread_of": found.public_reference(),
        "crumbs": [
            (town.name, f"/{code}/"),
            (_("事業"), f"/{code}/projects/"),
            (found.project.name, f"/{code}/projects/{project}/"),
            (found.title, ""),
        ],
    }
    return render(request, "pages/project_report.html", context)


def _report(pk: int) -> Report:
    rows = Report.objects.select_related("project__town__municipality", "town__municipality")
    found: Report | None = rows.filter(pk=pk, published_at__isnull=False).first()
    if found is None:
        raise Http404(_("この番号の報告は、公表されていません。事業のページからさがしてください。"))
    return found


@require_safe
def report_by_number(request: HttpRequest, code: str, report: int) -> HttpResponse:
    """The public name of a report does not say its project; this path leads on."""
    opened_town_of(request)
    return HttpResponseRedirect(reverse("project-report", args=[code, _report(report).project_id, report]))
