"""A sentence says how much a figure changed and since when, and is honest about days, gaps and what is unpublished."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.period import Period
from meguri.indicators.amounts import amount
from meguri.indicators.sentences import Line, Reading, change_of, sentence


def _census(*figures: tuple[int, float | None]) -> list[Reading]:
    return [Reading(Period.of_day(date(year, 10, 1)), value) for year, value in figures]


def _fiscal(*figures: tuple[int, float | None]) -> list[Reading]:
    return [Reading(Period.of_fiscal_year(year), value) for year, value in figures]


def _population(*figures: tuple[int, float | None]) -> Line:
    return Line("人口", "人", _census(*figures))


def test_a_rise_a_fall_and_no_change_are_told_over_the_years_between() -> None:
    assert sentence(_population((2015, 4765), (2020, 4778)), "ja") == "人口は、2015年から2020年までに13人増えました。"
    assert (
        sentence(_population((2015, 40069), (2020, 37655)), "ja") == "人口は、2015年から2020年までに2,414人減りました。"
    )
    assert sentence(_population((2015, 0), (2020, 0)), "ja") == "人口は、2015年から2020年までに変わっていません。"


def test_english_tells_the_same() -> None:
    line = Line("the population", "人", _census((2015, 4765), (2020, 4778)))
    assert sentence(line, "en") == "The population rose by 13 from 2015 to 2020."
    line = Line("the population", "人", _census((2019, 100), (2020, 90)))
    assert sentence(line, "en") == "The population fell by 10 from 2019 to 2020."


def test_what_flows_is_told_from_fiscal_year_to_fiscal_year_with_money_in_words() -> None:
    line = Line("歳入", "千円", _fiscal((2017, 10_048_188), (2021, 1), (2022, 9_610_102)), is_flow=True)
    assert sentence(line, "ja") == "2022年度の歳入は、2017年度より約4億3,810万円減りました。"
    assert sentence(line, "en") == "歳入 fell by about 438.1 million yen from FY2017 to FY2022."
    same = Line("歳入", "千円", _fiscal((2017, 5), (2022, 5)), is_flow=True)
    assert sentence(same, "ja") == "2022年度の歳入は、2017年度と同じです。"


def test_a_zero_that_the_definition_explains_is_told_as_a_zero_and_never_as_a_rise() -> None:
    def population(*figures: tuple[int, float | None]) -> Line:
        return Line("人口", "人", _census(*figures), zero_is_explained=True)

    assert sentence(population((2015, 0), (2020, 2128)), "ja") == "人口は、2015年は0人、2020年は2,128人です。"
    assert sentence(population((2015, 0), (2020, 0)), "ja") == "人口は、2015年も2020年も0人です。"
    assert sentence(population((2015, 0), (2020, 2128)), "en") == "人口 was 0 in 2015 and 2,128 in 2020."
    assert sentence(population((2015, 5), (2020, 8)), "ja").endswith("3人増えました。")


def test_figures_of_different_days_are_not_told_by_the_year() -> None:
    readings = [Reading(Period.of_day(date(2014, 7, 1)), 300), Reading(Period.of_day(date(2016, 6, 1)), 288)]
    said = sentence(Line("事業所", "か所", readings), "ja")
    assert said.startswith("事業所は、2014年7月1日から2016年6月1日までに12か所減りました。")
    assert said.endswith("数えた日がちがうので、1年あたりにはなおせません。")


def test_one_figure_alone_is_told_without_a_change() -> None:
    said = sentence(_population((2015, None), (2020, 4)), "ja")
    assert said == "2020年10月1日の人口は4人です。くらべられる前の数字はありません。"
    english = sentence(Line("the population", "人", _census((2020, 4))), "en")
    assert english == "The population was 4 on 1 October 2020. There is no earlier figure to compare it with."


def test_a_newest_period_that_was_not_published_is_named() -> None:
    said = sentence(_population((2010, 5000), (2015, 4765), (2020, None)), "ja")
    assert said == "人口は、2010年から2015年までに235人減りました。2020年10月1日の数字は公表されていません。"


def test_nothing_published_is_no_zero_and_no_reading_says_nothing() -> None:
    assert sentence(_population((2015, None), (2020, None)), "ja") == "人口は公表されていません。"
    assert sentence(_population(), "ja") == ""


def test_the_figure_nearest_to_five_years_before_is_taken() -> None:
    change = change_of(_fiscal(*((year, float(year)) for year in range(2015, 2023))))
    assert change is not None
    assert change.earlier.when == Period.of_fiscal_year(2017)
    change = change_of(_fiscal((2013, 1), (2017, None), (2019, 3), (2022, 4)))
    assert change is not None
    assert change.earlier.when == Period.of_fiscal_year(2019)


def test_figures_of_different_kinds_of_period_are_never_compared() -> None:
    assert change_of([*_fiscal((2017, 1)), *_census((2022, 5))]) is None


@pytest.mark.parametrize(
    ("value", "unit", "language", "words"),
    [
        (4778, "人", "ja", "4,778人"),
        (152_345, "人", "ja", "15万2,345人"),
        (20_000, "人", "ja", "2万人"),
        (123_000, "千円", "ja", "1億2,300万円"),
        (9_610_102, "千円", "ja", "約96億1,000万円"),
        (8_000_000_000, "千円", "ja", "8兆円"),
        (0, "千円", "ja", "0円"),
        (9_610_102, "千円", "en", "about 9.61 billion yen"),
        (35.25, "%", "ja", "35.2%"),
        (4778, "people", "en", "4,778 people"),
    ],
)  # fmt: skip
def test_amounts_are_written_as_prose_writes_them(value: float, unit: str, language: str, words: str) -> None:
    assert amount(value, unit, language, decimals=1 if unit == "%" else 0) == words


FIGURES = st.tuples(st.integers(1990, 2030), st.one_of(st.none(), st.integers(0, 10**9)))


@given(st.lists(FIGURES, unique_by=lambda figure: figure[0]))
def test_every_sentence_is_whole_and_its_direction_true(figures: list[tuple[int, int | None]]) -> None:
    readings = _fiscal(*figures)
    for language in ("ja", "en"):
        said = sentence(Line("歳入", "千円", readings, is_flow=True), language)
        assert not figures or said.endswith(("。", "."))
    change = change_of(readings)
    said = sentence(Line("歳入", "千円", readings, is_flow=True), "ja")
    assert ("増えました" in said) == (change is not None and change.difference > 0)
    assert ("減りました" in said) == (change is not None and change.difference < 0)
