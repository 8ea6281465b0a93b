"""The written forms under which one municipality is found: names, readings and Latin letters. Pure; no database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from meguri.core.text import romaji_key, search_key

KANA_KINDS = {"市": ("し",), "区": ("く",), "町": ("ちょう", "まち"), "村": ("むら", "そん")}
LATIN_KINDS = {
    kind: tuple(map(romaji_key, readings)) for kind, readings in KANA_KINDS.items()
}


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
    """The prefecture's name, the name without 都府県, its kana and its Latin letters, each as a key."""

    @property
    def full_name(self) -> str:
        return f"{self.prefecture_name}{self.name}"

    @property
    def kind(self) -> str:
        """市, 区, 町 or 村."""
        return self.name[-1]


class Key(NamedTuple):
    """One form. `before` letters of it name the prefecture or county, the last `kind` letters say 市, 区, 町 or 村."""

    text: str
    before: int
    kind: int
    is_other: bool = False


def text_keys(place: Place) -> tuple[Key, ...]:
    """Forms in kanji and kana, each once, the name first."""
    prefecture, short, prefecture_kana, _latin = place.prefecture_keys
    areas = (place.prefecture_name, f"{place.prefecture_name}{place.county}", place.county)
    forms = [
        Key(place.name_key, 0, 1),
        *_readings(place.kana_key, 0, KANA_KINDS[place.kind]),
        *(Key(search_key(area + place.name), len(search_key(area)), 1) for area in areas if area),
        Key(short + place.name_key, len(short), 1),
        *_readings(prefecture_kana + place.kana_key, len(prefecture_kana), KANA_KINDS[place.kind]),
        *(Key(other, 0, 1, is_other=True) for other in place.other_keys),
        *(Key(prefecture + other, len(prefecture), 1, is_other=True) for other in place.other_keys),
    ]
    return _each_once(forms)


def latin_keys(place: Place) -> tuple[Key, ...]:
    """Forms in Latin letters, each once, the name first."""
    prefecture = place.prefecture_keys[3]
    kinds = LATIN_KINDS[place.kind]
    with_prefecture = romaji_key(place.prefecture_keys[2] + place.kana_key)
    return _each_once(
        [*_readings(place.romaji_key, 0, kinds), *_readings(with_prefecture, len(prefecture), kinds)]
    )


def _readings(key: str, before: int, kinds: tuple[str, ...]) -> Iterator[Key]:
    """As it is read, then with the other reading of 町 or 村, which people cannot know."""
    own = max((kind for kind in kinds if key.endswith(kind)), key=len, default="")
    yield Key(key, before, len(own))
    if own:
        for kind in kinds:
            if kind != own:
                yield Key(key.removesuffix(own) + kind, before, len(kind), is_other=True)


def _each_once(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple({key.text: key for key in reversed(list(keys))}.values())[::-1]
