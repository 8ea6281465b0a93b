"""The officer's day: three things first, then everything that waits, and where all the work is done."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meguri.core.policy import answer
from meguri.governance.leading import acted_for
from meguri.governance.models import Holder
from meguri.governance.posts import on_day
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door
from meguri.web.pages.work.links import work_links
from meguri.web.pages.work.sources import Desk, sources_of_the_day
from meguri.web.pages.work.tasks import Source, most_pressing, page_of, parts_of

FIRST_DAYS = 60
"""For so many days of a term a new head is led to what came with the post."""


@never_cache
@require_safe
@through_the_door
def day(request: HttpRequest, code: str) -> HttpResponse:
    """`?show=`: one of the lists, whole. At most 60 queries, however much there is."""
    town = opened_town_of(request)
    if (no := answer("governance.see_day", actor_of(request))) is not None:
        raise no
    desk = desk_of(request, town)
    sources = sources_of_the_day(desk)
    context: dict[str, Any] = {"town": town, "desk": desk, "base": desk.url("work/")}
    shown = next((one for one in sources if one.key == request.GET.get("show")), None)
    if shown is not None:
        return render(request, "pages/work/list.html", context | _whole(request, town, shown))
    parts = parts_of(sources)
    context |= {
        "first": most_pressing(parts),
        "parts": [part for part in parts if part.count],
        "links": [(word, url) for word, url in work_links(desk.actor, town) if url != desk.url("work/")],
        "new_posts": new_posts(desk),
        "crumbs": [(town.name, f"/{code}/"), (_("きょうの仕事"), "")],
    }
    return render(request, "pages/work/day.html", context)


def desk_of(request: HttpRequest, town: Town) -> Desk:
    actor = actor_of(request)
    return Desk(town, timezone.localdate(), acted_for(actor.person_id), actor)


def _whole(request: HttpRequest, town: Town, source: Source) -> dict[str, Any]:
    page, tasks = page_of(source, request.GET.get("page"))
    work = f"/{town.code}/work/"
    crumbs = [(town.name, f"/{town.code}/"), (_("きょうの仕事"), work), (source.heading, "")]
    return {"source": source, "page": page, "tasks": tasks, "back": (_("きょうの仕事"), work), "crumbs": crumbs}


def new_posts(desk: Desk) -> list[Holder]:
    """The reader's posts whose term began in the last 60 days. One query."""
    since: date = desk.today - timedelta(days=FIRST_DAYS)
    found = Holder.objects.filter(on_day(desk.today), person_id=desk.actor.person_id, since__gt=since)
    return list(found.select_related("post__organisation").order_by("-since", "pk"))
