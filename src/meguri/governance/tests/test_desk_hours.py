"""Hours are read where there is one way to read them, and said of no day on which a desk may be shut."""

import datetime as dt

import pytest

from meguri.core.holidays import holidays, is_holiday
from meguri.governance.desk_hours import read_hours

TUESDAY, HOLIDAY, SATURDAY = dt.date(2026, 11, 24), dt.date(2026, 11, 23), dt.date(2026, 11, 28)
NEW_YEAR = dt.date(2026, 12, 30)


@pytest.mark.parametrize(
    "text",
    [
        "平日 8:30〜17:15", "８時３０分～１７時１５分（土日祝を除く）",
        "午前8時30分から午後5時15分まで（土日祝を除く）",
        "月〜金 8:30-17:15", "月曜日から金曜日 8:30〜17:15（祝日・年末年始を除く）",
        "8:30〜17:15（平日）", "開庁日の8:30〜17:15",
    ],
)  # fmt: skip
def test_working_days_are_read(text: str) -> None:
    found = read_hours(text)
    assert found is not None
    assert found.closes_on(TUESDAY) == dt.time(17, 15)
    assert [found.closes_on(day) for day in (HOLIDAY, SATURDAY, NEW_YEAR)] == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "", "要予約", "9:00〜17:00", "9:00〜12:00、13:00〜17:00", "第2土曜日 9:00〜12:00",
        "平日 8:30〜17:15（12時〜13時を除く）",
        "平日8:30〜17:15（昼休みあり）", "平日 17:15〜8:30", "金 25:00〜26:00", "平日 8:30〜",
        "4月から9月 平日 9:00〜17:00", "<b>平日",
        "平日 8:30〜17:15 休館日 火曜",
    ],
)  # fmt: skip
def test_what_can_be_read_two_ways_is_not_read(text: str) -> None:
    assert read_hours(text) is None


def test_days_that_are_named_count() -> None:
    found = read_hours("火・木 9:00〜12:00")
    assert found is not None
    assert found.closes_on(TUESDAY) == dt.time(12)
    assert found.closes_on(TUESDAY + dt.timedelta(1)) is None


def test_open_all_year_is_open_on_holidays_too() -> None:
    found = read_hours("年中無休 9:00〜21:00")
    assert found is not None
    assert found.closes_on(HOLIDAY) == found.closes_on(NEW_YEAR) == dt.time(21)


def test_the_holidays_of_a_year_with_a_substitute_and_a_day_between() -> None:
    assert sorted(f"{day:%m%d}" for day in holidays(2026)) == [
        "0101", "0112", "0211", "0223", "0320", "0429", "0503", "0504", "0505", "0506", "0720", "0811", "0921", "0922",
        "0923", "1012", "1103", "1123",
    ]  # fmt: skip
    assert is_holiday(dt.date(2024, 2, 12)), "振替休日"
    assert is_holiday(dt.date(2032, 9, 21)), "敬老の日と秋分の日にはさまれた日"


def test_a_year_that_is_not_covered_is_refused() -> None:
    with pytest.raises(ValueError, match="2100"):
        is_holiday(dt.date(2100, 1, 1))
