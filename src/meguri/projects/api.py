"""The API of projects: the list, one with all that hangs on it, and the reports that are out."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router

from meguri.core.api.answer import CSV_TOO, Wanted, json_answer, list_answer
from meguri.core.api.paging import Cut
from meguri.governance.lateness import late_before
from meguri.governance.models import TownRule
from meguri.governance.models.rules import GRACE_DAYS
from meguri.projects.api_schemas import ProjectDetail, ProjectOut, Projects, ReportOut, Reports
from meguri.projects.models import Report
from meguri.projects.queries import listing
from meguri.projects.queries.sheet import project_at, sheet_of
from meguri.projects.states import State
from meguri.towns.request import opened_town_of

router = Router(tags=[_("事業")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]
Number = Annotated[int, Path(ge=1, le=2**53, description=_("事業の番号"))]


class WantedProjects(Wanted):
    """Which projects are asked for."""

    q: str = Field("", max_length=60, description=_("名前・目的・すること・場所のことばでさがす"))
    state: State | None = Field(None, description=_("段階"))
    organisation: int | None = Field(None, ge=1, le=2**53, description=_("行う団体か、責任者の組織の番号"))
    late: bool = Field(False, description=_("trueは、報告がおくれている事業だけ"))


class WantedReports(Wanted):
    """Which reports are asked for."""

    project: int | None = Field(None, ge=1, le=2**53, description=_("この番号の事業の報告だけ"))


def public_late_before() -> date:
    """The API answers everybody alike: late means late after the town's days of grace. One query."""
    rule = TownRule.objects.first()
    return late_before(timezone.localdate(), rule.grace_days if rule else GRACE_DAYS)


@router.get(
    "/municipalities/{code}/projects",
    response=Projects,
    operation_id="list_projects",
    summary=_("まちの事業"),
    description=_("開いたまちがしている事業を、名前の順に並べます。まだ開いていないまちは404です。"),
    openapi_extra=CSV_TOO,
)
def list_projects(request: HttpRequest, code: Code, wanted: Query[WantedProjects]) -> HttpResponse:
    opened_town_of(request)
    before = public_late_before()
    asked = listing.Wanted(wanted.q.strip(), wanted.state or "", wanted.organisation, "", wanted.late)
    found = listing.chosen(asked, before)
    page = list(found[wanted.offset : wanted.offset + wanted.limit])
    rows = [ProjectOut.of(row) for row in listing.rows_of(page, before)]
    return list_answer(
        request, Projects, ProjectOut, Cut(rows, found.count(), wanted), wanted, name=f"projects-{code}"
    )


@router.get(
    "/municipalities/{code}/projects/{number}",
    response=ProjectDetail,
    operation_id="get_project",
    summary=_("ひとつの事業"),
    description=_("ひとつの事業と、その工程、段階、報告、約束です。お金は予算のAPIにあります。"),
)
def get_project(request: HttpRequest, code: Code, number: Number) -> HttpResponse:
    opened_town_of(request)
    project = project_at(number)
    if project is None:
        raise Http404(gettext("この番号の事業はありません。一覧の id を使ってください。"))
    row = listing.rows_of([project], public_late_before())[0]
    return json_answer(ProjectDetail.of(row, sheet_of(project)))


@router.get(
    "/municipalities/{code}/reports",
    response=Reports,
    operation_id="list_reports",
    summary=_("事業の報告"),
    description=_("公表された報告を、新しい順に並べます。"),
    openapi_extra=CSV_TOO,
)
def list_reports(request: HttpRequest, code: Code, wanted: Query[WantedReports]) -> HttpResponse:
    opened_town_of(request)
    found = Report.objects.filter(published_at__isnull=False).select_related("project").order_by("-published_at", "-pk")
    if wanted.project is not None:
        found = found.filter(project=wanted.project)
    page = [ReportOut.of(one) for one in found[wanted.offset : wanted.offset + wanted.limit]]
    return list_answer(request, Reports, ReportOut, Cut(page, found.count(), wanted), wanted, name=f"reports-{code}")
