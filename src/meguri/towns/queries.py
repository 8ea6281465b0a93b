"""The read side of towns: the finder over the national list, prefectures with their places, opened towns."""

from django.db.models import QuerySet

from meguri.core.revision import PerRevision
from meguri.core.scope import across_towns
from meguri.core.text import romaji_key, search_key
from meguri.towns.models import Municipality, Prefecture, SourcedFact, Town
from meguri.towns.search import Finder, Place


def _make_finder() -> Finder:
    former: dict[int, list[str]] = {}
    places = list(
        Municipality.objects.select_related("prefecture", "town").prefetch_related("former_codes").order_by("code")
    )
    for place in places:
        former[place.pk] = [search_key(change.old_name) for change in place.former_codes.all()]
    return Finder(_place(municipality, former[municipality.pk]) for municipality in places)


def _place(municipality: Municipality, former_keys: list[str]) -> Place:
    prefecture = municipality.prefecture
    name_key = search_key(prefecture.name)
    short = name_key if name_key == search_key("北海道") else name_key[:-1]
    return Place(
        code=municipality.code,
        name=municipality.name,
        kana=municipality.kana,
        romaji=municipality.romaji,
        prefecture_code=prefecture.code,
        prefecture_name=prefecture.name,
        county=municipality.county,
        is_open=hasattr(municipality, "town"),
        is_fictional=municipality.is_fictional,
        name_key=municipality.name_key,
        other_keys=(*municipality.other_names_key.split(), *former_keys),
        kana_key=municipality.kana_key,
        romaji_key=municipality.romaji_key,
        prefecture_keys=(name_key, short, search_key(prefecture.kana), romaji_key(prefecture.kana)),
    )


_finder = PerRevision(_make_finder)


def find_places(typed: str, limit: int = 20) -> list[Place]:
    """Municipalities that match what was typed. One query, four more after an act."""
    return _finder.now().find(typed, limit)


def all_places() -> list[Place]:
    """All municipalities by code, the made-up one included. One query, four more after an act."""
    return list(_finder.now().places)


def municipalities() -> QuerySet[Municipality]:
    """All municipalities by code with their prefecture and, where it has opened, their town. One query."""
    return Municipality.objects.select_related("prefecture", "town").order_by("code")


def prefectures() -> QuerySet[Prefecture]:
    """The 47, north to south."""
    return Prefecture.objects.filter(is_fictional=False).order_by("code")


def opened_towns(limit: int = 100) -> list[Town]:
    """Towns that have opened here, the newest first. One query; the country's page sees all towns."""
    with across_towns():
        return list(
            Town.objects.select_related("municipality__prefecture").order_by("-opened_at")[:limit]
        )


def facts_about(municipality: Municipality) -> list[SourcedFact]:
    """Sourced statements about a municipality, in order. One query."""
    return list(SourcedFact.objects.filter(municipality=municipality).order_by("position"))
