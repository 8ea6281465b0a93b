"""The map that can be moved, and the points on it. The list of prefectures stands beside it for everybody."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.revision import PerRevision
from meguri.towns.models import Municipality
from meguri.web.pages.country import regions


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    context = {
        "places_url": reverse("map-places"),
        "list_url": "#by-prefecture",
        "regions": list(regions()),
        "tile_url": settings.TILE_URL,
        "tile_credit": settings.TILE_CREDIT,
        "crumbs": [(_("全国"), "/"), (_("地図"), "")],
    }
    return render(request, "pages/map.html", context)


def _make_places() -> dict[str, Any]:
    places = Municipality.objects.real().select_related("prefecture").order_by("code")
    return {"type": "FeatureCollection", "features": [_feature(place) for place in places]}


def _feature(place: Municipality) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {"name": place.full_name, "url": f"/{place.code}/"},
    }


_places = PerRevision(_make_places)


@require_safe
def map_places(request: HttpRequest) -> JsonResponse:
    """Every municipality as a GeoJSON point (degrees, WGS 84), with name and address."""
    return JsonResponse(_places.now(), json_dumps_params={"ensure_ascii": False}, content_type="application/geo+json")
