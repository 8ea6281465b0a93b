"""The money of one fund: how it came, for which purposes, and where it is now."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.funding.flow.effects import effects_of
from meguri.funding.flow.flow_table import FlowTable
from meguri.funding.flow.flows import came_in_words, fund_flow
from meguri.funding.flow.pages.start import crumbs_to_yen
from meguri.funding.flow.showing import flow_file, shown
from meguri.funding.flow.sums import End, came_to, ends_of_fund
from meguri.funding.journal.models import Fund, Purpose
from meguri.funding.journal.queries import years_of
from meguri.funding.words import in_words, short_year, to_the_yen
from meguri.projects.models import Project
from meguri.towns.request import opened_town_of


@require_safe
def yen_fund(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    """Sixteen queries at most beside those of every page."""
    town, found = opened_town_of(request), fund_of(fund)
    flow, projects = flow_of_fund(found)
    came = list(came_in_words(came_to(found)))
    places = {place: sum(row.yen for row in flow.rows if row.path[-1].key == place) for place in ("kept", "lent")}
    context = {
        "fund": found,
        "received": in_words(sum(yen for _word, yen in came)),
        "spent": in_words(sum(row.yen for row in flow.rows if not row.path[-1].tone)),
        "kept": in_words(places["kept"]),
        "lent": in_words(places["lent"]) if places["lent"] else "",
        "flow": shown(_("「%(name)s」のお金の行き先") % {"name": found.name}, flow, request.path),
        "came": [(word, in_words(yen), (yen, to_the_yen(yen))) for word, yen in came],
        "years": [(short_year(year), year) for year in years_of(found)],
        "effects": list(effects_of(projects).values()),
        "thread_of": found.public_reference(),
        "crumbs": [*crumbs_to_yen(town), (found.name, "")],
    }
    return render(request, "funding/flow/fund.html", context)


@require_safe
def yen_fund_file(request: HttpRequest, code: str, fund: int, kind: str) -> Any:
    town, found = opened_town_of(request), fund_of(fund)
    return flow_file(kind, f"{town.code}-fund-{fund}", flow_of_fund(found)[0], request)


def fund_of(pk: int) -> Fund:
    found: Fund | None = Fund.objects.select_related("holder", "town__municipality").filter(pk=pk).first()
    if found is None:
        raise Http404(_("この番号の資金はありません。資金の一覧からさがしてください。"))
    return found


def flow_of_fund(fund: Fund) -> tuple[FlowTable, list[Project]]:
    """The flow, and the projects in it, the most yen first. Six queries."""
    ends = ends_of_fund(fund)
    purposes, projects = named(ends)
    return fund_flow(fund, ends, purposes, projects), ordered(ends, projects)


def named(ends: list[End]) -> tuple[dict[int, Purpose], dict[int, Project]]:
    """The purposes and projects of these sums, by number. Two queries."""
    purposes = Purpose.objects.select_related("fund__town__municipality", "town__municipality")
    projects = Project.objects.select_related("town__municipality")
    return (
        purposes.in_bulk({end.purpose for end in ends}),
        projects.in_bulk({end.project for end in ends if end.project is not None}),
    )


def ordered(ends: list[End], projects: dict[int, Project]) -> list[Project]:
    """The projects in these sums, the most yen first."""
    spent: dict[int, int] = {}
    for end in ends:
        if end.project is not None:
            spent[end.project] = spent.get(end.project, 0) + end.yen
    return [projects[pk] for pk in sorted(spent, key=lambda pk: (-spent[pk], pk))]
