"""Tables are read in the encodings and shapes of town halls; what is wrong is told by row and column."""

import csv
import io
import time

import pytest

from meguri.core.errors import BadInput
from meguri.core.tables import Finding, Limits, Report, Severity, column_letter, read_table

ROWS = [["コード", "自治体名", "人口"], ["016331", "上士幌町", "4,768"], ["011002", "札幌市", "1,959,512"]]


def as_text(rows: list[list[str]], separator: str = ",") -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue()


def told(report: Report) -> list[tuple[int | None, str | None, str]]:
    return [(finding.row, finding.column, finding.severity.value) for finding in report.listed()[0]]


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp932", "cp932"),
        ("euc_jp", "euc_jp"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16", "utf-16-le"),
    ],
)
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_encoding_and_the_separator_are_found(codec: str, named: str, separator: str) -> None:
    table = read_table(as_text(ROWS, separator).encode(codec), "population.csv")
    assert (table.rows, table.encoding, table.separator) == (ROWS, named, separator)
    assert table.report.count == 0


def test_big_endian_utf16_with_its_mark_is_read() -> None:
    assert read_table(b"\xfe\xff" + as_text(ROWS).encode("utf-16-be"), "a.csv").rows == ROWS


def test_half_width_kana_of_an_old_system_are_read_beside_kanji() -> None:
    rows = [["名称", "カナ"], ["上士幌町", "ｶﾐｼﾎﾛﾁｮｳ"], ["公民館のへや", "ｺｳﾐﾝｶﾝ"]]
    assert read_table(as_text(rows).encode("cp932"), "a.csv").rows == rows


def test_text_that_may_be_either_japanese_encoding_is_refused_and_not_guessed() -> None:
    with pytest.raises(BadInput, match="判断できません"):
        read_table("ｶﾐｼﾎ,ｵﾄﾌｹｿｳ\n".encode("cp932"), "a.csv")


def test_a_damaged_utf8_file_is_not_read_as_shift_jis() -> None:
    content = as_text(ROWS).encode("utf-8").replace("札".encode(), "札".encode()[:2])
    with pytest.raises(BadInput, match="3行目あたりに、UTF-8として読めない"):
        read_table(content, "a.csv")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"a,b\n1,\x00\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"\x1b$B0l\x1b(B,a"]
)
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="文字"):
        read_table(content, "a.csv")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b",,\n,,\n"])
def test_a_file_without_content_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="中身がありません"):
        read_table(content, "a.csv")


@pytest.mark.parametrize("kind", ["a.xls", "a.xlsb", "a.ods", "a.pdf", "a.xlsm"])
def test_other_kinds_of_file_are_refused_with_what_to_do(kind: str) -> None:
    with pytest.raises(BadInput, match="xlsx"):
        read_table(b"a,b\n", kind)


def test_uneven_rows_are_told_row_by_row() -> None:
    table = read_table(b"a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n", "a.csv")
    assert told(table.report) == [(3, "C", "error"), (4, "D", "error")]
    short = table.report.listed()[0][0]
    assert (short.found, short.expected) == ("2", "3")
    assert "セルは2個" in str(short.message)
    assert table.rows[2] == ["1", "2", ""]


def test_rows_above_the_table_are_kept_and_not_judged() -> None:
    table = read_table("人口の表\n\n町,人口\n上士幌町,4768\n".encode(), "a.csv", first_row=3)
    assert table.report.count == 0
    assert table.rows[2:] == [["町", "人口"], ["上士幌町", "4768"]]


def test_blank_rows_and_blank_cells_at_the_end_are_told_as_repairs() -> None:
    table = read_table(b"a,b\n\n1,2,,\n3,4\n,\n\n", "a.csv")
    assert table.report.ok
    assert told(table.report) == [(2, None, "repair"), (3, "C", "repair")]
    assert table.rows == [["a", "b"], ["", ""], ["1", "2"], ["3", "4"]]


