"""The shapes in which the API speaks of municipalities, towns and sourced facts."""

import datetime as dt
from typing import Literal, Self

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from meguri.core.api.paging import Part
from meguri.towns.models import CodeChange, Municipality, Prefecture, SourcedFact, Town

Kind = Literal["designated_city", "city", "special_ward", "town", "village"]


class PrefectureOut(Schema):
    """A prefecture."""

    code: str = Field(description=_("2桁の都道府県コード"), examples=["01"])
    name: str
    kana: str
    romaji: str

    @classmethod
    def of(cls, prefecture: Prefecture) -> Self:
        return cls(code=prefecture.code, name=prefecture.name, kana=prefecture.kana, romaji=prefecture.romaji)


class MunicipalityOut(Schema):
    """A city, ward, town or village."""

    code: str = Field(description=_("6桁の全国地方公共団体コード（検査数字つき）"), examples=["016331"])
    name: str
    kana: str
    romaji: str
    prefecture: PrefectureOut
    county: str = Field(description=_("郡、または振興局。無いときは空"))
    kind: Kind = Field(description=_("政令指定都市・市・特別区・町・村のどれか"))
    latitude: float = Field(description=_("役場の緯度（度、世界測地系）"))
    longitude: float = Field(description=_("役場の経度（度、世界測地系）"))
    website: str = Field(description=_("自治体の公式サイト。分からないときは空"))
    is_open: bool = Field(description=_("このサイトで開いているまちか"))
    is_fictional: bool = Field(description=_("架空の見本か"))

    @classmethod
    def of(cls, place: Municipality) -> Self:
        """Expects `prefecture` and `town` to be selected."""
        return cls(
            code=place.code,
            name=place.name,
            kana=place.kana,
            romaji=place.romaji,
            prefecture=PrefectureOut.of(place.prefecture),
            county=place.county,
            kind=place.kind,  # type: ignore[arg-type]  # one of the choices, the database says so
            latitude=place.latitude,
            longitude=place.longitude,
            website=place.website,
            is_open=hasattr(place, "town"),
            is_fictional=place.is_fictional,
        )


class FormerCode(Schema):
    """A code a municipality had before."""

    code: str
    name: str
    until: dt.date = Field(description=_("この日に変わりました"))
    source: str

    @classmethod
    def of(cls, change: CodeChange) -> Self:
        return cls(code=change.old_code, name=change.old_name, until=change.on, source=change.source)


class MunicipalityDetail(MunicipalityOut):
    """A municipality with the codes it had before."""

    former_codes: list[FormerCode]


class Municipalities(Part):
    """A part of the national list."""

    items: list[MunicipalityOut]


class Prefectures(Part):
    """The prefectures, north to south."""

    items: list[PrefectureOut]


class TownOut(Schema):
    """A municipality that has opened its doors here."""

    municipality: MunicipalityOut
    opened_at: dt.datetime
    stations: list[str] = Field(description=_("まちの輪のうち、このまちが使うもの"))
    general_desk: str = Field(description=_("代表の窓口。無いときは空"))
    general_phone: str = Field(description=_("代表電話。無いときは空"))

    @classmethod
    def of(cls, town: Town) -> Self:
        return cls(
            municipality=MunicipalityOut.of(town.municipality),
            opened_at=town.opened_at,
            stations=list(town.stations),
            general_desk=town.general_desk,
            general_phone=town.general_phone,
        )


class Towns(Part):
    """Towns that have opened here, the newest first."""

    items: list[TownOut]


class FactOut(Schema):
    """One statement with its source; `statement` is null where no public source was found."""

    topic: str
    label: str
    statement: str | None = Field(description=_("nullは公開資料なし"))
    as_of: str = Field(description=_("いつのことか。書かれたとおり"))
    source: str

    @classmethod
    def of(cls, fact: SourcedFact) -> Self:
        return cls(
            topic=fact.topic, label=fact.label, statement=fact.statement or None, as_of=fact.as_of, source=fact.source
        )


class Facts(Part):
    """Sourced statements about a municipality."""

    items: list[FactOut]
