"""Columns are recognised whatever their order, and a mapping says what it lacks."""

import json

from hypothesis import given
from hypothesis import strategies as st

from meguri.indicators.mapping import Columns, Use, find_header, header_digest, recognise

NAMES = {"福祉バスの利用者数": "bus", "図書館の来館者数": "library", "bus": "bus", "library": "library"}


def uses(*rows: tuple[str, ...], header_row: int = 1) -> tuple[str, ...]:
    return recognise(rows, header_row, NAMES).uses


def test_headings_are_known_with_or_without_unit_width_and_case() -> None:
    assert uses(("年度", "図書館の来館者数（人）", "ＢＵＳ"), ("2023", "1", "2")) == ("period", "=library", "=bus")


def test_a_column_of_dates_is_the_period_whatever_it_is_called() -> None:
    assert uses(("", "福祉バスの利用者数"), ("令和5年度", "1"), ("令和6年度", "2")) == ("period", "=bus")


def test_years_as_headings_make_a_crosswise_table() -> None:
    assert uses(("", "2022年度", "2023年度"), ("福祉バスの利用者数", "1", "2")) == ("name", "heading", "heading")


def test_a_long_table_has_name_and_value() -> None:
    assert uses(("時点", "項目", "値"), ("2023", "bus", "1")) == ("period", "name", "value")


def test_a_lone_figure_column_is_the_towns_only_indicator() -> None:
    assert recognise([("年度", "人数"), ("2023", "1")], 1, {"福祉バスの利用者数": "bus"}).uses == ("period", "=bus")


def test_what_nobody_knows_is_left_alone() -> None:
    assert uses(("年度", "備考"), ("2023", "雪")) == ("period", "skip")


def test_titles_above_a_table_are_passed_over() -> None:
    assert find_header([["町の数字", "", ""], ["", "", ""], ["", "2022年度", "2023年度"], ["bus", "1", "2"]]) == 3
    assert find_header([["年度", "数"], ["2023", "1"]]) == 1
    assert find_header([]) == 1


def test_a_mapping_says_what_it_lacks() -> None:
    for wrong in (
        ("skip",), ("period",), ("=bus",), ("period", "name"), ("period", "value"), ("heading", "period", "name"),
        ("heading",), ("period", "=bus", "=bus"), ("period", "period", "=bus"), ("period", "name", "value", "=bus"),
    ):  # fmt: skip
        assert Columns(wrong).fault() is not None, wrong
    for right in (("period", "=bus"), ("name", "heading"), ("period", "name", "value"), ("code", "period", "=bus")):
        assert Columns(right).fault() is None, right


CELL = st.text(max_size=8) | st.sampled_from(["年度", "2023年度", "値", "項目", "コード", "bus", "図書館の来館者数"])


@given(st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=6))
def test_any_table_gets_a_use_for_each_heading_and_the_same_again_from_storage(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    table = [row + [""] * (width - len(row)) for row in rows]
    found = recognise(table, find_header(table), NAMES)
    assert len(found.uses) == width
    assert Columns.from_json(json.loads(json.dumps(found.as_json()))) == found
    for once in (Use.PERIOD, Use.NAME, Use.VALUE, Use.CODE):
        assert found.uses.count(once) <= 1


def test_the_same_headings_have_the_same_digest_in_any_width() -> None:
    assert header_digest(["年度", "ABC"]) == header_digest([" 年度", "ＡＢＣ"])
    assert header_digest(["年度", "a"]) != header_digest(["年度a"])
