"""The page of a whole walk, and the same as JSON-LD."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.ports import Reference
from meguri.thread import jsonld
from meguri.thread.outline import outline
from meguri.thread.picture import Column, picture
from meguri.thread.queries import thread_url, whole
from meguri.thread.shapes import Whole
from meguri.thread.walk import Side
from meguri.towns.models import Station
from meguri.towns.request import opened_town_of


def _asked(request: HttpRequest, kind: str, id: str) -> Whole:
    found = whole(opened_town_of(request), Reference(kind, id))
    if found is None:
        raise Http404(_("このつながりは、ここにはありません。まちのページからさがしてください。"))
    return found


@require_safe
def thread(request: HttpRequest, code: str, kind: str, id: str) -> HttpResponse:
    """All that lies before and after one object. At most 17 queries."""
    town, found = opened_town_of(request), _asked(request, kind, id)
    path = thread_url(found.here.reference, town.code)
    context = {
        "whole": found,
        "here_knot": found.here,
        "before": outline(found, Side.BEFORE),
        "after": outline(found, Side.AFTER),
        "gaps_before": [gap for gap in found.gaps if gap.side is Side.BEFORE],
        "gaps_after": [gap for gap in found.gaps if gap.side is Side.AFTER],
        "picture": mark_safe(picture(found, _columns(found), _("まだつながっていません"))),  # noqa: S308  # all escaped there
        "jsonld_url": path.removesuffix("/") + ".jsonld",
        "crumbs": [
            (town.name, f"/{town.code}/"),
            *([(found.here.title, found.here.url)] if found.here.url else []),
            (_("つながり"), ""),
        ],
    }
    return render(request, "thread/thread.html", context)


@require_safe
def thread_jsonld(request: HttpRequest, code: str, kind: str, id: str) -> HttpResponse:
    """The walk as JSON-LD. At most 17 queries."""
    town, found = opened_town_of(request), _asked(request, kind, id)
    said = jsonld.document(found, settings.SITE_ADDRESS.rstrip("/"), thread_url(found.here.reference, town.code))
    return HttpResponse(json.dumps(said, ensure_ascii=False, indent=1), content_type=jsonld.TYPE)


def _columns(found: Whole) -> list[Column]:
    """Stations that the walk has something of, or should have, clockwise from the top; then what stands beside them."""
    gaps = {gap.station: -number for number, gap in enumerate(found.gaps, start=1)}
    stations = [*((one.value, str(one.label)) for one in Station), ("", _("輪のそば"))]
    columns = (
        Column(word, [pk for pk, knot in found.knots.items() if knot.station == value], gaps.get(value, 0))
        for value, word in stations
    )
    return [column for column in columns if column.rows]
