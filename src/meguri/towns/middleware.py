"""Finds the town a path is about, opens its scope, and says who the actor is."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from meguri.core.scope import in_town
from meguri.towns.queries import municipality_at
from meguri.towns.request import actor_of

_TOWN_PATH = re.compile(r"\A/(?:api/v1/municipalities/)?(\d{6})(?:/|\Z)")


class TownMiddleware:
    """Sets `request.municipality`, `request.town` (None unless opened here) and a lazy `request.actor`.

    At most two queries for a path below a code; the scope of the town stays open while the view runs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = _TOWN_PATH.match(request.path_info)
        municipality = municipality_at(found.group(1)) if found else None
        town = getattr(municipality, "town", None)
        request.municipality = municipality  # type: ignore[attr-defined]  # read through towns.request
        request.town = town  # type: ignore[attr-defined]  # read through towns.request
        request.find_actor = lambda: actor_of(request)  # type: ignore[attr-defined]  # lazy: costs queries
        if town is None:
            return self.get_response(request)
        with in_town(town):
            return self.get_response(request)
