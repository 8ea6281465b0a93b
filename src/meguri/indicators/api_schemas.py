"""The shapes in which the API speaks of definitions, sources and figures."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import PlainSerializer

from meguri.core.api.paging import Part
from meguri.core.period import Period
from meguri.indicators.figures import Figure
from meguri.indicators.models import Edition, Indicator, Source, Target
from meguri.towns.models import Municipality


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() else value


Number = Annotated[float, PlainSerializer(_whole, when_used="json")]
"""A number as all answers write it: 32, not 32.0."""


class SourceOut(Schema):
    """A publication that figures come from."""

    key: str
    name: str
    name_en: str
    publisher: str
    credit: str = Field(description=_("数字を使うときに書きそえる出典"))
    licence: str
    url: str

    @classmethod
    def of(cls, source: Source) -> Self:
        return cls(
            key=source.key,
            name=source.name,
            name_en=source.name_en,
            publisher=source.publisher,
            credit=source.credit,
            licence=source.licence,
            url=source.url,
        )


class Sources(Part):
    items: list[SourceOut]


class EditionOut(Schema):
    """One issue of a source."""

    source: str = Field(description=_("出典のkey"))
    label: str
    rank: int = Field(description=_("同じ出典の中での、発行の順番"))
    digest: str = Field(description=_("取り込んだファイルのSHA-256。無いときは空"))
    imported_at: dt.datetime

    @classmethod
    def of(cls, edition: Edition) -> Self:
        return cls(
            source=edition.source.key,
            label=edition.label,
            rank=edition.rank,
            digest=edition.digest,
            imported_at=edition.imported_at,
        )


def sources_named(sources: Iterable[Source]) -> list[SourceOut]:
    """Each source once, by key."""
    found = {source.key: source for source in sources}
    return [SourceOut.of(found[key]) for key in sorted(found)]


class Editions(Part):
    items: list[EditionOut]


class IndicatorOut(Schema):
    """A definition: what exactly is counted, in which unit, and where it was published."""

    key: str
    town: str | None = Field(description=_("まちが自分で決めた指標なら、そのまちのコード。全国の指標はnull"))
    family: str
    name: str
    name_en: str
    unit: str
    unit_en: str
    decimals: int = Field(description=_("小数点以下の桁"))
    definition: str = Field(description=_("何を数えたか"))
    definition_en: str
    nature: Literal["stock", "flow"] = Field(description=_("stockはある時点の数、flowはある期間の数"))
    period_kind: Literal["day", "month", "year", "fiscal_year"]
    base_date: str = Field(description=_("数えた日や期間。言葉で"))
    better: Literal["more", "less", "neither"] = Field(
        description=_("多い・少ないのどちらがよいか。neitherはどちらともいえない")
    )
    zero_means: Literal["zero", "blank"] = Field(description=_("0が本当に0か、公表なしのことか"))
    zero_note: str
    statistic: str = Field(description=_("もとの統計"))
    statistic_en: str
    comparable_group: str = Field(description=_("同じ値の指標だけが、一つの軸に並べられます"))
    series_code: str = Field(description=_("もとの資料での項目番号。番号だけでは意味が変わることがあります"))
    series_name: str
    source: str = Field(description=_("出典のkey。sourcesにあります"))

    @classmethod
    def of(cls, indicator: Indicator) -> Self:
        """Expects `source` and the town's municipality to be selected."""
        same = {name: getattr(indicator, name) for name in cls.model_fields if name not in {"town", "source"}}
        town = indicator.town.code if indicator.town is not None else None
        return cls(town=town, source=indicator.source.key, **same)


class IndicatorDetail(Schema):
    """One definition with its source."""

    indicator: IndicatorOut
    sources: list[SourceOut]


class Indicators(Part):
    sources: list[SourceOut]
    items: list[IndicatorOut]


class FigureOut(Schema):
    """One figure in its indicator's unit, with the editions that carried it."""

    period: str = Field(
        description=_("2020は年、FY2020は年度、2024-01は月、2018-09-30は日"), examples=["2020-10-01", "FY2021"]
    )
    value: Number | None = Field(description=_("nullは公表なし"))
    state: Literal["value", "not_published"]
    first_edition: str = Field(description=_("この数を最初に載せた版"))
    last_edition: str = Field(description=_("この数を最後に載せた版"))
    source: str = Field(description=_("この数の出典のkey。sourcesにあります"))

    @classmethod
    def of(cls, figure: Figure) -> Self:
        return cls(
            period=str(figure.when),
            value=figure.value,
            state=figure.state.value,
            first_edition=figure.first_edition,
            last_edition=figure.last_edition,
            source=figure.source.key,
        )


class TargetOut(Schema):
    """What a town wants an indicator to be."""

    period: str
    value: Number
    baseline_period: str
    baseline_value: Number
    reason: str
    set_at: dt.datetime

    @classmethod
    def of(cls, target: Target) -> Self:
        return cls(
            period=str(Period.decode(target.period)),
            value=target.value,
            baseline_period=str(Period.decode(target.baseline_period)),
            baseline_value=target.baseline_value,
            reason=target.reason,
            set_at=target.set_at,
        )


class PlaceOut(Schema):
    """A municipality, in short."""

    code: str
    name: str
    prefecture: str

    @classmethod
    def of(cls, place: Municipality) -> Self:
        return cls(code=place.code, name=place.name, prefecture=place.prefecture.name)


class LatestOut(Schema):
    """A definition with the newest figure at one place; `latest` is null where none was ever published."""

    indicator: IndicatorOut
    latest: FigureOut | None


class LatestFigures(Part):
    municipality: PlaceOut
    sources: list[SourceOut]
    items: list[LatestOut]


class SeriesOut(Schema):
    """A definition with the figures of one place, oldest first."""

    indicator: IndicatorOut
    figures: list[FigureOut]


class PlaceFigures(Part):
    """All figures of one place, by indicator."""

    municipality: PlaceOut
    sources: list[SourceOut]
    items: list[SeriesOut]


class Series(Schema):
    """One indicator at one place: figures in force, earlier vintages, targets in force."""

    municipality: PlaceOut
    indicator: IndicatorOut
    sources: list[SourceOut]
    figures: list[FigureOut]
    earlier: list[FigureOut] = Field(description=_("あとの版で改められた、前の数"))
    targets: list[TargetOut]


class PlaceSeries(Schema):
    """The figures of one place under the indicator of the whole answer, oldest first."""

    code: str
    name: str
    prefecture: str
    figures: list[FigureOut]


class IndicatorFigures(Part):
    """One indicator in every municipality, by code; never ranked."""

    indicator: IndicatorOut
    sources: list[SourceOut]
    items: list[PlaceSeries]
