"""Finds municipalities by kanji, kana, romaji, prefecture, former name or code. Pure; no database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meguri.core.text import normalise, romaji_key, search_key

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f' -]+")
_KINDS = ("し", "く", "ちょう", "まち", "むら", "そん")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with the keys by which it is found."""

    code: str
    name: str
    kana: str
    romaji: str
    prefecture_code: str
    prefecture_name: str
    county: str
    is_open: bool
    is_fictional: bool
    name_key: str
    other_keys: tuple[str, ...]
    kana_key: str
    romaji_key: str
    prefecture_keys: tuple[str, ...]

    @property
    def full_name(self) -> str:
        return f"{self.prefecture_name}{self.name}"


@dataclass(frozen=True, slots=True)
class _Query:
    """One word of what was typed, in the forms it is compared in."""

    text: str
    digits: str
    latin: str


class Finder:
    """All municipalities, ready to be searched; about 2 ms for the 1,741."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: Sequence[Place] = sorted(places, key=lambda place: place.code)

    def find(self, typed: str, limit: int = 20) -> list[Place]:
        """The best matches for `typed`, whole names before beginnings before parts, then by code.

        Several words must all match: 「北海道 上士幌」. A prefecture's name alone gives all of its places.
        """
        words = [_query(word) for word in normalise(typed).split()]
        if not words:
            return []
        scored = ((max(grades), place) for place in self.places if None not in (grades := _grades(words, place)))
        ranked = sorted(scored, key=lambda pair: (pair[0], pair[1].code))  # type: ignore[arg-type, return-value]  # None was left out
        return [place for _grade, place in ranked[:limit]]


def _query(word: str) -> _Query:
    latin = romaji_key(word) if _LATIN.fullmatch(word) else ""
    return _Query(text=search_key(word), digits=word if word.isdigit() else "", latin=latin)


def _grades(words: list[_Query], place: Place) -> list[int | None]:
    return [_grade(word, place) for word in words]


def _grade(word: _Query, place: Place) -> int | None:
    """0 the best; None no match."""
    if word.digits:
        return (0 if len(word.digits) == 6 else 1) if place.code.startswith(word.digits) else None
    if word.latin:
        return _grade_key(word.latin, place.romaji_key, (), kinds=("si", "ku", "tyo", "mati", "mura", "son"))
    return _grade_text(word.text, place)


def _grade_text(text: str, place: Place) -> int | None:
    grades = [
        _grade_key(text, place.name_key, place.other_keys, kinds=("市", "区", "町", "村")),
        _grade_key(text, place.kana_key, (), kinds=_KINDS),
        _grade_prefecture(text, place),
    ]
    return min((grade for grade in grades if grade is not None), default=None)


def _grade_key(text: str, key: str, others: tuple[str, ...], kinds: tuple[str, ...]) -> int | None:
    if text == key or (key.startswith(text) and key[len(text) :] in kinds):
        return 0
    if key.startswith(text):
        return 1
    if any(other.startswith(text) for other in others):
        return 2
    return 4 if len(text) > 1 and text in key else None


def _grade_prefecture(text: str, place: Place) -> int | None:
    """A prefecture alone, or written in one with the place: 「北海道上士幌町」."""
    for prefecture in place.prefecture_keys:
        if prefecture == text:
            return 3
        if text.startswith(prefecture) and place.name_key.startswith(text[len(prefecture) :]):
            return 0
    return 3 if len(text) > 1 and place.prefecture_keys[0].startswith(text) else None
