"""Work, things and places given to projects; their value stands beside the yen of the books, never in a sum with it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.funding.sources.models import InKind
from meguri.funding.sources.pages.standing import crumbs
from meguri.funding.words import to_the_yen
from meguri.towns.request import opened_town_of

A_PAGE = 50


@require_safe
def in_kind_list(request: HttpRequest, code: str) -> HttpResponse:
    """The newest first. Two queries beside those of every page."""
    town = opened_town_of(request)
    page = Paginator(InKind.objects.select_related("project", "giver"), A_PAGE).get_page(request.GET.get("page"))
    lines = [(one, f"{one.quantity.normalize():f}", one.valued_yen, to_the_yen(one.valued_yen)) for one in page]
    context = {"page": page, "lines": lines, "crumbs": crumbs(town, (_("現物・労務"), ""))}
    return render(request, "funding/sources/in_kind.html", context)
