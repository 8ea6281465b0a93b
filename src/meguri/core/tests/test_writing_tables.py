"""What is downloaded opens in Excel as it was, and no cell of it runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.tables import escape_formula, read_table, write_csv


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "@SUM(A1)", "-1+cmd|x", "\t=1", "\r=1", "\n=1", "＝1+1", "＠x", "－1", "--1"]
)
def test_a_cell_that_could_run_is_escaped(cell: str) -> None:
    assert escape_formula(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "-", "-5", "-1,234.5", "-12.3%", "上士幌町", "016331", "a=b", "△5", "2020-10-01"])
def test_a_cell_that_cannot_run_stays_as_it_is(cell: str) -> None:
    assert escape_formula(cell) == cell


@given(st.text())
def test_an_escaped_cell_never_begins_like_a_formula(cell: str) -> None:
    escaped = escape_formula(cell)
    assert not escaped.startswith(("=", "@", "+", "\t", "\r", "＝", "＋", "＠"))
    assert escape_formula(escaped) == escaped


def test_the_file_has_a_mark_and_the_line_ends_of_excel() -> None:
    content = b"".join(write_csv([["町", "人口"], ["上士幌町", 4768], ["=1+1", None], ["値", -1.5]]))
    assert content == "\ufeff町,人口\r\n上士幌町,4768\r\n'=1+1,\r\n値,-1.5\r\n".encode()


def test_a_long_table_comes_in_parts() -> None:
    parts = list(write_csv([str(row), "上士幌町"] for row in range(20_000)))
    assert len(parts) > 3
    assert sum(part.count(b"\xef\xbb\xbf") for part in parts) == 1
    assert len(read_table(b"".join(parts), "a.csv").rows) == 20_000


def test_no_rows_give_an_empty_file_with_its_mark() -> None:
    assert b"".join(write_csv([])) == b"\xef\xbb\xbf"


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2)))
def test_what_was_written_comes_back(rows: list[list[str]]) -> None:
    content = b"".join(write_csv(rows)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline=""))) == [
        [escape_formula(cell) for cell in row] for row in rows
    ]
