"""The money of one project: whose it was, through which purposes it came, and what moved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.funding.flow.effects import effects_of
from meguri.funding.flow.flows import project_flow
from meguri.funding.flow.pages.start import crumbs_to_yen
from meguri.funding.flow.showing import flow_file, shown
from meguri.funding.flow.sources import sources_of
from meguri.funding.queries import money_of
from meguri.funding.words import in_words, short_year, to_the_yen
from meguri.projects.models import Project
from meguri.projects.queries.sheet import project_at
from meguri.towns.request import opened_town_of


@require_safe
def yen_project(request: HttpRequest, code: str, project: int) -> HttpResponse:
    """Sixteen queries at most beside those of every page, and four for each purpose that paid."""
    town, found = opened_town_of(request), _found(project)
    flow = project_flow(found, sources_of(found))
    years = money_of([found.pk])[found.pk]
    caption = _("「%(name)s」に使われたお金の出どころ") % {"name": found.name}
    context = {
        "project": found,
        "spent": in_words(flow.yen),
        "raw": flow.yen,
        "flow": shown(caption, flow, request.path),
        "ways": [(row.path[0].name, row.path[1].name, in_words(row.yen)) for row in flow.rows[:3]],
        "effects": list(effects_of([found]).values()),
        "settled": _settled(years),
        "budget": [_year(one) for one in years],
        "thread_of": found.public_reference(),
        "crumbs": [*crumbs_to_yen(town), (found.name, "")],
    }
    return render(request, "funding/flow/project.html", context)


@require_safe
def yen_project_file(request: HttpRequest, code: str, project: int, kind: str) -> Any:
    town, found = opened_town_of(request), _found(project)
    return flow_file(kind, f"{town.code}-project-{project}", project_flow(found, sources_of(found)), request)


def _found(pk: int) -> Project:
    found = project_at(pk)
    if found is None:
        raise Http404(_("この番号の事業はありません。事業の一覧からさがしてください。"))
    return found


def _settled(years: list[Any]) -> tuple[str, str] | None:
    """The newest year with a settlement, and its sum in words."""
    told = ((short_year(one.fiscal_year), in_words(one.money.settlement)) for one in years if one.money.settlement)
    return next(told, None)


def _year(one: Any) -> tuple[str, tuple[int | None, str], tuple[int | None, str]]:
    money = one.money
    return (
        short_year(one.fiscal_year),
        (money.budget, to_the_yen(money.budget)),
        (money.settlement, to_the_yen(money.settlement)),
    )
