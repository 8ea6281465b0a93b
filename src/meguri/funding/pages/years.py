"""予算と決算: every fiscal year in sums, and how much of it is tied to projects."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.policy import answer
from meguri.funding.pages.bars import Bar, bars
from meguri.funding.pages.copies import copied
from meguri.funding.queries import Year, years
from meguri.funding.words import in_words, share_in_percent, year_in_words
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of

YEARS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class YearLine:
    """One fiscal year on the page. `tied`: whole percent of the budget; None where nothing is known."""

    year: Year
    bar: Bar
    tied: int | None


@require_safe
def budget_years(request: HttpRequest, code: str) -> HttpResponse:
    """All years, the newest first. Two queries beside those of every page."""
    town = opened_town_of(request)
    found = years()
    page = Paginator(found, YEARS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(town, list(page)),
        "newest": _newest(found[0]) if found else None,
        "may_work": may_work(request),
        "crumbs": [(town.name, f"/{town.code}/"), (_("予算と決算"), "")],
    }
    return render(request, "funding/years.html", context)


def may_work(request: HttpRequest) -> bool:
    """Whether the reader may tie lines, a role that waits for the second factor among them."""
    no = answer("funding.tie_lines", actor_of(request))
    return no is None or (no.sign_in_helps and actor_of(request).is_signed_in)


def _lines(town: Town, found: list[Year]) -> list[YearLine]:
    urls = [reverse("budget-year", args=[town.code, year.fiscal_year]) for year in found]
    names = [year_in_words(year.fiscal_year) for year in found]
    drawn = bars(list(zip(names, urls, (year.expenditure for year in found), strict=True)))
    return [YearLine(year, bar, tied_share(year)) for year, bar in zip(found, drawn, strict=True)]


def tied_share(year: Year) -> int | None:
    """Whole percent of the expenditure's budget whose lines are tied to projects."""
    return share_in_percent(year.tied, year.expenditure.budget or 0)


def _newest(year: Year) -> dict[str, Any]:
    return {
        "year": year.fiscal_year,
        "name": year_in_words(year.fiscal_year),
        "budget": in_words(year.expenditure.budget),
        "raw": year.expenditure.budget,
        "tied": tied_share(year),
        "tied_yen": in_words(year.tied),
        "files": copied(year.files),
    }
