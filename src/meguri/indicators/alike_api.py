"""The API of likeness: the towns most alike to one town, by which weights, and why."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router, Schema

from meguri.core.api.answer import CSV_TOO, Wanted, list_answer
from meguri.core.api.paging import Cut, Part
from meguri.core.errors import BadInput
from meguri.indicators.alike import MOST_TOWNS, AlikeHere, alike_towns
from meguri.indicators.api_schemas import PlaceOut
from meguri.indicators.likeness import FEATURES, Alike, Weights
from meguri.indicators.likeness_words import THEMES, reason, reasons_of, weights_of
from meguri.towns.request import municipality_of

router = Router(tags=[_("数字")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]


class WantedWeights(Wanted):
    """How much each theme counts; as published on the page of likeness when nothing is said."""

    limit: int = Field(10, ge=1, le=MOST_TOWNS, description=_("一度に受けとる数"))
    offset: int = Field(0, ge=0, le=MOST_TOWNS, description=_("先頭からいくつ飛ばすか"))
    size: float = Field(1, ge=0, le=100, allow_inf_nan=False, description=_("人口の大きさの重み"))
    age: float = Field(1, ge=0, le=100, allow_inf_nan=False, description=_("年齢のかたちの重み"))
    area: float = Field(1, ge=0, le=100, allow_inf_nan=False, description=_("面積の広さの重み"))
    density: float = Field(1, ge=0, le=100, allow_inf_nan=False, description=_("人口密度の重み"))
    industries: float = Field(1, ge=0, le=100, allow_inf_nan=False, description=_("しごとの種類の重み"))


class Reason(Schema):
    """One feature in which two towns are nearer than towns are on average."""

    feature: str
    sentence: str


class AlikeOut(Schema):
    """One town that is alike. `distance` compares likeness to this one town and ranks nothing."""

    municipality: PlaceOut
    distance: float = Field(description=_("近いほど似ています。0は同じ"))
    shared_weight: float = Field(description=_("両方のまちにある数字の、重みの割合"))
    contributions: dict[str, float | None] = Field(description=_("距離の二乗のうち、特徴ごとの分。無い数字はnull"))
    reasons: list[Reason]


class AlikeTownsOut(Part):
    """Towns alike to one town, the most alike first."""

    municipality: PlaceOut
    weights: dict[str, float] = Field(description=_("特徴ごとの重み"))
    left_out: int = Field(description=_("数字が足りず、くらべなかったまちの数"))
    items: list[AlikeOut]


class AlikeRow(Schema):
    """A row of the table."""

    municipality: PlaceOut
    distance: float
    shared_weight: float
    reasons: list[str]


@router.get(
    "/municipalities/{code}/alike",
    response=AlikeTownsOut,
    operation_id="list_alike_towns",
    summary=_("よく似たまちと、その理由"),
    description=_("人口・年齢・面積・密度・しごとの数字が近いまちです。重みは変えられます。似ているだけで、順位ではありません。"),
    openapi_extra=CSV_TOO,
)
def list_alike_towns(request: HttpRequest, code: Code, wanted: Query[WantedWeights]) -> HttpResponse:
    place = municipality_of(request)
    by_theme = {theme.key: getattr(wanted, theme.key) for theme in THEMES}
    if not any(by_theme.values()):
        raise BadInput(gettext("重みがどれも0です。少なくとも一つを0より大きくしてください。"))
    weights = weights_of(by_theme)
    here = alike_towns(place, MOST_TOWNS, weights)
    part = Cut.of([_out(town, here, place.code, weights) for town in here.found.towns], wanted)
    if wanted.format == "csv":
        rows = Cut([_row(town) for town in part.items], part.total, wanted)
        return list_answer(request, AlikeTownsOut, AlikeRow, rows, wanted, name=f"alike-{code}")
    return list_answer(
        request, AlikeTownsOut, AlikeOut, part, wanted, name="", municipality=PlaceOut.of(place),
        weights=dict(zip(FEATURES, map(float, weights.as_array()))), left_out=len(here.found.left_out),
    )  # fmt: skip


def _out(town: Alike, here: AlikeHere, code: str, weights: Weights) -> AlikeOut:
    own, other = here.inputs.of(code), here.inputs.of(town.code)
    return AlikeOut(
        municipality=PlaceOut.of(here.municipalities[town.code]),
        distance=town.distance,
        shared_weight=town.shared_weight,
        contributions=town.contributions,
        reasons=[Reason(feature=name, sentence=reason(name, own, other)) for name in reasons_of(town, weights)],
    )


def _row(town: AlikeOut) -> AlikeRow:
    reasons = [one.sentence for one in town.reasons]
    return AlikeRow(**town.model_dump(exclude={"contributions", "reasons"}), reasons=reasons)
