"""Charts from the server are true to their figures, readable in grey, and safe whatever a name holds."""

import re
import timeit
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.indicators.chart import (
    LARGE,
    SMALL,
    Point,
    Series,
    axis_ticks,
    chart_for_any_screen,
    is_cut,
    line_chart,
    sparkline,
)
from meguri.indicators.short_number import short_number, short_number_en

CENSUS = [Point("2005年", 5229), Point("2010年", 5080), Point("2015年", 4765), Point("2020年", 4778)]
GAP = [Point("2005年", 1.0), Point("2010年", None), Point("2015年", 3.0), Point("2020年", 4.0)]
figures = st.floats(-1e13, 1e13, allow_nan=False)


def dots(svg: str) -> list[tuple[float, float]]:
    marks = "".join(re.findall(r'class="chart__mark[^"]*" d="([^"]+)"', svg))
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)", marks)]


def test_the_chart_is_named_and_described_in_words() -> None:
    svg = sparkline(CENSUS, title="人口", sentence="人口は5年で13人増えました。")
    root = ElementTree.fromstring(svg)  # noqa: S314  # made by us a line above
    assert root.get("role") == "img"
    assert [child.text for child in root[:2]] == ["人口", "人口は5年で13人増えました。"]


def test_a_higher_figure_stands_higher() -> None:
    heights = [y for _, y in dots(sparkline(CENSUS, title="人口"))]
    assert heights[0] < heights[1] < heights[3] < heights[2]


def test_years_stand_as_far_apart_as_they_are_in_time() -> None:
    xs = [x for x, _ in dots(sparkline([Point("2000年", 1), Point("2005年", 2), Point("2020年", 3)], title="a"))]
    assert (xs[2] - xs[1]) == pytest.approx(3 * (xs[1] - xs[0]), abs=0.5)


def test_a_missing_figure_is_a_gap_and_not_a_zero() -> None:
    svg = sparkline(GAP, title="a")
    assert len(dots(svg)) == 3
    line = re.search(r'class="chart__line[^"]*" d="([^"]+)"', svg)
    assert line is not None
    assert line[1].count("M") == 1, "the one point before the gap is joined to nothing"


def test_nothing_but_gaps_is_no_chart() -> None:
    assert sparkline([Point("2020年", None)], title="a") == ""


def test_bars_and_parts_may_ask_for_an_axis_from_zero() -> None:
    one = [Series("", CENSUS)]
    assert "chart__zero" in line_chart(one, title="a", from_zero=True)
    assert "chart__zero" not in line_chart(one, title="a")


def test_an_axis_that_leaves_zero_out_says_so() -> None:
    one = [Series("", CENSUS)]
    assert is_cut(axis_ticks(one))
    assert not is_cut(axis_ticks(one, from_zero=True))
    assert not is_cut([])


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.booleans())
def test_counts_have_an_axis_of_whole_figures_not_below_zero(values: list[int], from_zero: bool) -> None:
    points = [Point(f"{1980 + n}年", value) for n, value in enumerate(values)]
    ticks = axis_ticks([Series("", points)], from_zero=from_zero)
    assert ticks[0] >= 0
    assert all(tick == int(tick) for tick in ticks)


def test_the_first_and_the_last_year_are_always_labelled() -> None:
    points = [Point(f"{year}年度", year, year + 0.25) for year in range(2015, 2023)]
    for size in (SMALL, LARGE):
        svg = line_chart([Series("", points)], title="a", size=size)
        assert ">2015年度<" in svg
        assert ">2022年度<" in svg


def test_the_unit_stands_above_the_axis() -> None:
    assert ">円</text>" in line_chart([Series("", CENSUS)], title="a", unit="円")


def test_the_target_is_a_line_of_its_own_with_its_name() -> None:
    svg = line_chart([Series("", CENSUS)], title="人口", target=9000, target_name="目標 9,000人")
    assert svg.count('class="chart__target"') == 1
    assert "目標 9,000人" in svg


def test_a_figure_that_was_revised_is_a_hollow_dot() -> None:
    svg = line_chart([Series("", CENSUS, vintages=[Point("2015年", 4705)])], title="人口")
    assert svg.count("chart__vintage") == 1


