"""お金の行き先: from where one may follow money — tax, a gift, a project, a fund, a year."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.funding.flow.following import TYPICAL_TAX, followed_projects, followed_years, tax_year
from meguri.funding.journal.models import Fund
from meguri.funding.words import in_words, short_year
from meguri.towns.models import Town
from meguri.towns.request import opened_town_of

PROJECTS_A_PAGE = 20
MOST_FUNDS = 50


@require_safe
def yen_start(request: HttpRequest, code: str) -> HttpResponse:
    """Five queries beside those of every page."""
    town = opened_town_of(request)
    page = Paginator(followed_projects(), PROJECTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "tax_year": tax_year(),
        "typical": TYPICAL_TAX,
        "page": page,
        "projects": [(row.name, reverse("yen-project", args=[code, row.pk]), in_words(row.spent)) for row in page],
        "funds": Fund.objects.select_related("holder")[:MOST_FUNDS],
        "years": [(short_year(year), reverse("yen-year", args=[code, year])) for year in followed_years()],
        "crumbs": [(town.name, f"/{code}/"), (_("お金の行き先"), "")],
    }
    return render(request, "funding/flow/start.html", context)


def crumbs_to_yen(town: Town) -> list[tuple[str, str]]:
    return [(town.name, f"/{town.code}/"), (_("お金の行き先"), reverse("yen", args=[town.code]))]
