"""The municipalities whose name or reading is nearly what was typed: for slips and misspellings. Pure; no database."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from meguri.core.text import normalise, romaji_key, search_key
from meguri.towns.search_keys import KANA_KINDS, LATIN_KINDS, Place

SHORTEST = 3
"""Two letters with one wrong are near to hundreds of names, and so to none."""

_KINDS = (*KANA_KINDS, "郡", "島", *(reading for readings in KANA_KINDS.values() for reading in readings))
_LATIN_ENDINGS = tuple(reading for readings in LATIN_KINDS.values() for reading in readings)


def near_places(typed: str, places: Iterable[Place], most: int = 8, *, same_stem_only: bool = False) -> list[Place]:
    """Places of the same name but another kind; else of a county so named; else the nearest by Levenshtein distance.

    A distance counts up to a third of what was typed in Latin letters or in three, else up to half, three at most.
    Equals stand by how alike their length, beginning and end are, then by code.
    """
    known = list(places)
    text = search_key(typed)
    inside = [place for place in known if text.startswith(place.prefecture_keys[0])]
    if inside:
        text = text.removeprefix(inside[0].prefecture_keys[0])
    written = _written(text, typed)
    same = [place for place in known if not written.isdisjoint(_stems(place))]
    if same or same_stem_only:
        return same[:most]
    if not written:
        return []
    found = [place for place in known if len(text) > 1 and text in _county_key(place.county)]
    nearest = (one[3] for one in sorted(_scored(written, inside or known)))
    return list(dict.fromkeys([*found, *nearest]))[:most]


def _written(text: str, typed: str) -> frozenset[str]:
    """What was typed as the stems it may stand for: whole, and without its last 市, 町, し or shi."""
    latin = romaji_key(typed) if normalise(typed).isascii() else ""
    whole, endings = (latin, _LATIN_ENDINGS) if latin else (text, _KINDS)
    stems = {whole, *(whole.removesuffix(ending) for ending in endings)}
    return frozenset(stem for stem in stems if len(stem) > 1 and not stem.isdecimal())


def _scored(written: Iterable[str], places: Sequence[Place]) -> Iterator[tuple[int, int, str, Place]]:
    """(distance, difference in length less what both ends share, code, place) of each place that is near enough."""
    for one in written:
        most, letters = _allowed(one), str.maketrans("", "", one)
        fits = range(len(one) - most, len(one) + most + 1)
        for place in places:
            for stem in _stems(place):
                # Each letter that was not typed at all is at least one mistake: most names need no closer look.
                if len(stem) in fits and len(stem.translate(letters)) <= most:
                    wrong = distance(one, stem)
                    if wrong <= most:
                        yield wrong, abs(len(one) - len(stem)) - _shared(one, stem), place.code, place


def _allowed(written: str) -> int:
    if len(written) < SHORTEST:
        return 0
    return 1 if len(written) == SHORTEST else min(3, len(written) // (3 if written.isascii() else 2))


@lru_cache(maxsize=4096)
def _stems(place: Place) -> tuple[str, ...]:
    """Name, reading, Latin letters and other names, each without 市区町村. Kept as long as the place stays the same."""
    kana = [place.kana_key.removesuffix(kind) for kind in KANA_KINDS[place.kind] if place.kana_key.endswith(kind)]
    latin = [place.romaji_key.removesuffix(end) for end in LATIN_KINDS[place.kind] if place.romaji_key.endswith(end)]
    return tuple({place.name_key[:-1]: None, **dict.fromkeys([*kana, *latin, *(key[:-1] for key in place.other_keys)])})


@lru_cache(maxsize=1024)
def _county_key(county: str) -> str:
    return search_key(county)


def _shared(one: str, other: str) -> int:
    """How many letters two words share at their beginning and, not counted twice, at their end."""
    shorter = min(len(one), len(other))
    start = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    end = next((n for n in range(shorter - start) if one[-1 - n] != other[-1 - n]), shorter - start)
    return start + end


def distance(one: str, other: str) -> int:
    """Levenshtein distance (1965): the fewest letters to put in, take out or change to get from one to the other."""
    row = list(range(len(other) + 1))
    for done, letter in enumerate(one, start=1):
        last = row
        row = [done]
        for place, wanted in enumerate(other):
            row.append(min(last[place] + (letter != wanted), last[place + 1] + 1, row[place] + 1))
    return row[-1]
