"""The API of figures: sources, editions, definitions, and every figure by place or by indicator."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router

from meguri.core.api.answer import CSV_TOO, Wanted, bytes_answer, csv_answer, json_answer, list_answer
from meguri.core.api.paging import Cut
from meguri.core.period import Period
from meguri.indicators import api_figures
from meguri.indicators.api_schemas import (
    EditionOut,
    Editions,
    FigureOut,
    IndicatorDetail,
    IndicatorFigures,
    IndicatorOut,
    Indicators,
    LatestFigures,
    LatestOut,
    PlaceFigures,
    PlaceOut,
    Series,
    SourceOut,
    Sources,
    TargetOut,
    sources_named,
)
from meguri.indicators.figures import NO_FIGURES, Figure
from meguri.indicators.models import Family, Indicator
from meguri.indicators.queries import catalogue, figures_of_place, sources, targets_in_force
from meguri.towns.request import municipality_of, town_of

router = Router(tags=[_("数字")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]
Key = Annotated[str, Path(pattern="^[-a-zA-Z0-9_]{1,80}$", description=_("指標のkey"))]
PERIOD = "^(FY[0-9]{4}|[0-9]{4}(-[0-9]{2}){0,2})$"


class WantedIndicators(Wanted):
    """Which definitions are asked for."""

    family: Family | None = Field(None, description=_("分野"))


class WantedFigures(Wanted):
    """Figures come in larger parts than other lists."""

    limit: int = Field(2000, ge=1, le=2000, description=_("一度に受けとる数"))


class WantedPlaces(WantedFigures):
    """Which figures of an indicator are asked for."""

    period: str | None = Field(None, pattern=PERIOD, description=_("この時点の数だけ。例: 2020-10-01、FY2021"))
    prefecture: str | None = Field(None, pattern="^[0-9]{2}$", description=_("2桁の都道府県コード"))


@router.get(
    "/sources",
    response=Sources,
    operation_id="list_sources",
    summary=_("数字の出典"),
    description=_("数字をとった公開資料と、書きそえる出典、利用の条件です。"),
    openapi_extra=CSV_TOO,
)
def list_sources(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    part = Cut.of([SourceOut.of(source) for source in sources()], wanted)
    return list_answer(request, Sources, SourceOut, part, wanted, name="sources")


@router.get(
    "/editions",
    response=Editions,
    operation_id="list_editions",
    summary=_("取り込んだ版"),
    description=_("出典ごとに、取り込んだ版を発行の順に並べます。"),
    openapi_extra=CSV_TOO,
)
def list_editions(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    editions = sorted(catalogue().editions.values(), key=lambda edition: (edition.source.key, edition.rank))
    part = Cut.of([EditionOut.of(edition) for edition in editions], wanted)
    return list_answer(request, Editions, EditionOut, part, wanted, name="editions")


@router.get(
    "/indicators",
    response=Indicators,
    operation_id="list_indicators",
    summary=_("指標の定義"),
    description=_("全国の指標です。何を数えたか、単位、出典が分かります。"),
    openapi_extra=CSV_TOO,
)
def list_indicators(request: HttpRequest, wanted: Query[WantedIndicators]) -> HttpResponse:
    national = catalogue().national.values()
    part = Cut.of([i for i in national if wanted.family in (None, i.family)], wanted)
    shown = Cut([IndicatorOut.of(indicator) for indicator in part.items], part.total, wanted)
    return list_answer(
        request, Indicators, IndicatorOut, shown, wanted, name="indicators", sources=_sources(part.items)
    )  # fmt: skip


@router.get(
    "/indicators/{key}",
    response=IndicatorDetail,
    operation_id="get_indicator",
    summary=_("ひとつの指標の定義"),
    description=_("何を数えたか、単位、基準日、0の読み方、出典です。"),
)
def get_indicator(request: HttpRequest, key: Key) -> HttpResponse:
    found = _indicator(key)
    return json_answer(IndicatorDetail(indicator=IndicatorOut.of(found), sources=sources_named([found.source])))


@router.get(
    "/indicators/{key}/figures",
    response=IndicatorFigures,
    operation_id="list_indicator_figures",
    summary=_("ひとつの指標の、全国の数字"),
    description=_("自治体をコードの順に並べます。順位はつけません。totalとlimitは自治体の数です。"),
    openapi_extra=CSV_TOO,
)
def list_indicator_figures(request: HttpRequest, key: Key, wanted: Query[WantedPlaces]) -> HttpResponse:
    indicator = _indicator(key)
    period = Period.parse(wanted.period).encoded if wanted.period else None
    part = Cut.of(api_figures.places(wanted.prefecture), wanted)
    if wanted.format == "csv":
        rows = api_figures.indicator_table(indicator, part.items, period)
        return csv_answer(key, api_figures.TABLE_HEADER, rows, links=part.links(request))
    return bytes_answer(api_figures.indicator_figures(indicator, part, period), links=part.links(request))


@router.get(
    "/municipalities/{code}/indicators",
    response=LatestFigures,
    operation_id="list_latest_figures",
    summary=_("ひとつの自治体の、いちばん新しい数字"),
    description=_("指標ごとに、公表されたうちでいちばん新しい数字です。まちが自分で決めた指標も入ります。"),
    openapi_extra=CSV_TOO,
)
def list_latest_figures(request: HttpRequest, code: Code, wanted: Query[WantedIndicators]) -> HttpResponse:
    place = municipality_of(request)
    part = Cut.of([i for i in _visible(request) if wanted.family in (None, i.family)], wanted)
    figures = figures_of_place(place, part.items)
    newest = [figures.get(indicator.pk, NO_FIGURES).latest for indicator in part.items]
    latest = [_latest(indicator, figure) for indicator, figure in zip(part.items, newest, strict=True)]
    shown = Cut(latest, part.total, wanted)
    return list_answer(
        request, LatestFigures, LatestOut, shown, wanted, name=f"latest-{code}", municipality=PlaceOut.of(place),
        sources=_sources(part.items, filter(None, newest)),
    )  # fmt: skip


@router.get(
    "/municipalities/{code}/figures",
    response=PlaceFigures,
    operation_id="list_place_figures",
    summary=_("ひとつの自治体の、すべての数字"),
    description=_("指標ごとに、古い順の数字です。totalとlimitは指標の数です。"),
    openapi_extra=CSV_TOO,
)
def list_place_figures(request: HttpRequest, code: Code, wanted: Query[WantedFigures]) -> HttpResponse:
    place = municipality_of(request)
    part = Cut.of(_visible(request), wanted)
    if wanted.format == "csv":
        rows = api_figures.place_table(place, part.items)
        return csv_answer(f"figures-{code}", api_figures.TABLE_HEADER, rows, links=part.links(request))
    return bytes_answer(api_figures.place_figures(place, part), links=part.links(request))


@router.get(
    "/municipalities/{code}/indicators/{key}",
    response=Series,
    operation_id="get_series",
    summary=_("ひとつの自治体の、ひとつの指標"),
    description=_("いまの数字と、改められた前の数字、まちの目標値です。"),
)
def get_series(request: HttpRequest, code: Code, key: Key) -> HttpResponse:
    place = municipality_of(request)
    town = town_of(request)
    indicator = _indicator(key, town.pk if town else None)
    figures = figures_of_place(place, [indicator]).get(indicator.pk, NO_FIGURES)
    return json_answer(
        Series(
            municipality=PlaceOut.of(place),
            indicator=IndicatorOut.of(indicator),
            sources=_sources([indicator], chain(figures.current, figures.earlier)),
            figures=[FigureOut.of(figure) for figure in figures.current],
            earlier=[FigureOut.of(figure) for figure in figures.earlier],
            targets=[TargetOut.of(target) for target in targets_in_force(indicator)],
        )
    )


def _indicator(key: str, town_id: int | None = None) -> Indicator:
    found = catalogue().find(key, town_id)
    if found is None:
        raise Http404(gettext("この名前の指標はありません。使えるものは /api/v1/indicators にあります。"))
    return found


def _sources(indicators: Iterable[Indicator], figures: Iterable[Figure] = ()) -> list[SourceOut]:
    """The sources that an answer names by key."""
    return sources_named(chain((one.source for one in indicators), (one.source for one in figures)))


def _visible(request: HttpRequest) -> Sequence[Indicator]:
    town = town_of(request)
    return catalogue().visible(town.pk if town else None)


def _latest(indicator: Indicator, figure: Figure | None) -> LatestOut:
    latest = FigureOut.of(figure) if figure else None
    return LatestOut(indicator=IndicatorOut.of(indicator), latest=latest)