def test_a_column_that_is_blank_in_every_row_is_dropped_and_told_once() -> None:
    table = read_table(b"a,b,\n1,2,\n3,4,\n", "a.csv")
    assert table.rows == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert told(table.report) == [(None, "C", "repair")]


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "=1+1", "＝1+1", "+cmd|x", "@SUM(A1)", "-HYPERLINK(1)", "#REF!"]
)
def test_a_formula_or_an_error_value_is_told_and_stops_the_import(cell: str) -> None:
    table = read_table(as_text([["a", "b"], ["1", cell]]).encode(), "a.csv")
    assert not table.report.ok
    finding = table.report.listed()[0][0]
    assert (finding.row, finding.column, finding.found) == (2, "B", cell)


@pytest.mark.parametrize("cell", ["-5", "+81-1564-2-2111", "-", "@kamishihoro", "#1", "△5"])
def test_a_cell_that_only_looks_like_a_formula_is_kept(cell: str) -> None:
    table = read_table(as_text([["a", "b"], ["1", cell]]).encode(), "a.csv")
    assert (table.rows[1][1], table.report.count) == (cell, 0)


def test_text_protected_for_a_spreadsheet_is_unwrapped_and_told() -> None:
    table = read_table(b'code,n\n="016331",1\n', "a.csv")
    assert table.rows[1] == ["016331", "1"]
    assert told(table.report) == [(2, "A", "repair")]


def test_a_quote_that_is_never_closed_is_named() -> None:
    with pytest.raises(BadInput, match="引用符"):
        read_table(b'a,b\n1,2\n3,"4\n5,6\n', "a.csv")


def test_line_breaks_inside_a_cell_do_not_shift_the_rows() -> None:
    table = read_table('a,b\n"一\n二",2\n1\n'.encode(), "a.csv")
    assert table.rows[1] == ["一\n二", "2"]
    assert told(table.report) == [(3, "B", "error")]


@pytest.mark.parametrize(
    ("limits", "content", "sentence"),
    [
        (Limits(file_bytes=1), b"a,b\n", "大きすぎます"),
        (Limits(rows=2), b"a\nb\nc\n", "2行より多い"),
        (Limits(columns=2), b"a,b,c\n", "1行目の列が2列より多い"),
        (Limits(cells=3), b"a,b\nc,d\n", "3個より多い"),
        (Limits(cell_length=3), b"a,b\nabcd,d\n", "2行目に3字より長い"),
        (Limits(), b'a,b\n"' + b"x" * 200_000 + b'",d\n', "2行目に32,767字より長い"),
    ],
)
def test_each_limit_has_its_sentence(limits: Limits, content: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_table(content, "a.csv", limits=limits)


def test_a_million_rows_are_refused_within_seconds() -> None:
    began = time.monotonic()
    with pytest.raises(BadInput, match="200,000行より多い"):
        read_table(b"016331,1\n" * 1_000_000, "a.csv")
    assert time.monotonic() - began < 5


def test_two_hundred_thousand_rows_are_read_within_seconds() -> None:
    content = "016331,上士幌町,2020,-4768,町\n".encode("cp932") * 200_000
    began = time.monotonic()
    table = read_table(content, "a.csv")
    assert (len(table.rows), table.report.count) == (200_000, 0)
    assert time.monotonic() - began < 10


def test_a_report_counts_everything_and_lists_errors_first() -> None:
    report = Report(keep=3)
    for row in range(5):
        report.add(Finding(row, "A", "", "", Severity.REPAIR, "直しました。"))
    report.add(Finding.error(9, "B", "x" * 100, "数", "読めません。"))
    shown, rest = report.listed(2)
    assert [finding.row for finding in shown] == [9, 0]
    assert (rest, report.count, report.ok) == (4, 6, False)
    assert len(shown[0].found) < 100


def test_reports_on_one_file_are_joined() -> None:
    one, other = Report(keep=2), Report(keep=2)
    for row in (5, 6):
        one.add(Finding.error(row, None, "", "", "a"))
        other.add(Finding.error(row - 4, None, "", "", "b"))
    one.merge(other)
    assert (one.errors, one.listed()[1]) == (4, 2)
    assert [finding.row for finding in one.listed()[0]] == [5, 6]


def test_columns_are_called_as_in_a_spreadsheet() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
