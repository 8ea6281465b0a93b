"""The API of places: the national list and its search, prefectures, opened towns, sourced facts."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router

from meguri.core.api.answer import CSV_TOO, Wanted, json_answer, list_answer
from meguri.core.api.paging import MOST, Cut
from meguri.core.revision import PerRevision
from meguri.towns import queries
from meguri.towns.api_schemas import (
    FactOut,
    Facts,
    FormerCode,
    Municipalities,
    MunicipalityDetail,
    MunicipalityOut,
    PrefectureOut,
    Prefectures,
    TownOut,
    Towns,
)
from meguri.towns.request import municipality_of

router = Router(tags=[_("自治体とまち")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]


_municipalities = PerRevision(lambda: {place.code: MunicipalityOut.of(place) for place in queries.municipalities()})


class WantedPlaces(Wanted):
    """Which municipalities are asked for."""

    q: str = Field("", max_length=100, description=_("漢字・かな・ローマ字・都道府県・コードでさがす"))
    prefecture: str | None = Field(None, pattern="^[0-9]{2}$", description=_("2桁の都道府県コード"))
    opened: bool | None = Field(None, description=_("trueは開いているまちだけ、falseは開いていない自治体だけ"))
    fictional: bool = Field(False, description=_("trueは、架空の見本も入れる"))


@router.get(
    "/municipalities",
    response=Municipalities,
    operation_id="list_municipalities",
    summary=_("自治体をさがす・並べる"),
    description=_(
        "全国の市区町村です。コードの順に並びます。qを付けると、よく合う順に並びます。架空の見本は、fictional=trueのときだけ入ります。"
    ),
    openapi_extra=CSV_TOO,
)
def list_municipalities(request: HttpRequest, wanted: Query[WantedPlaces]) -> HttpResponse:
    places = queries.find_places(wanted.q, limit=MOST) if wanted.q.strip() else queries.all_places()
    known = _municipalities.now()
    chosen = [
        known[place.code]
        for place in places
        if wanted.prefecture in (None, place.prefecture_code)
        and wanted.opened in (None, place.is_open)
        and (wanted.fictional or not place.is_fictional)
    ]
    part = Cut.of(chosen, wanted)
    return list_answer(request, Municipalities, MunicipalityOut, part, wanted, name="municipalities")


@router.get(
    "/municipalities/{code}",
    response=MunicipalityDetail,
    operation_id="get_municipality",
    summary=_("ひとつの自治体"),
    description=_("名前・よみ・位置と、以前のコードです。"),
)
def get_municipality(request: HttpRequest, code: Code) -> HttpResponse:
    place = municipality_of(request)
    former = [FormerCode.of(change) for change in place.former_codes.order_by("on", "old_code")]
    return json_answer(MunicipalityDetail(**MunicipalityOut.of(place).model_dump(), former_codes=former))


@router.get(
    "/municipalities/{code}/facts",
    response=Facts,
    operation_id="list_facts",
    summary=_("出典つきの事実"),
    description=_("ひとつの自治体について、公開資料にあったことと、その出典です。"),
    openapi_extra=CSV_TOO,
)
def list_facts(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    part = Cut.of([FactOut.of(fact) for fact in queries.facts_about(municipality_of(request))], wanted)
    return list_answer(request, Facts, FactOut, part, wanted, name=f"facts-{code}")


@router.get(
    "/prefectures",
    response=Prefectures,
    operation_id="list_prefectures",
    summary=_("都道府県"),
    description=_("47都道府県を北から並べます。"),
    openapi_extra=CSV_TOO,
)
def list_prefectures(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    part = Cut.of([PrefectureOut.of(prefecture) for prefecture in queries.prefectures()], wanted)
    return list_answer(request, Prefectures, PrefectureOut, part, wanted, name="prefectures")


@router.get(
    "/towns",
    response=Towns,
    operation_id="list_towns",
    summary=_("開いているまち"),
    description=_("このサイトで開いているまちを、新しく開いた順に並べます。"),
    openapi_extra=CSV_TOO,
)
def list_towns(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    part = Cut.of([TownOut.of(town) for town in queries.opened_towns(limit=MOST)], wanted)
    return list_answer(request, Towns, TownOut, part, wanted, name="towns")
