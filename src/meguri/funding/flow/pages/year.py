"""The money of all funds in one fiscal year: what came in, and what went out for what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.funding.flow.effects import effects_of
from meguri.funding.flow.flow_table import FlowTable
from meguri.funding.flow.flows import came_in_words, year_flow
from meguri.funding.flow.pages.fund import named, ordered
from meguri.funding.flow.pages.start import crumbs_to_yen
from meguri.funding.flow.showing import flow_file, shown
from meguri.funding.flow.sums import came_in, ends_of_year
from meguri.funding.queries import year_of
from meguri.funding.words import in_words, to_the_yen, year_in_words
from meguri.projects.models import Project
from meguri.towns.request import opened_town_of

MOST_EFFECTS = 20


@require_safe
def yen_year(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Fourteen queries at most beside those of every page."""
    town = opened_town_of(request)
    flow, projects = flow_of_year(year)
    came = list(came_in_words(came_in(year)))
    budget = year_of(year)
    if not flow.rows and not came and budget is None:
        raise Http404(_("この年度のお金の記録は、まだありません。"))
    name = year_in_words(year)
    context = {
        "name": name,
        "received": in_words(sum(yen for _word, yen in came)),
        "spent": in_words(flow.yen),
        "flow": shown(_("%(year)sに資金から出たお金") % {"year": name}, flow, request.path),
        "came": [(word, in_words(yen), (yen, to_the_yen(yen))) for word, yen in came],
        "budget": budget,
        "settlement": in_words(budget.expenditure.settlement) if budget else "",
        "planned": in_words(budget.expenditure.budget) if budget else "",
        "budget_url": reverse("budget-year", args=[code, year]) if budget else "",
        "effects": list(effects_of(projects[:MOST_EFFECTS]).values()),
        "crumbs": [*crumbs_to_yen(town), (name, "")],
    }
    return render(request, "funding/flow/year.html", context)


@require_safe
def yen_year_file(request: HttpRequest, code: str, year: int, kind: str) -> Any:
    town = opened_town_of(request)
    return flow_file(kind, f"{town.code}-year-{year}", flow_of_year(year)[0], request)


def flow_of_year(year: int) -> tuple[FlowTable, list[Project]]:
    """Three queries."""
    ends = ends_of_year(year)
    purposes, projects = named(ends)
    return year_flow(ends, purposes, projects), ordered(ends, projects)
