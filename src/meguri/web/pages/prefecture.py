"""A prefecture: its municipalities on a map and in the order of the kana."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.towns.models import Prefecture
from meguri.towns.queries import all_places
from meguri.towns.search import Place
from meguri.web.pages.drawing import prefecture_drawing
from meguri.web.pages.names import prefecture_name, reading

KANA_ROWS = ("あいうえお", "かきくけこがぎぐげご", "さしすせそざじずぜぞ", "たちつてとだぢづでど", "なにぬねの",
             "はひふへほばびぶべぼぱぴぷぺぽ", "まみむめも", "やゆよ", "らりるれろ", "わをん")  # fmt: skip


@dataclass(frozen=True, slots=True)
class KanaGroup:
    """Municipalities whose names begin in one row of the kana table: (name, reading, county, address, is open)."""

    kana: str
    places: list[tuple[str, str, str, str, bool]]


@require_safe
def prefecture(request: HttpRequest, code: str) -> HttpResponse:
    found = Prefecture.objects.filter(code=code).first()
    if found is None:
        raise Http404(_("この番号の都道府県はありません。01から47までの番号です。"))
    places = [place for place in all_places() if place.prefecture_code == code]
    name = prefecture_name(found)
    context = {
        "name": name,
        "kana": found.kana,
        "count": len(places),
        "map": "" if found.is_fictional else prefecture_drawing(code),
        "notice": "sample" if found.is_fictional else "",
        "groups": kana_groups(places),
        "crumbs": [(_("全国"), "/"), (name, "")],
    }
    return render(request, "pages/prefecture.html", context)


def kana_groups(places: Sequence[Place]) -> list[KanaGroup]:
    """In the order of the kana; あ row to わ row."""
    ordered = sorted(places, key=lambda place: (place.kana_key, place.code))
    return [
        KanaGroup(kana, [(p.name, reading(p), p.county, f"/{p.code}/", p.is_open) for p in group])
        for kana, group in groupby(ordered, key=_row)
    ]


def _row(place: Place) -> str:
    return next((row[0] for row in KANA_ROWS if place.kana[:1] in row), place.kana[:1])
