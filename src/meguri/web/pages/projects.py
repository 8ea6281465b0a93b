"""The list of a town's projects for everybody, and the same as CSV; for the staff, with what each still lacks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meguri.core.actor import STAFF_ROLES, Actor, Role
from meguri.core.policy import answer, require
from meguri.core.tables import write_csv
from meguri.governance.lateness import late_before
from meguri.governance.queries.promises import grace_days
from meguri.projects.models import Project
from meguri.projects.policies import PLAN
from meguri.projects.queries.lacking import lacking_projects
from meguri.projects.queries.listing import (
    Row,
    Wanted,
    chosen,
    counts_by_state,
    organisations_of_projects,
    rows_of,
)
from meguri.projects.states import has_ended
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door
from meguri.web.pages.state_bar import state_bar

PER_PAGE = 25
BATCH = 500
CSV_HEAD = (
    "番号", "事業番号", "事業", "何のために", "段階", "責任者", "行う団体", "場所", "緯度", "経度", "始まる日",
    "終わる日", "根拠", "根拠の法令・条例", "何をもって終えるか", "終えたあと、だれが続けるか", "見込みの費用（円）",
    "もとになった計画や声",
)  # fmt: skip


def shown_late_before(actor: Actor) -> date:
    """What was due before this day is shown as late: to the staff at once, to others after the days of grace."""
    today = timezone.localdate()
    if actor.roles & STAFF_ROLES:
        return today
    return late_before(today, grace_days())


def shown_gap_after(actor: Actor) -> int:
    """For how many days nobody has to have answered before a page says so: the staff see it at once."""
    return 0 if actor.roles & STAFF_ROLES else grace_days()


def may_draft(actor: Actor, kind: str) -> bool:
    """Whether a staff member could begin such a draft, once a second factor was shown."""
    staff = {Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR}
    refused = answer("governance.start_draft", actor, kind)
    is_staff = bool((actor.roles | actor.withheld_roles) & staff)
    return is_staff and (refused is None or refused.sign_in_helps)


@require_safe
def projects(request: HttpRequest, code: str) -> HttpResponse:
    """`?q=` words, `?state=`, `?organisation=`, `?ground=`, `?late=1`, `?page=`. Sixteen queries at most."""
    town, actor = opened_town_of(request), actor_of(request)
    wanted, before = Wanted.read(request.GET), shown_late_before(actor)
    counts = counts_by_state(chosen(replace(wanted, state=""), before) if wanted.asks else None)
    page = Paginator(chosen(wanted, before), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "town": town,
        "wanted": wanted,
        "counts": [(one, wanted.as_query(state=one.state.value)) for one in counts if one.count],
        "total": Project.objects.count(),
        "bar": state_bar(counts),
        "organisations": organisations_of_projects(),
        "grounds": [*((one.value, one.label) for one in Project.Ground if one.value), ("none", _("未入力"))],
        "page": page,
        "rows": rows_of(list(page), before, shown_gap_after(actor)),
        "csv_url": f"/{code}/projects.csv{wanted.as_query()}",
        "may_draft": may_draft(actor, PLAN),
        "crumbs": [(town.name, f"/{code}/"), (_("事業"), "")],
    }
    return render(request, "pages/projects.html", context)


@require_safe
def projects_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The projects chosen as in the list, one a line; what is unknown is an empty cell."""
    opened_town_of(request)
    before = shown_late_before(actor_of(request))
    lines = list(_csv_rows(Wanted.read(request.GET), before))
    answer = StreamingHttpResponse(write_csv(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="projects-{code}.csv"'
    return answer


def _csv_rows(wanted: Wanted, before: date) -> Iterator[tuple[object, ...]]:
    yield CSV_HEAD
    found = chosen(wanted, before)
    for start in range(0, found.count(), BATCH):
        for row in rows_of(list(found[start : start + BATCH]), before):
            yield _csv_row(row)


def _csv_row(row: Row) -> tuple[object, ...]:
    one = row.project
    return (
        one.pk, one.number, one.name, one.purpose, one.get_state_display(),
        row.answering.name if row.answering else "", one.owner.name if one.owner else "", one.place, one.latitude,
        one.longitude, one.begins_on or "", one.ends_on or "", one.get_ground_display() if one.ground else "", one.law,
        one.end_condition, one.successor, one.planned_yen, one.came_from,
    )  # fmt: skip


@never_cache
@require_safe
@through_the_door
def work(request: HttpRequest, code: str) -> HttpResponse:
    """For the staff: every project with what it lacks, those that lack something first. `?page=`, `?lacks=`."""
    town, actor = opened_town_of(request), actor_of(request)
    if (no := require(actor, *STAFF_ROLES, sentence=_("このページは、まちの職員だけが見られます。"))) is not None:
        raise no
    lacking = lacking_projects(request.GET.get("lacks", ""))
    page = Paginator(lacking.projects, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "town": town,
        "lacking": lacking,
        "page": page,
        "lines": [(one, lacking.of(one), has_ended(one.state)) for one in page],
        "may_draft": may_draft(actor, PLAN),
        "crumbs": [(town.name, f"/{code}/"), (_("事業の手入れ"), "")],
    }
    return render(request, "pages/projects_work.html", context)
