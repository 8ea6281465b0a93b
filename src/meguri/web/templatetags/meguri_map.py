"""The maps as template tags: the country's dots with the list of prefectures, one prefecture's dots with its list."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from meguri.towns.reference import read_municipalities, read_prefectures
from meguri.web import japan_map as drawing

register = template.Library()


@register.inclusion_tag("web/_japan_map.html")
def japan_map() -> dict[str, object]:
    """`{% japan_map %}`: needs no query, the national list ships with the program. Drawn once for each language."""
    names = _names(get_language() or "ja")
    regions = [
        (gettext(region), [(names[f"{number:02d}"], _link(f"{number:02d}")) for number in numbers])
        for region, numbers in drawing.REGIONS.items()
    ]
    return {"picture": _country(get_language() or "ja"), "regions": regions}


@register.inclusion_tag("web/_prefecture_map.html")
def prefecture_map(municipalities: Iterable[Any]) -> dict[str, object]:
    """`{% prefecture_map municipalities %}`: each with code, name, kana, romaji, latitude and longitude."""
    in_english = (get_language() or "ja").startswith("en")
    spots = [
        drawing.Spot(m.romaji if in_english else m.name, m.code[:2], m.latitude, m.longitude, f"/{m.code}/")
        for m in municipalities
    ]
    picture = mark_safe(drawing.prefecture_map(spots)) if spots else ""  # noqa: S308  # names are escaped there
    return {"picture": picture, "spots": spots}


def _link(prefecture: str) -> str:
    return f"/prefectures/{prefecture}/"


@lru_cache(maxsize=4)
def _names(language: str) -> dict[str, str]:
    return {row.code2: row.romaji if language.startswith("en") else row.name for row in read_prefectures()}


@lru_cache(maxsize=4)
def _country(language: str) -> SafeString:
    spots = [drawing.Spot(row.name, row.prefecture_code, row.lat, row.lng) for row in read_municipalities()]
    names = _names(language)
    drawn = drawing.country_map(spots, names, {code: _link(code) for code in names})
    return mark_safe(drawn)  # noqa: S308  # names are escaped there
