"""The act that brings sources and official definitions up to what this version ships."""

from dataclasses import dataclass

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.indicators.models import Indicator, Source, Unsurveyed
from meguri.indicators.reference import (
    REGISTER_CREDIT,
    SSDSE_CREDIT,
    Catalogue,
    Series,
    read_catalogue,
)
from meguri.towns.models import Municipality

ESTAT_CREDIT = (
    "政府統計の総合窓口（e-Stat）のAPI機能を使用していますが、サービスの内容は国によって保証されたものではありません。"
)

DEFINITION_FIELDS = [
    "family", "lead", "name", "name_en", "unit", "unit_en", "decimals", "definition", "definition_en", "nature",
    "period_kind", "base_date", "better", "zero_means", "zero_note", "zero_note_en", "statistic", "statistic_en",
    "comparable_group", "source", "series_code", "series_name",
]  # fmt: skip


@dataclass(frozen=True)
class Publication:
    """A source of official figures that ships with Meguri, with the catalogue of its series."""

    key: str
    name: str
    name_en: str
    publisher: str
    credit: str
    licence: str
    url: str
    catalogue: Catalogue


def publications() -> list[Publication]:
    """SSDSE-A, the resident register, and e-Stat, whose answers carry series of SSDSE-A's."""
    return [
        Publication(
            key="ssdse-a",
            name="SSDSE-A（教育用標準データセット・市区町村）",
            name_en="SSDSE-A (standardised statistical data set for education, municipalities)",
            publisher="独立行政法人統計センター",
            credit=SSDSE_CREDIT,
            licence="統計センター「SSDSE」利用条件（出典を示して利用）",
            url="https://www.nstac.go.jp/use/literacy/ssdse/",
            catalogue=read_catalogue("ssdse"),
        ),
        Publication(
            key="resident-register",
            name="住民基本台帳に基づく人口、人口動態及び世帯数",
            name_en="Population, vital events and households by the Basic Resident Registers",
            publisher="総務省",
            credit=REGISTER_CREDIT,
            licence="公共データ利用規約（第1.0版）",
            url="https://www.soumu.go.jp/main_sosiki/jichi_gyousei/daityo/jinkou_jinkoudoutai-setaisuu.html",
            catalogue=read_catalogue("register"),
        ),
        Publication(
            key="e-stat",
            name="政府統計の総合窓口（e-Stat）API",
            name_en="e-Stat, portal site of official statistics of Japan (API)",
            publisher="総務省統計局・独立行政法人統計センター",
            credit=ESTAT_CREDIT,
            licence="政府統計の総合窓口（e-Stat）利用規約",
            url="https://www.e-stat.go.jp/",
            catalogue=Catalogue(()),
        ),
    ]


@action("indicators.load_catalogue", record=Public)
def load_catalogue(actor: Actor) -> int:
    """Write the sources, definitions and places left out; returns the number of definitions. Idempotent."""
    count = sum(_load(publication) for publication in publications())
    _load_places_left_out()
    note(count=count)
    return count


def _load(publication: Publication) -> int:
    source, _made = Source.objects.update_or_create(
        key=publication.key,
        defaults={
            "name": publication.name,
            "name_en": publication.name_en,
            "publisher": publication.publisher,
            "credit": publication.credit,
            "licence": publication.licence,
            "url": publication.url,
        },
    )
    known = dict(Indicator.objects.filter(town__isnull=True).values_list("key", "pk"))
    series = publication.catalogue.series
    Indicator.objects.bulk_create([_definition(one, source) for one in series if one.key not in known])
    changed = [_definition(one, source, known[one.key]) for one in series if one.key in known]
    Indicator.objects.bulk_update(changed, DEFINITION_FIELDS, batch_size=20)
    return len(series)


def _definition(series: Series, source: Source, pk: int | None = None) -> Indicator:
    return Indicator(
        pk=pk,
        key=series.key,
        family=series.family,
        lead=series.lead,
        name=series.name_ja,
        name_en=series.name_en,
        unit=series.unit,
        unit_en=series.unit_en,
        decimals=series.decimals,
        definition=series.definition,
        definition_en=series.definition_en,
        nature=series.kind,
        period_kind=series.period_kind,
        base_date=series.base_in_words,
        better=series.better,
        zero_means=series.zero_means,
        zero_note=series.zero_note,
        zero_note_en=series.zero_note_en,
        statistic=series.source_statistic,
        statistic_en=series.source_statistic_en,
        comparable_group=series.comparable_group,
        source=source,
        series_code=series.code,
        series_name=series.name,
    )


def _load_places_left_out() -> None:
    rows = {(row.source_statistic, row.period, row.code): row for row in read_catalogue("ssdse").unsurveyed}
    ids = dict(Municipality.objects.values_list("code", "pk"))
    Unsurveyed.objects.bulk_create(
        [
            Unsurveyed(
                statistic=row.source_statistic,
                period=row.period,
                municipality_id=ids[row.code],
                reason=row.reason,
                reason_en=row.reason_en,
            )
            for row in rows.values()
        ],
        update_conflicts=True,
        unique_fields=["statistic", "period", "municipality"],
        update_fields=["reason", "reason_en"],
    )
