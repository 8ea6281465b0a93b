"""The reader of SSDSE-A takes every published edition and refuses everything else with row and column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
import pytest

from meguri.core.errors import BadInput
from meguri.core.tables import Finding, Severity, column_letter
from meguri.indicators.reference import packed_editions
from meguri.indicators.sources.findings import RefusedFile
from meguri.indicators.sources.ssdse import read_ssdse
from meguri.towns.reference import read_code_changes, read_municipalities

TODAY = date(2026, 11, 1)


@cache
def published() -> dict[int, bytes]:
    return {int(name[8:12]): content for name, content in packed_editions()}


@cache
def small() -> str:
    """The 2026 edition's three header rows and first two places."""
    return "\n".join(published()[2026].decode("cp932").splitlines()[:5])


def refused(text: str) -> list[Finding]:
    with pytest.raises(RefusedFile) as caught:
        read_ssdse(text.encode(), today=TODAY)
    return caught.value.report.listed(1000)[0]


def with_cell(row: int, column: int, cell: str) -> str:
    lines = [line.split(",") for line in small().splitlines()]
    lines[row - 1][column - 1] = cell
    return "\n".join(",".join(line) for line in lines)


@pytest.mark.parametrize("year", range(2018, 2027))
def test_every_edition_holds_all_municipalities_and_each_column_means_a_known_series(year: int) -> None:
    table = read_ssdse(published()[year], today=TODAY)
    assert (table.edition, table.label) == (year, f"SSDSE-A-{year}")
    assert len(table.columns) == {2018: 111, 2022: 124}.get(year, 125)
    assert table.values.shape == (1741, len(table.columns))
    assert not np.isnan(table.values).any()
    moved = {change.old_code: change.new_code for change in read_code_changes()}
    codes = {moved.get(code, code) for code in table.codes}
    assert codes == {row.code for row in read_municipalities()}


def test_the_nine_editions_hold_the_number_of_cells_that_was_counted_by_hand() -> None:
    cells = sum(read_ssdse(content, today=TODAY).values.size for content in published().values())
    assert cells == 1_932_510


def test_an_edition_without_its_name_says_from_what_it_was_told() -> None:
    findings, _more = read_ssdse(published()[2019], today=TODAY).report.listed()
    assert [(finding.severity, finding.expected) for finding in findings] == [(Severity.REPAIR, "SSDSE-A-2019")]


def test_movers_before_2018_and_japanese_movers_are_two_series_under_one_code() -> None:
    keys = {
        year: {c.series.key for c in read_ssdse(published()[year], today=TODAY).columns if c.series.code == "A5101"}
        for year in (2019, 2020)
    }
    assert keys == {2019: {"movers-in-unstated"}, 2020: {"movers-in"}}


