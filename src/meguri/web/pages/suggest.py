"""Finding a town by what was typed: suggestions for the box, and the page of results that needs no script."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.core.text import normalise, romaji_key, search_key
from meguri.towns.queries import find_places, prefectures
from meguri.towns.search import Place
from meguri.web.pages.country import regions
from meguri.web.pages.names import prefecture_name, reading

SUGGESTIONS = 10
RESULTS = 200
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Result:
    """A place that was found."""

    name: str
    reading: str
    where: str
    code: str
    is_open: bool
    is_fictional: bool


def result(place: Place) -> Result:
    where = f"{place.prefecture_name}{place.county}"
    return Result(place.name, reading(place), where, place.code, place.is_open, place.is_fictional)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=` → {"items": [{"text", "note", "url"}]}: what the combobox shows. One query."""
    found = find_places(_typed(request), SUGGESTIONS)
    return JsonResponse({"items": [_item(place) for place in found]}, json_dumps_params={"ensure_ascii": False})


def _item(place: Place) -> dict[str, str]:
    parts = [reading(place), f"{place.prefecture_name}{place.county}", place.code]
    if place.is_fictional:
        parts.append(_("架空の見本"))
    elif place.is_open:
        parts.append(_("開いています"))
    return {"text": place.name, "note": "・".join(parts), "url": f"/{place.code}/"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One hit leads to it, several are listed by prefecture, none says what to try."""
    typed = _typed(request)
    found = find_places(typed, RESULTS)
    if len(found) == 1:
        return HttpResponseRedirect(f"/{found[0].code}/")
    context = {
        "typed": typed,
        "count": len(found),
        "results": [result(place) for place in found],
        "prefectures": _prefectures_named(typed),
        "code_fault": "" if found else _code_fault(typed),
        "regions": [] if found else list(regions()),
        "crumbs": [(_("全国"), "/"), (_("さがした結果"), "")],
    }
    return render(request, "pages/search.html", context)


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
    return _("%(code)s というコードの自治体は、いまの一覧にありません。") % {"code": code}
