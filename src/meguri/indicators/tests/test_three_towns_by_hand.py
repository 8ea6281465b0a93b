"""Figures of three towns as a person reads them in the published files, against what the readers give."""

from __future__ import annotations

from functools import cache

import pytest

from meguri.indicators.reference import packed_editions, packed_registers, read_catalogue
from meguri.indicators.sources.places import with_todays_codes
from meguri.indicators.sources.register import read_register
from meguri.indicators.sources.ssdse import read_ssdse
from meguri.indicators.sources.table import FigureTable
from meguri.towns.reference import read_code_changes

KAMISHIHORO, FUTABA, NAKAGAWA = "016331", "075469", "402311"


@cache
def edition(year: int) -> FigureTable:
    content = next(content for name, content in packed_editions() if str(year) in name)
    return with_todays_codes(read_ssdse(content), read_code_changes())


@cache
def register(year: int) -> FigureTable:
    content = next(content for name, content in packed_registers() if str(year) in name)
    return with_todays_codes(read_register(content), read_code_changes())


@pytest.mark.parametrize(
    ("year", "code", "key", "period", "figure"),
    [
        (2018, KAMISHIHORO, "population-census", 20151001, 4765),
        (2026, KAMISHIHORO, "population-census", 20201001, 4778),
        (2018, KAMISHIHORO, "births", 20160000, 35),
        (2018, KAMISHIHORO, "movers-in-unstated", 20160000, 257),
        (2026, KAMISHIHORO, "movers-in", 20240000, 229),
        (2018, KAMISHIHORO, "establishments-all", 20140701, 329),
        (2026, KAMISHIHORO, "establishments-private", 20210601, 278),
        (2018, KAMISHIHORO, "revenue", 20159900, 7947637),
        (2026, KAMISHIHORO, "revenue", 20229900, 9610230),
        (2026, KAMISHIHORO, "local-tax", 20229900, 958927),
        (2026, KAMISHIHORO, "employed", 20201001, 2540),
        (2026, KAMISHIHORO, "current-balance-ratio", 20229900, 85.1),
        (2026, FUTABA, "population-census", 20201001, 0),
        (2026, FUTABA, "revenue", 20229900, 18613287),
        (2026, FUTABA, "area", 20241001, 5142),
        (2018, NAKAGAWA, "population-census", 20151001, 50004),
        (2026, NAKAGAWA, "population-census", 20201001, 50112),
        (2018, NAKAGAWA, "revenue", 20159900, 16387049),
        (2026, NAKAGAWA, "local-tax", 20229900, 6543926),
    ],
)
def test_a_figure_of_ssdse_is_the_one_in_the_published_table(
    year: int, code: str, key: str, period: int, figure: float
) -> None:
    assert dict(edition(year).figures(key, period))[code] == figure


@pytest.mark.parametrize(
    ("year", "code", "key", "period", "figure"),
    [
        (2016, KAMISHIHORO, "population-register", 20160101, 4886),
        (2019, KAMISHIHORO, "population-register", 20190101, 5000),
        (2019, KAMISHIHORO, "register-births", 20180000, 30),
        (2019, KAMISHIHORO, "register-deaths", 20180000, 80),
        (2019, KAMISHIHORO, "register-in", 20180000, 326),
        (2019, KAMISHIHORO, "register-out", 20180000, 257),
        (2019, KAMISHIHORO, "register-natural-change", 20180000, -50),
        (2019, KAMISHIHORO, "register-social-change", 20180000, 62),
        (2019, FUTABA, "households-register", 20190101, 2282),
        (2016, NAKAGAWA, "population-register", 20160101, 50235),
        (2019, NAKAGAWA, "population-register", 20190101, 50420),
    ],
)
def test_a_figure_of_the_register_is_the_one_in_the_published_table(
    year: int, code: str, key: str, period: int, figure: float
) -> None:
    assert dict(register(year).figures(key, period))[code] == figure


def test_futabas_population_of_2020_is_a_true_zero_and_its_businesses_of_2016_are_not_published() -> None:
    catalogue = read_catalogue("ssdse")
    for year, key, zero in ((2026, "population-census", True), (2021, "establishments-private", False)):
        table = edition(year)
        column = next(n for n, c in enumerate(table.columns) if c.series.key == key)
        row = table.codes.index(FUTABA)
        assert table.values[row, column] == 0
        assert (table.published(catalogue)[row, column] == 0) == zero


def test_the_same_zero_of_an_industry_is_a_zero_elsewhere_and_a_blank_where_nobody_was_asked() -> None:
    table = edition(2021)
    published = table.published(read_catalogue("ssdse"))
    column = next(n for n, c in enumerate(table.columns) if c.series.key == "establishments-private-fisheries")
    assert published[table.codes.index(KAMISHIHORO), column] == 0
    assert str(published[table.codes.index(FUTABA), column]) == "nan"


def test_the_town_that_became_a_city_is_read_under_its_code_of_today_and_the_report_says_so() -> None:
    told = [finding for finding in edition(2018).report.listed()[0] if finding.found == "403059"]
    assert [finding.expected for finding in told] == ["402311"]
    assert "那珂川町" in str(told[0].message)
    assert "403059" not in edition(2018).codes
