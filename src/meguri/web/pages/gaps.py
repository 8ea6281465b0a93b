"""まだ決まっていないこと: what nobody answers for and what was never confirmed, once the days of grace are over."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.governance.models import PublicObject, Responsibility
from meguri.governance.queries.promises import grace_days
from meguri.towns.models import Town
from meguri.towns.request import opened_town_of
from meguri.web.pages.work.gap_sources import unanswered_in_public, unconfirmed_in_public
from meguri.web.pages.work.sources import page_of_object

ON_ONE_PAGE = 50


@require_safe
def gaps(request: HttpRequest, code: str) -> HttpResponse:
    """`?show=unconfirmed`: the second list. At most 10 queries, however much there is."""
    town, today, grace = opened_town_of(request), timezone.localdate(), grace_days()
    unanswered, unconfirmed = unanswered_in_public(today, grace), unconfirmed_in_public(today, grace)
    counts = (unanswered.order_by().count(), unconfirmed.order_by().count())
    second = request.GET.get("show") == "unconfirmed" or (counts[1] and not counts[0])
    rows: QuerySet[Any] = unconfirmed if second else unanswered
    page = Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("page"))
    lines = [_unconfirmed(town, one) if second else _line(town, one) for one in page]
    context: dict[str, Any] = {
        "town": town,
        "grace": grace,
        "unanswered": counts[0],
        "unconfirmed": counts[1],
        "is_second": second,
        "page": page,
        "lines": lines,
        "knows_anything": PublicObject.objects.filter(needs_post=True).exists(),
        "crumbs": [(town.name, f"/{code}/"), (_("まだ決まっていないこと"), "")],
    }
    return render(request, "pages/gaps.html", context)


def _line(town: Town, thing: PublicObject) -> dict[str, Any]:
    return {
        "title": thing.title,
        "url": page_of_object(town, thing),
        "since": timezone.localtime(thing.first_told_at).date(),
        "post": "",
    }


def _unconfirmed(town: Town, one: Responsibility) -> dict[str, Any]:
    post = one.post.full_name
    return {"title": one.object.title, "url": page_of_object(town, one.object), "since": one.since, "post": post}
