"""Every series says what it counts, when, from where, and how a zero is read; and the packs are as published."""

from __future__ import annotations

from itertools import chain

import pytest

from meguri.core.period import Period
from meguri.indicators.reference import (
    REGISTER_CREDIT,
    SSDSE_CREDIT,
    Series,
    credit_in_pack,
    packed_editions,
    packed_registers,
    read_catalogue,
    series_name,
)

SERIES = [*read_catalogue("ssdse").series, *read_catalogue("register").series]
FIRST_FAMILIES = ("population", "economy", "businesses", "income", "tax")


def test_keys_are_unique_slugs() -> None:
    keys = [series.key for series in SERIES]
    assert len(set(keys)) == len(keys) == 172 + 17
    assert all(key.replace("-", "").isalnum() and key.isascii() and key.islower() for key in keys)


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.key)
def test_a_series_says_in_both_languages_what_it_counts_and_how_a_zero_is_read(series: Series) -> None:
    for words in (series.name_ja, series.definition, series.zero_note, series.unit, series.source_statistic):
        assert words.strip() == words != ""
    for words in (series.name_en, series.definition_en, series.zero_note_en, series.unit_en):
        assert words.isascii()
        assert words
    assert series.definition.endswith("。")
    assert series.decimals == (1 if series.unit == "%" else 0)


def test_each_of_the_five_families_has_its_first_charts_in_a_clear_order() -> None:
    for family in FIRST_FAMILIES:
        leads = sorted(series.lead for series in SERIES if series.family == family and series.lead)
        assert leads == list(range(1, len(leads) + 1))
        assert leads


def test_series_on_one_axis_share_a_unit_and_census_and_register_share_none() -> None:
    units: dict[str, set[str]] = {}
    for series in SERIES:
        units.setdefault(series.comparable_group, set()).add(series.unit)
    assert all(len(found) == 1 for found in units.values())
    groups = {series.key: series.comparable_group for series in SERIES}
    assert groups["population-census"] != groups["population-register"]
    assert groups["movers-in"] != groups["movers-in-unstated"]
    assert groups["establishments-all"] != groups["establishments-private"]


@pytest.mark.parametrize(
    ("key", "year", "period", "words"),
    [
        ("population-census", 2020, "2020-10-01", "10月1日"),
        ("births", 2023, "2023", "1月1日から12月31日まで"),
        ("revenue", 2022, "FY2022", "4月1日から翌年3月31日まで"),
        ("establishments-private", 2016, "2016-06-01", "2016年6月1日、2021年6月1日"),
        ("retail-shops", 2014, "2014-07-01", "2014年7月1日、2016年6月1日、2021年6月1日"),
        ("farms-commercial", 2019, "2020-02-01", "2015年2月1日、2020年2月1日"),
        ("physicians", 2022, "2022-12-31", "12月31日"),
        ("primary-schools", 2024, "2024-05-01", "5月1日"),
    ],
)
def test_the_year_of_a_column_means_the_day_or_span_of_its_statistic(
    key: str, year: int, period: str, words: str
) -> None:
    series = read_catalogue("ssdse").by_key[key]
    assert str(Period.decode(series.period(year))) == period
    assert series.base_in_words == words


def test_a_survey_has_no_figures_of_a_year_in_which_it_was_not_held() -> None:
    with pytest.raises(KeyError):
        read_catalogue("ssdse").by_key["establishments-private"].period(2017)


def test_a_series_is_found_under_each_of_its_names_in_any_width() -> None:
    catalogue = read_catalogue("ssdse")
    assert {catalogue.find("A1101", name, 2015) for name in ("人口総数", "総人口", "総人口 ")} == {
        catalogue.by_key["population-census"]
    }
    assert (
        catalogue.find("C210703", "事業所数（農業，林業）", 2014)
        is catalogue.by_key["establishments-all-agriculture-forestry"]
    )
    assert catalogue.find("A1101", "世帯数", 2015) is None
    assert series_name("１５～６４歳人口（男）") == "15~64歳人口(男)"


def test_a_place_that_was_not_surveyed_is_known_for_the_statistic_and_the_day() -> None:
    catalogue = read_catalogue("ssdse")
    of_2014 = catalogue.places_left_out(catalogue.by_key["retail-shops"], 20140701)
    assert of_2014 == {"075451", "075469", "075485"}
    assert not catalogue.places_left_out(catalogue.by_key["retail-shops"], 20210601)
    assert not catalogue.places_left_out(catalogue.by_key["population-census"], 20151001)


def test_the_packs_carry_their_credit_and_no_file_but_the_published_ones() -> None:
    assert credit_in_pack("ssdse-a.tar.xz") == SSDSE_CREDIT
    assert credit_in_pack("registers.tar.xz") == REGISTER_CREDIT
    names = [name for name, _content in chain(packed_editions(), packed_registers())]
    assert names == [f"SSDSE-A-{year}.csv" for year in range(2018, 2027)] + [
        f"市区町村別人口_{year}.csv" for year in range(2016, 2021)
    ]
