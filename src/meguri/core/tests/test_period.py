"""A period is read in all the ways people write it, keeps its order, and comes back from every form."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.errors import BadInput
from meguri.core.period import Period

DAYS = st.dates(date(1873, 1, 1), date(2200, 12, 31))
PERIODS = st.one_of(
    DAYS.map(Period.of_day),
    DAYS.map(lambda day: Period.of_month(day.year, day.month)),
    DAYS.map(lambda day: Period.of_year(day.year)),
    DAYS.map(lambda day: Period.of_fiscal_year(day.year)),
)


@given(PERIODS)
def test_a_period_comes_back_from_every_form(period: Period) -> None:
    assert Period.decode(period.encoded) == period
    for text in (str(period), period.label_ja(), period.label_ja(wareki_form=True)):
        assert Period.parse(text) == period


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2020", "2020"),
        ("２０２０年", "2020"),
        ("2020年度", "FY2020"),
        ("fy2020", "FY2020"),
        ("令和2年度", "FY2020"),
        ("令和元年", "2019"),
        ("平成31年度", "FY2019"),
        ("R2年度", "FY2020"),
        ("2024-01", "2024-01"),
        ("2020年10月", "2020-10"),
        ("2020/10", "2020-10"),
        ("昭和64年1月", "1989-01"),
        ("平成30年1月1日", "2018-01-01"),
        ("2020/10/1", "2020-10-01"),
        ("２０１８．９．３０", "2018-09-30"),
        ("H30.9.30", "2018-09-30"),
        ("20180930", "2018-09-30"),
        ("令和 2 年 10 月 1 日現在", "2020-10-01"),
        ("2020-10-01 00:00:00", "2020-10-01"),
    ],
)
def test_a_period_is_read_as_people_write_it(written: str, iso: str) -> None:
    assert str(Period.parse(written)) == iso


@pytest.mark.parametrize(
    "text",
    ["", "きのう", "2020-13", "2020-02-30", "2020-00", "20/10/1", "2020-10/1", "平成31年5月", "令和元年4月", "5017",
     "0",
     "2020年13月", "令和2年13月1日", "12345", "２０２０年度10月", "令和0年", "٢٠٢٠"],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Period.parse(text)


@given(st.text(alphabet="0123456789年度月日令和平成元FYH-/. ") | st.text())
def test_any_text_is_a_period_or_a_refusal(text: str) -> None:
    with suppress(BadInput):
        assert Period.parse(text).start <= Period.parse(text).end


def test_the_stored_number_tells_the_kind() -> None:
    texts = ("2020", "FY2020", "2024-01", "2018-09-30")
    assert [Period.parse(text).encoded for text in texts] == [20200000, 20209900, 20240100, 20180930]


@pytest.mark.parametrize("number", [20201300, 20200230, 20209901, 0, 20200001])
def test_a_number_that_stores_no_period_is_refused(number: int) -> None:
    with pytest.raises((BadInput, ValueError)):
        Period.decode(number)


@given(PERIODS, PERIODS)
def test_periods_are_ordered_by_the_day_they_end(one: Period, other: Period) -> None:
    if one.end != other.end:
        assert (one < other) == (one.end < other.end)
    assert (one < other) + (other < one) + (one == other) == 1


def test_a_period_knows_its_first_and_last_day() -> None:
    assert (Period.of_fiscal_year(2020).start, Period.of_fiscal_year(2020).end) == (date(2020, 4, 1), date(2021, 3, 31))
    assert Period.of_month(2024, 2).end == date(2024, 2, 29)
    assert (Period.of_year(2020).start, Period.of_year(2020).end) == (date(2020, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("text", "japanese", "era", "english"),
    [
        ("2020", "2020年", "令和2年", "2020"),
        ("FY2019", "2019年度", "令和元年度", "FY2019"),
        ("FY1988", "1988年度", "昭和63年度", "FY1988"),
        ("2024-01", "2024年1月", "令和6年1月", "January 2024"),
        ("2018-09-30", "2018年9月30日", "平成30年9月30日", "30 September 2018"),
    ],
)
def test_a_period_is_labelled_for_readers(text: str, japanese: str, era: str, english: str) -> None:
    period = Period.parse(text)
    assert (period.label_ja(), period.label_ja(wareki_form=True), period.label_en()) == (japanese, era, english)
    assert (period.label("ja-x-easy"), period.label("en")) == (japanese, english)


def test_a_period_that_has_not_begun_is_refused_for_a_result() -> None:
    today = date(2026, 11, 23)
    assert Period.parse("FY2026").require_begun(today) == Period.of_fiscal_year(2026)
    with pytest.raises(BadInput, match="2026年11月24日.*まだ来ていません"):
        Period.parse("2026-11-24").require_begun(today)
