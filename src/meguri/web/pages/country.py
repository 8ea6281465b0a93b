"""The first page: one box that asks for the reader's town, the map, the towns that have opened, the prefectures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meguri.towns.models import Prefecture, Town
from meguri.towns.queries import all_places, opened_towns, prefectures
from meguri.web.japan_map import REGIONS
from meguri.web.pages.drawing import country_drawing
from meguri.web.pages.names import REGION_WORDS, prefecture_name, reading

OPENED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class OpenedTown:
    """A town that has opened, as the first page shows it."""

    name: str
    reading: str
    prefecture: str
    url: str
    is_fictional: bool


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region with its prefectures: (name, address)."""

    name: str
    prefectures: list[tuple[str, str]]


@require_safe
def country(request: HttpRequest) -> HttpResponse:
    context = {
        "count": sum(not place.is_fictional for place in all_places()),
        "map": country_drawing(),
        "opened": [_opened(town) for town in opened_towns(OPENED_SHOWN)],
        "regions": list(regions()),
    }
    return render(request, "pages/country.html", context)


def regions() -> Iterator[RegionView]:
    """The eight regions with the 47 prefectures, north to south. One query."""
    known = {prefecture.code: prefecture for prefecture in prefectures()}
    for name, numbers in REGIONS.items():
        inside = [known[code] for number in numbers if (code := f"{number:02d}") in known]
        yield RegionView(str(REGION_WORDS[name]), [_link(prefecture) for prefecture in inside])


def _link(prefecture: Prefecture) -> tuple[str, str]:
    return prefecture_name(prefecture), f"/prefectures/{prefecture.code}/"


def _opened(town: Town) -> OpenedTown:
    place = town.municipality
    return OpenedTown(
        name=place.name,
        reading=reading(place),
        prefecture=prefecture_name(place.prefecture),
        url=f"/{place.code}/",
        is_fictional=place.is_fictional,
    )