def test_six_series_differ_in_shape_and_are_named_at_their_ends() -> None:
    names = ["上士幌町", "鹿追町", "士幌町", "音更町", "新得町", "芽室町"]
    series = [
        Series(name, [Point(f"{year}年", n * 100 + year) for year in (2010, 2020)]) for n, name in enumerate(names)
    ]
    svg = line_chart(series, title="人口")
    assert all(f">{name}</text>" in svg for name in names)
    classes = {f"chart__series--{n}" for n in range(1, 7)} | {f"chart__mark--{n}" for n in range(1, 7)}
    assert all(css in svg for css in classes)


def test_names_at_the_ends_do_not_lie_on_each_other() -> None:
    series = [Series(f"町{n}", [Point("2010年", 100), Point("2020年", 100 + n / 100)]) for n in range(6)]
    for size in (SMALL, LARGE):
        svg = line_chart([*series], title="a", size=size)
        ys = sorted(float(y) for y in re.findall(r'class="chart__name" x="[\d.]+" y="([\d.]+)"', svg))
        assert all(b - a >= size.letter for a, b in zip(ys, ys[1:]))
        assert ys[-1] <= size.height


def test_a_seventh_series_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 6"):
        line_chart([Series(str(n), CENSUS) for n in range(7)], title="a")


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_a_name_holds_stays_text(name: str, label: str) -> None:
    svg = line_chart([Series(name, [Point(label, 1)]), Series("b", [Point("x", 2)])], title=name, sentence=label)
    assert re.fullmatch(r"(?:<[a-z]+(?: [a-zA-Z-]+=\"[^\"<>]*\")*/?>|</[a-z]+>|[^<>])*", svg)


@given(st.lists(st.one_of(st.none(), figures), min_size=1, max_size=40), st.one_of(st.none(), figures))
def test_every_dot_lies_inside_the_drawing_whatever_the_figures(
    values: list[float | None], target: float | None
) -> None:
    points = [Point(f"{1980 + n}年", value) for n, value in enumerate(values)]
    for size in (SMALL, LARGE):
        svg = line_chart([Series("", points)], title="a", size=size, target=target)
        assert all(0 <= x <= size.width and 0 <= y <= size.height for x, y in dots(svg))
        assert len(dots(svg)) == sum(value is not None for value in values)
        assert "nan" not in svg
        assert "inf" not in svg


@given(st.lists(figures, min_size=1, max_size=20))
def test_the_axis_has_two_to_five_words_all_different(values: list[float]) -> None:
    points = [Point(f"{1980 + n}年", value) for n, value in enumerate(values)]
    words = re.findall(r'<text x="[\d.-]+" y="[\d.-]+" text-anchor="end">([^<]+)</text>', sparkline(points, title="a"))
    ticks = [word for word in words if "年" not in word]
    assert 2 <= len(ticks) <= 5
    assert len(set(ticks)) == len(ticks)


def test_a_page_can_hold_the_large_and_the_small_drawing_of_one_chart() -> None:
    both = chart_for_any_screen([Series("", CENSUS)], title="人口")
    assert both.count("<svg") == 2
    assert "chart--desk" in both
    assert "chart--phone" in both


def test_no_colour_and_no_style_is_written_into_a_chart() -> None:
    assert not re.search(r'style=|fill=|stroke="|#[0-9a-f]{3}', sparkline(CENSUS, title="人口"))


def test_a_small_chart_takes_less_than_a_millisecond() -> None:
    seconds = min(timeit.repeat(lambda: sparkline(CENSUS, title="人口", sentence="a"), number=20, repeat=5)) / 20
    assert seconds < 0.001


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (4778, "4,778"), (9999.6, "10,000"), (12345, "1.23万"), (320_000_000, "3.2億"), (5e12, "5兆"),
     (-12000, "−1.2万"), (0.5, "0.5"), (999.9, "1,000")],
)  # fmt: skip
def test_figures_on_an_axis_are_short_in_japanese(value: float, written: str) -> None:
    assert short_number(value) == written


@pytest.mark.parametrize(("value", "written"), [(4778, "4,778"), (12345, "12.3K"), (320_000_000, "320M")])
def test_figures_on_an_axis_are_short_in_english(value: float, written: str) -> None:
    assert short_number_en(value) == written
