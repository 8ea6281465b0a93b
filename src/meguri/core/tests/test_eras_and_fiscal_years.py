"""Dates of eras and fiscal years begin and end on the very day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.errors import BadInput
from meguri.core.fiscal import (
    fiscal_year_of,
    fiscal_year_range,
    is_in_settlement,
    is_open_for_settlement,
    settlement_end,
)
from meguri.core.wareki import ERAS, common_year, era_of, format_wareki, format_with_weekday, from_wareki

DAYS = st.dates(date(1873, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "wareki"),
    [
        (date(1873, 1, 1), "明治6年1月1日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2020, 10, 1), "令和2年10月1日"),
    ],
)
def test_an_era_begins_on_its_very_day(day: date, wareki: str) -> None:
    assert format_wareki(day) == wareki


@given(DAYS)
def test_every_day_comes_back_from_its_era(day: date) -> None:
    era = era_of(day)
    for sign in (era.name, era.letter, era.letter.lower()):
        assert from_wareki(sign, day.year - era.offset, day.month, day.day) == day


@given(DAYS)
def test_eras_follow_each_other_without_a_gap(day: date) -> None:
    before, after = era_of(day), era_of(day + timedelta(days=1))
    assert before == after or ERAS.index(before) == ERAS.index(after) + 1


@pytest.mark.parametrize(("sign", "day"), [("明治", (45, 7, 30)), ("大正", (15, 12, 25))])
def test_the_day_on_which_an_era_changed_is_known_by_its_old_name_too(sign: str, day: tuple[int, int, int]) -> None:
    assert era_of(from_wareki(sign, *day)).name != sign


@pytest.mark.parametrize(
    ("sign", "day"),
    [
        ("平成", (31, 5, 1)),
        ("令和", (1, 4, 30)),
        ("昭和", (64, 1, 8)),
        ("令和", (2, 2, 30)),
        ("明治", (5, 12, 2)),
        ("令和", (0, 1, 1)),
    ],
)
def test_a_day_that_an_era_never_had_is_refused(sign: str, day: tuple[int, int, int]) -> None:
    with pytest.raises(BadInput, match="ありません"):
        from_wareki(sign, *day)


def test_a_year_past_its_era_is_refused_with_the_right_name() -> None:
    with pytest.raises(BadInput, match="令和2年のこと"):
        common_year("平成", 32)
    assert common_year("平成", 31) == common_year("令和", 1) == 2019


def test_days_before_the_common_calendar_are_refused() -> None:
    with pytest.raises(BadInput, match="1873年"):
        format_wareki(date(1872, 12, 31))


def test_a_date_is_written_with_its_weekday() -> None:
    assert format_with_weekday(date(2026, 11, 23)) == "2026年11月23日（月）"


@given(DAYS)
def test_a_day_lies_in_the_range_of_its_fiscal_year(day: date) -> None:
    first, last = fiscal_year_range(fiscal_year_of(day))
    assert first <= day <= last
    assert (first.month, first.day, last.month, last.day) == (4, 1, 3, 31)
    assert fiscal_year_of(last + timedelta(days=1)) == fiscal_year_of(day) + 1


def test_the_books_of_a_fiscal_year_close_at_the_end_of_may() -> None:
    assert settlement_end(2024) == date(2025, 5, 31)
    assert [is_open_for_settlement(2024, day) for day in (date(2024, 3, 31), date(2024, 4, 1))] == [False, True]
    assert [is_open_for_settlement(2024, day) for day in (date(2025, 5, 31), date(2025, 6, 1))] == [True, False]
    assert [is_in_settlement(2024, day) for day in (date(2025, 3, 31), date(2025, 4, 1))] == [False, True]
    assert [is_in_settlement(2024, day) for day in (date(2025, 5, 31), date(2025, 6, 1))] == [True, False]
