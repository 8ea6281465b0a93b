"""The lines of a fiscal year in the order of the file, of one 会計, 款, 項 or 目 where that is asked for."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.funding.models import BudgetLine
from meguri.funding.pages.one_year import crumbs_to_budget
from meguri.funding.queries import lines_of
from meguri.funding.words import to_the_yen, year_in_words
from meguri.towns.request import opened_town_of

LINES_A_PAGE = 100
PLACE = ("account", "side", "kan", "kou", "moku")


@require_safe
def budget_lines(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """`?account=&side=&kan=&kou=&moku=` as far as given. Two queries beside those of every page."""
    town = opened_town_of(request)
    place = {name: request.GET[name][:60] for name in PLACE if name in request.GET}
    page: Page[BudgetLine] = Paginator(lines_of(year, **place), LINES_A_PAGE).get_page(request.GET.get("page"))
    shown = [value for name, value in place.items() if value and name != "side"]
    context = {
        "page": page,
        "name": year_in_words(year),
        "place": " › ".join(shown),
        "rows": [(line, to_the_yen(line.budget_yen), to_the_yen(line.settlement_yen)) for line in page],
        "crumbs": [
            *crumbs_to_budget(town),
            (year_in_words(year), reverse("budget-year", args=[town.code, year])),
            (_("行の一覧"), ""),
        ],
    }
    return render(request, "funding/lines.html", context)
