"""The read side of towns: the finder over the national list, prefectures with their places, opened towns."""

from copy import copy
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from meguri.core.revision import PerRevision
from meguri.core.scope import across_towns
from meguri.core.text import romaji_key, search_key
from meguri.towns.models import CodeChange, Municipality, Prefecture, SourcedFact, Town
from meguri.towns.search import Finder, Fit, Match, Place

PLACE_FIELDS = (
    "pk", "code", "name", "kana", "romaji", "prefecture_id", "prefecture__name", "prefecture__kana",
    "county", "town", "is_fictional", "name_key", "other_names_key", "kana_key", "romaji_key",
)  # fmt: skip


def _make_finder() -> Finder:
    """Read as plain rows, since a finder is made anew after every act. Two queries."""
    former: dict[int, list[str]] = {}
    for municipality_id, name in CodeChange.objects.order_by("pk").values_list("municipality_id", "old_name"):
        former.setdefault(municipality_id, []).append(search_key(name))
    rows = Municipality.objects.order_by("code").values_list(*PLACE_FIELDS)
    return Finder(_place(row, former.get(row[0], [])) for row in rows)


def _place(row: tuple[Any, ...], former_keys: list[str]) -> Place:
    (_pk, code, name, kana, romaji, prefecture_code, prefecture, prefecture_kana, county,
     town_id, is_fictional, name_key, other_names_key, kana_key, latin_key) = row  # fmt: skip
    return Place(
        code=code,
        name=name,
        kana=kana,
        romaji=romaji,
        prefecture_code=prefecture_code,
        prefecture_name=prefecture,
        county=county,
        is_open=town_id is not None,
        is_fictional=is_fictional,
        name_key=name_key,
        other_keys=(*other_names_key.split(), *former_keys),
        kana_key=kana_key,
        romaji_key=latin_key,
        prefecture_keys=_prefecture_keys(prefecture, prefecture_kana),
    )


@lru_cache(maxsize=64)
def _prefecture_keys(name: str, kana: str) -> tuple[str, str, str, str]:
    """Name, name without 都府県, kana and Latin letters; kept, since 1,741 places share 47."""
    key = search_key(name)
    short = key if key == search_key("北海道") else key[:-1]
    return key, short, search_key(kana), romaji_key(kana)


_finder = PerRevision(_make_finder)


def find_places(typed: str, limit: int = 20) -> list[Place]:
    """Municipalities that match what was typed. One query, two more after an act."""
    return _finder.now().find(typed, limit)


def match_places(typed: str, limit: int = 20) -> list[Match]:
    """The same with how each fits, and names nearly the same where none is the name, its beginning or an area's.

    One query, two more after an act.
    """
    finder = _finder.now()
    matches = finder.matches(typed, limit)
    if any(match.fit is not Fit.NEAR for match in matches):
        return matches
    known = {match.place.code for match in matches}
    near = finder.near(typed, same_stem_only=bool(matches))
    return [*(match for match in near if match.place.code not in known), *matches][:limit]


def all_places() -> list[Place]:
    """All municipalities by code, the made-up one included. One query, two more after an act."""
    return list(_finder.now().places)


def municipalities() -> QuerySet[Municipality]:
    """All municipalities by code with their prefecture and, where it has opened, their town. One query."""
    return Municipality.objects.select_related("prefecture", "town").order_by("code")


_by_code: PerRevision[dict[str, Municipality]] = PerRevision(dict)


def municipality_at(code: str) -> Municipality | None:
    """The municipality with this code, its prefecture and town selected; a copy of one's own. Two queries at most."""
    known = _by_code.now()
    found = known.get(code) or municipalities().filter(code=code).first()
    if found is None:
        return None
    known[code] = found
    return copy(found)


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
