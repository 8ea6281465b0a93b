"""Excel workbooks give their saved values; formulas are never run, and a bomb is refused before it is opened."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest

from meguri.core.errors import BadInput
from meguri.core.tables import Limits, read_table

CONTENT_TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(
    *rows: list[object], title: str = "人口", more: Callable[[openpyxl.Workbook], object] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if more:
        more(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rezipped(content: bytes, change: Callable[[str, bytes], bytes], added: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in (added or {}).items():
            new.writestr(name, data)
    return buffer.getvalue()


def test_values_become_the_text_that_excel_shows() -> None:
    content = workbook(
        ["町", "値"], ["016331", 4768], [None, 0.1 + 0.2], [datetime(2020, 10, 1), True], [12345678901234567.0, 1.5]
    )
    table = read_table(content, "a.xlsx")
    assert table.rows == [
        ["町", "値"], ["016331", "4768"], ["", "0.3"], ["2020-10-01", "TRUE"], ["12345678901234600", "1.5"],
    ]  # fmt: skip
    assert (table.encoding, table.sheet, table.sheets) == ("xlsx", "人口", ("人口",))
    assert table.report.count == 0


def test_the_first_visible_sheet_with_content_is_read_unless_one_is_chosen() -> None:
    def arrange(book: openpyxl.Workbook) -> None:
        book.create_sheet("表").append(["a", "b"])
        book.create_sheet("別表").append(["c", "d"])
        book.create_sheet("かくし").sheet_state = "hidden"

    content = workbook(title="表紙", more=arrange)
    assert read_table(content, "a.xlsx").rows == [["a", "b"]]
    assert read_table(content, "a.xlsx", sheet="別表").rows == [["c", "d"]]
    assert read_table(content, "a.xlsx").sheets == ("表紙", "表", "別表")
    with pytest.raises(BadInput, match="表紙、表、別表から"):
        read_table(content, "a.xlsx", sheet="かくし")


def test_a_workbook_without_content_is_refused() -> None:
    with pytest.raises(BadInput, match="中身がありません"):
        read_table(workbook(), "a.xlsx")


def test_a_formula_without_a_saved_value_stops_the_import() -> None:
    table = read_table(workbook(["a", "b"], [1, "=A2+1"]), "a.xlsx")
    finding = table.report.listed()[0][0]
    assert (finding.row, finding.column, finding.found, table.report.ok) == (2, "B", "=A2+1", False)


def test_a_formula_is_read_by_its_saved_value_and_told() -> None:
    def with_saved_value(name: str, data: bytes) -> bytes:
        return data.replace(b"<v></v>", b"<v>41</v>").replace(b"<v />", b"<v>41</v>") if name == SHEET else data

    table = read_table(rezipped(workbook(["a", "b"], [1, "=A2+1"]), with_saved_value), "a.xlsx")
    assert table.rows[1] == ["1", "41"], "the saved value, and not the 2 that the formula would give"
    assert [finding.severity for finding in table.report.listed()[0]] == ["repair"]


def test_a_formula_that_gave_an_empty_text_has_a_value() -> None:
    def with_empty_text(name: str, data: bytes) -> bytes:
        return data.replace(b'<c r="B2">', b'<c r="B2" t="str">') if name == SHEET else data

    table = read_table(rezipped(workbook(["a", "b"], [1, '=IF(A2=1,"","x")']), with_empty_text), "a.xlsx")
    assert (table.rows[1], table.report.ok, table.report.repairs) == (["1", ""], True, 1)


def test_text_that_looks_like_a_formula_stops_the_import_too() -> None:
    def type_as_text(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A1"].data_type = "s"

    table = read_table(workbook(["=cmd|' /C calc'!A0", "b"], more=type_as_text), "a.xlsx")
    assert [(finding.row, finding.column) for finding in table.report.listed()[0]] == [(1, "A")]


def test_rows_keep_their_numbers_when_rows_between_are_blank() -> None:
    def far_below(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A5"] = "x"

    table = read_table(workbook(["a", "b"], more=far_below), "a.xlsx")
    assert table.rows == [["a", "b"], ["", ""], ["", ""], ["", ""], ["x", ""]]


@pytest.mark.parametrize("cell", ["A1048576", "A200001"])
def test_a_cell_far_below_the_limit_is_refused(cell: str) -> None:
    def far_below(book: openpyxl.Workbook) -> None:
        book.worksheets[0][cell] = "x"

    with pytest.raises(BadInput, match="200,000行より多い"):
        read_table(workbook(["a"], more=far_below), "a.xlsx")


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(BadInput, match="1行目の列が1,000列より多い"):
        read_table(workbook(["a"] * 1001), "a.xlsx")


@pytest.mark.parametrize("dimension", [b"A1:XFD1048576", b"A1"])
def test_a_false_dimension_neither_widens_nor_cuts_the_table(dimension: bytes) -> None:
    def falsely(name: str, data: bytes) -> bytes:
        return data.replace(b'<dimension ref="A1:B2"', b'<dimension ref="%b"' % dimension) if name == SHEET else data

    assert read_table(rezipped(workbook(["a", "b"], [1, 2]), falsely), "a.xlsx").rows == [["a", "b"], ["1", "2"]]


def test_macros_are_refused_by_what_the_file_holds() -> None:
    for content in (
        rezipped(workbook(["a"]), lambda _name, data: data, {"xl/vbaProject.bin": b"x"}),
        rezipped(workbook(["a"]), lambda _name, data: data.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")),
    ):
        with pytest.raises(BadInput, match="マクロ"):
            read_table(content, "a.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    bomb = rezipped(workbook(["a"]), lambda name, data: b" " * 50_000_000 if name == SHEET else data)
    assert len(bomb) < 100_000
    with pytest.raises(BadInput, match="極端に大きく"):
        read_table(bomb, "a.xlsx")


@pytest.mark.parametrize("limits", [Limits(entries=3), Limits(unpacked_bytes=1000)])
def test_many_entries_and_much_unpacked_are_refused(limits: Limits) -> None:
    with pytest.raises(BadInput, match="極端に大きく"):
        read_table(workbook(["a"]), "a.xlsx", limits=limits)


def test_entities_that_grow_are_refused() -> None:
    def with_head(head: bytes) -> bytes:
        return rezipped(workbook(["a"]), lambda name, data: head + data.split(b"?>", 1)[-1] if name == SHEET else data)

    assert read_table(with_head(b'<?xml version="1.0"?>'), "a.xlsx").rows == [["a"]]
    with pytest.raises(BadInput, match="開けません"):
        read_table(with_head(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'), "a.xlsx")


def test_old_and_locked_workbooks_are_refused() -> None:
    with pytest.raises(BadInput, match="古い形式"):
        read_table(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "a.xlsx")


@pytest.mark.parametrize("cut", [10, 200, -30])
def test_a_cut_off_workbook_is_refused(cut: int) -> None:
    with pytest.raises(BadInput, match="開けません"):
        read_table(workbook(["a", "b"])[:cut], "a.xlsx")


def test_another_archive_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", "a,b\n")
    with pytest.raises(BadInput, match="開けません"):
        read_table(buffer.getvalue(), "a.zip")
