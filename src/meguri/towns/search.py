"""Finds municipalities by kanji, kana, romaji, prefecture, county, former name or code. Pure; no database."""

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from meguri.core.text import normalise, romaji_key, search_key
from meguri.towns.near_names import near_places
from meguri.towns.search_keys import LATIN_KINDS, Key, Place, latin_keys, text_keys

__all__ = ["Finder", "Fit", "Match", "Place"]

_HALF_TYPED = re.compile(r"[A-Za-zÀ-ɏぁ-ゖァ-ヺー' -]*[A-Za-zÀ-ɏ][A-Za-zÀ-ɏぁ-ゖァ-ヺー' -]*")
"""Latin letters, alone or behind kana: what stands in the box while kana are being typed."""

_KIND_WORDS = {"city": "市", "ward": "区", "town": "町", "village": "村"} | {
    reading: kind for kind, readings in LATIN_KINDS.items() for reading in readings
}
WHOLE, WITHOUT_KIND, OTHER_NAME, BEGINNING, FORMER, AREA, PART = range(7)


class Fit(Enum):
    """How a place answers what was typed; only EXACT may be followed without asking."""

    EXACT = auto()
    """Its name, another name, reading, Latin letters or code, with or without 市区町村, prefecture or county."""
    BEGINNING = auto()
    AREA = auto()
    """The name of its prefecture or county."""
    ADDRESS = auto()
    """What was typed begins with its name."""
    NEAR = auto()
    """The inside of a name, or a name that is nearly the same."""


class Match(NamedTuple):
    """A place that was found; `is_whole` when its full name or code of today was typed."""

    place: Place
    fit: Fit
    is_whole: bool = False


_FITS = {BEGINNING: Fit.BEGINNING, AREA: Fit.AREA, FORMER: Fit.NEAR, PART: Fit.NEAR}


class _Word(NamedTuple):
    """One word of what was typed, in the forms it is compared in."""

    text: str
    digits: str
    latin: str
    kind: str


class _Entry(NamedTuple):
    """A place with its forms, and all of them in one line each, so that most places are passed over quickly."""

    place: Place
    text: tuple[Key, ...]
    latin: tuple[Key, ...]
    text_line: str
    latin_line: str


class Finder:
    """All municipalities, ready to be searched; under a millisecond for the 1,741."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: Sequence[Place] = sorted(places, key=lambda place: place.code)
        self._entries = [_entry(place) for place in self.places]

    def find(self, typed: str, limit: int = 20) -> list[Place]:
        """The best matches for `typed`: whole names, names without 市区町村, beginnings, former names, areas, parts.

        Several words must all match: 「北海道 上士幌」. The name of a prefecture or county gives all of its places. An
        address gives the place it begins with. Equals stand in the order of their codes.
        """
        return [match.place for match in self.matches(typed, limit)]

    def matches(self, typed: str, limit: int = 20) -> list[Match]:
        """As `find`, each place with how it fits."""
        words = _words(typed)
        if not words:
            return []
        graded = (
            (grade, fit is not Fit.EXACT, entry.place, fit)
            for entry in self._entries
            if (found := _grade_all(words, entry)) is not None
            for grade, fit in (found,)
        )
        ranked = sorted(graded, key=lambda one: (one[0], one[1], one[2].code))
        matches = [Match(place, fit, grade == WHOLE) for grade, _loose, place, fit in ranked[:limit]]
        return matches or self._by_address("".join(word.text for word in words))

    def near(self, typed: str, *, same_stem_only: bool = False) -> list[Match]:
        """Names that are nearly what was typed, for when no name is; with `same_stem_only` 清水町 for 清水市."""
        found = near_places(typed, self.places, same_stem_only=same_stem_only)
        return [Match(place, Fit.NEAR) for place in found]

    def _by_address(self, text: str) -> list[Match]:
        """Only names written with 市区町村: a reading that happens to end in し begins too many other words."""
        forms = (
            (key, entry)
            for entry in self._entries
            for key in entry.text
            if not key.is_other and key.text[-1] in entry.place.kind
        )
        begun = [(len(key.text), entry.place) for key, entry in forms if key.kind and text.startswith(key.text)]
        longest = max((length for length, _place in begun), default=0)
        return [Match(place, Fit.ADDRESS) for length, place in begun if length == longest]


@lru_cache(maxsize=4096)
def _entry(place: Place) -> _Entry:
    """Kept for as long as the place stays the same: a finder is made anew after every act."""
    text, latin = text_keys(place), latin_keys(place)
    return _Entry(place, text, latin, *("\n".join(key.text for key in keys) for keys in (text, latin)))


def _words(typed: str) -> list[_Word]:
    written = normalise(typed).split()
    return [_word(word, is_one_of_many=len(written) > 1) for word in written]


def _word(word: str, *, is_one_of_many: bool) -> _Word:
    latin = romaji_key(word) if _HALF_TYPED.fullmatch(word) or "ー" in word else ""
    kind = _KIND_WORDS.get(word.casefold(), _KIND_WORDS.get(latin, "")) if is_one_of_many else ""
    return _Word(search_key(word), word if word.isdecimal() else "", latin, kind)


def _grade_all(words: list[_Word], entry: _Entry) -> tuple[int, Fit] | None:
    """The grade of the word that fits worst and how all fit together; None when one does not fit."""
    grades = []
    is_named = False
    for word in words:
        says_kind = bool(word.kind) and word.kind == entry.place.kind
        grade = WHOLE if says_kind else _grade(word, entry)
        if grade is None:
            return None
        grades.append(grade)
        is_named = is_named or (not says_kind and grade <= OTHER_NAME)
    worst = max(grades)
    is_exact = is_named and all(grade <= OTHER_NAME or grade == AREA for grade in grades)
    return worst, Fit.EXACT if is_exact else _FITS.get(worst, Fit.NEAR)


def _grade(word: _Word, entry: _Entry) -> int | None:
    if word.digits:
        return _grade_code(word.digits, entry.place.code)
    if word.latin:
        return _best(word.latin, entry.latin) if word.latin in entry.latin_line else None
    return _best(word.text, entry.text) if word.text in entry.text_line else None


def _grade_code(digits: str, code: str) -> int | None:
    """Five digits are a code without its check digit before they are one that lost its first zero; four lost both."""
    if digits in (code, code[:5]):
        return WHOLE
    if code == "0" + digits:
        return WITHOUT_KIND
    if len(digits) == 4 and code[:5] == "0" + digits:
        return OTHER_NAME
    return BEGINNING if code.startswith(digits) else None


def _best(typed: str, keys: tuple[Key, ...]) -> int | None:
    return min((grade for key in keys if (grade := _grade_key(typed, key)) is not None), default=None)


def _grade_key(typed: str, key: Key) -> int | None:
    if typed == key.text:
        return WITHOUT_KIND if key.is_other else WHOLE
    if len(typed) == len(key.text) - key.kind and key.text.startswith(typed):
        return OTHER_NAME if key.is_other else WITHOUT_KIND
    if key.text.startswith(typed):
        return _grade_beginning(typed, key)
    return PART if len(typed) > 1 and not key.before and typed in key.text else None


def _grade_beginning(typed: str, key: Key) -> int | None:
    if len(typed) <= key.before:
        return AREA if len(typed) > 1 else None
    return FORMER if key.is_other else BEGINNING
