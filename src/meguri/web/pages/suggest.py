"""Finding a town by what was typed: suggestions for the box, and the page of results that needs no script."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.core.text import normalise, romaji_key, search_key
from meguri.towns.queries import match_places, prefectures
from meguri.towns.search import Fit, Match, Place
from meguri.web.pages.country import regions
from meguri.web.pages.names import prefecture_name, reading

SUGGESTIONS = 10
RESULTS = 200
LONGEST = 100
WARDS_OF_SEVERAL_CITIES = {"中央区", "港区", "北区"}
"""Special wards of Tokyo whose names wards of designated cities bear too (札幌市中央区, 大阪市港区, 京都市北区)."""


@dataclass(frozen=True, slots=True)
class Result:
    """A place that was found."""

    name: str
    reading: str
    where: str
    code: str
    is_open: bool
    is_fictional: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Results that fit in the same way, under one heading ("" for those that were asked for)."""

    heading: str
    results: list[Result]

    @property
    def has_namesakes(self) -> bool:
        return len({one.name for one in self.results}) < len(self.results)


def result(place: Place) -> Result:
    where = f"{place.prefecture_name}{place.county}"
    return Result(place.name, reading(place), where, place.code, place.is_open, place.is_fictional)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=` → {"items": [{"text", "note", "url"}], "message"}: what the combobox shows. One query.

    `message` is "" unless there are no items or none is the name, its beginning or an area's.
    """
    typed = _typed(request)
    found = match_places(typed, SUGGESTIONS) if typed else []
    answer = {"items": [_item(match) for match in found], "message": _message(found) if typed else ""}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _message(found: list[Match]) -> str:
    if not found:
        return _("見つかりません。ひらがなや、都道府県の名前でもさがせます。")
    return _("同じ名前は見つかりません。近い名前です。") if all(one.fit is Fit.NEAR for one in found) else ""


def _item(match: Match) -> dict[str, str]:
    place = match.place
    parts = [reading(place), f"{place.prefecture_name}{place.county}", place.code]
    if match.fit is Fit.NEAR:
        parts.append(_("近い名前"))
    if place.is_fictional:
        parts.append(_("架空の見本"))
    elif place.is_open:
        parts.append(_("開いています"))
    return {"text": place.name, "note": "・".join(parts), "url": f"/{place.code}/"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """An exact name or code leads to its place; all else is listed by how it fits, none says what to try."""
    typed = _typed(request)
    found = match_places(typed, RESULTS) if typed else []
    only = _only(found)
    shares_its_name = only is not None and _is_a_ward_elsewhere_too(typed, only)
    if only is not None and not shares_its_name:
        return HttpResponseRedirect(f"/{only.code}/")
    is_found = any(match.fit in (Fit.EXACT, Fit.AREA) for match in found)
    context = {
        "typed": typed,
        "count": len(found),
        "is_found": is_found,
        "sections": _sections(typed, found),
        "shares_its_name": shares_its_name,
        "prefectures": _prefectures_named(typed),
        "code_fault": "" if found else _code_fault(typed),
        "regions": [] if is_found else list(regions()),
        "crumbs": [(_("全国"), "/"), (_("さがした結果"), "")],
    }
    return render(request, "pages/search.html", context)


def _only(found: list[Match]) -> Place | None:
    """The place that was meant beyond doubt: the one exact match, alone or, whole, among mere insides of names."""
    exact = [match for match in found if match.fit is Fit.EXACT]
    others = [match.fit for match in found if match.fit is not Fit.EXACT]
    if len(exact) != 1 or (others and not (exact[0].is_whole and set(others) == {Fit.NEAR})):
        return None
    return exact[0].place


def _is_a_ward_elsewhere_too(typed: str, place: Place) -> bool:
    """港区 alone may be 大阪市港区, which is not listed; 東京都港区 and 131032 cannot."""
    if place.name not in WARDS_OF_SEVERAL_CITIES or normalise(typed).isdecimal():
        return False
    _whole, short, kana, latin = place.prefecture_keys
    text = search_key(typed)
    return not (short in text or kana[:-1] in text or latin[:4] in romaji_key(typed))


def _sections(typed: str, found: list[Match]) -> list[Section]:
    headings = {
        Fit.EXACT: "",
        Fit.AREA: _("都道府県や郡の名前が合うまち"),
        Fit.BEGINNING: _("「%(typed)s」で始まるまち") % {"typed": typed},
        Fit.ADDRESS: _("住所のはじめが合うまち"),
        Fit.NEAR: _("近い名前のまち"),
    }
    grouped = ((heading, [result(one.place) for one in found if one.fit is fit]) for fit, heading in headings.items())
    return [Section(heading, results) for heading, results in grouped if results]


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]


def _prefectures_named(typed: str) -> list[tuple[str, str]]:
    """Prefectures whose name, with or without 都府県, or reading is what was typed: (name, address). One query."""
    text, latin = search_key(typed), romaji_key(typed)
    named = (
        (prefecture_name(one), f"/prefectures/{one.code}/")
        for one in prefectures()
        if text in (search_key(one.name), search_key(one.name)[:-1], search_key(one.kana))
        or (latin and latin == romaji_key(one.romaji))
    )
    return list(named) if text else []


def _code_fault(typed: str) -> str:
    """What is wrong with a code that was typed; "" when it was not a code."""
    if not normalise(typed).isdecimal():
        return ""
    try:
        code = parse_municipality_code(typed).code
    except BadInput as fault:
        return str(fault)
    if code == normalise(typed):
        return _("%(code)s というコードの自治体は、いまの一覧にありません。") % {"code": code}
    return _("「%(typed)s」を6桁にした %(code)s は、いまの一覧にありません。") % {
        "typed": normalise(typed),
        "code": code,
    }