def test_nurseries_of_2023_are_told_apart_by_year_though_code_and_name_stayed() -> None:
    keys = [
        next(c.series.key for c in read_ssdse(published()[year], today=TODAY).columns if c.series.code == "J250302")
        for year in (2025, 2026)
    ]
    assert keys == ["nurseries-basic", "nurseries-basic-from-2023"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_an_edition_saved_in_another_encoding_reads_the_same(encoding: str) -> None:
    table = read_ssdse(small().encode(encoding), today=TODAY)
    assert table.names == ("札幌市", "函館市")
    assert table.codes == ("011002", "012025")


def test_a_file_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(BadInput):
        read_ssdse(b"\x00\xff\x00\xfe\x81", today=TODAY)


@pytest.mark.parametrize(
    ("row", "column", "cell", "words"),
    [
        (1, 1, "なにか", "見出し"),
        (3, 2, "県", "見出し"),
        (2, 4, "平成27", "年が読めません"),
        (2, 4, "2031", "まだ来ていない"),
        (1, 4, "Z9999", "登録されていません"),
        (2, 39, "2017", "いつの数か"),
        (4, 1, "R99100", "コード"),
        (5, 4, "=cmd|' /C calc'!A0", "数として読めません"),
        (5, 7, "たくさん", "数として読めません"),
        (5, 7, "1-2", "数として読めません"),
        (5, 7, "nan", "数として読めません"),
        (5, 7, "1_000", "数として読めません"),
    ],
)
def test_what_is_wrong_is_named_with_its_row_and_column(row: int, column: int, cell: str, words: str) -> None:
    findings = refused(with_cell(row, column, cell))
    assert [(f.row, f.column) for f in findings] == [(row, column_letter(column - 1))]
    assert words in str(findings[0].message)


def test_a_ragged_row_a_repeated_place_and_a_repeated_column_are_each_named() -> None:
    lines = small().splitlines()
    assert [(f.row, f.found) for f in refused("\n".join([*lines[:4], lines[4] + ",7"]))] == [(5, "129")]
    assert [(f.row, f.column) for f in refused("\n".join([*lines, lines[4]]))] == [(6, "A")]
    heads = [line.split(",") for line in lines]
    twice = "\n".join(",".join([*line, line[3]]) for line in heads)
    assert [(f.row, f.column) for f in refused(twice)] == [(1, column_letter(128))]


def test_every_error_of_a_file_full_of_them_is_counted() -> None:
    lines = small().splitlines()
    with pytest.raises(RefusedFile) as caught:
        read_ssdse("\n".join([*lines, *[lines[4]] * 3000]).encode(), today=TODAY)
    assert caught.value.report.errors == 3000
    assert "3000" in str(caught.value)


def test_a_blank_row_is_passed_over_and_told() -> None:
    table = read_ssdse((small() + "\n\n").encode(), today=TODAY)
    assert [(f.row, f.severity) for f in table.report.listed()[0]] == [(6, Severity.REPAIR)]


@pytest.mark.parametrize(
    ("cell", "value"), [("１２３", 123), (" 5 ", 5), ('"1,234"', 1234), ("−7", -7), ("12.5", 12.5)]
)
def test_a_figure_in_another_form_is_read_and_the_repair_told(cell: str, value: float) -> None:
    table = read_ssdse(with_cell(5, 7, cell).encode(), today=TODAY)
    assert table.values[1, 3] == value
    told = [(f.row, f.column) for f in table.report.listed()[0]]
    assert told == ([] if cell == "12.5" else [(5, "G")])


@pytest.mark.parametrize("cell", ["", "-", "…", "***", "X"])
def test_a_blank_or_a_mark_is_no_figure(cell: str) -> None:
    assert np.isnan(read_ssdse(with_cell(5, 7, cell).encode(), today=TODAY).values[1, 3])


@pytest.mark.parametrize("cell", ["R01202", "01202", "012025", "0１2025", "1202", "R12025"])
def test_a_place_is_known_by_its_code_in_any_form_that_has_one_meaning(cell: str) -> None:
    assert read_ssdse(with_cell(5, 1, cell).encode(), today=TODAY).codes[1] == "012025"


def test_a_known_code_under_another_name_is_not_taken_for_the_series_it_once_meant() -> None:
    findings = refused(with_cell(3, 4, "転入者数"))
    assert [(f.row, f.column, f.found) for f in findings] == [(1, "D", "A1101 転入者数")]


def derived(change: Callable[[str], str]) -> bytes:
    return change(published()[2026].decode("cp932")).encode("cp932")


def test_a_whole_edition_in_which_one_figure_was_revised_differs_in_that_figure_alone() -> None:
    before = read_ssdse(published()[2026], today=TODAY)
    after = read_ssdse(derived(lambda text: text.replace("上士幌町,4778,", "上士幌町,4779,")), today=TODAY)
    changed = np.argwhere(before.values != after.values)
    assert [before.codes[row] for row, _column in changed] == ["016331"]
    assert after.values[tuple(changed[0])] == 4779
