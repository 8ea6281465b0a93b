"""The reader of the resident registers takes municipalities only, and refuses other tables."""

from __future__ import annotations

from functools import cache

import pytest

from meguri.core.tables import Finding
from meguri.indicators.reference import packed_registers
from meguri.indicators.sources.findings import RefusedFile
from meguri.indicators.sources.places import with_todays_codes
from meguri.indicators.sources.register import read_register
from meguri.towns.reference import read_code_changes, read_municipalities

# 合計, the row of the whole country, as the files have it.
COUNTRY = {2016: 128_066_211, 2017: 127_907_086, 2018: 127_707_259, 2019: 127_443_563, 2020: 127_138_033}


@cache
def published() -> dict[int, bytes]:
    return {int(name[-8:-4]): content for name, content in packed_registers()}


def refused(text: str) -> list[Finding]:
    with pytest.raises(RefusedFile) as caught:
        read_register(text.encode())
    return caught.value.report.listed()[0]


def text_of_2020() -> str:
    return published()[2020].decode("utf-8-sig")


@pytest.mark.parametrize("year", range(2016, 2021))
def test_the_municipalities_of_a_register_add_up_to_the_country(year: int) -> None:
    table = read_register(published()[year])
    assert sum(value for _code, value in table.figures("population-register", year * 10_000 + 101)) == COUNTRY[year]
    codes = with_todays_codes(table, read_code_changes()).codes
    assert sorted(codes) == [row.code for row in read_municipalities()]


def test_stock_figures_are_of_new_years_day_and_flows_of_the_year_before() -> None:
    periods = {column.series.key: column.period for column in read_register(published()[2020]).columns}
    assert periods["population-register"] == 20200101
    assert periods["register-births"] == 20190000


def test_a_towns_name_is_read_without_its_county() -> None:
    table = read_register(published()[2020])
    assert dict(zip(table.codes, table.names, strict=True))["016331"] == "上士幌町"


def test_the_change_of_population_is_what_came_less_what_went() -> None:
    table = read_register(published()[2019])
    figures = {
        key: dict(table.figures(key, 20180000))
        for key in ("register-natural-change", "register-births", "register-deaths")
    }
    births, deaths = figures["register-births"], figures["register-deaths"]
    assert figures["register-natural-change"] == {code: births[code] - deaths[code] for code in births}


def test_the_table_of_japanese_or_foreign_residents_alone_is_refused() -> None:
    findings = refused(text_of_2020().replace("（総計）", "（日本人住民）", 1))
    assert [(f.row, f.column) for f in findings] == [(1, "A")]


def test_a_changed_heading_an_unknown_place_and_a_word_for_a_number_are_named_with_row_and_column() -> None:
    text = text_of_2020()
    assert [(f.row, f.column) for f in refused(text.replace("死亡者数", "死者数", 1))] == [(4, "Q")]
    assert [f.column for f in refused(text.replace("016331,北海道", "016330,北海道", 1))] == ["A"]
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if row.startswith("016331"))
    wrong = text.splitlines()
    wrong[line - 1] = wrong[line - 1].replace('"2,', '"abc', 1)
    assert [(f.row, f.column) for f in refused("\n".join(wrong))] == [(line, "D")]
