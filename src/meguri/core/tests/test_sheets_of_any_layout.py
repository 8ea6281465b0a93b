"""Sheets as towns make them: titles, two rows of headings, merged cells, totals, units, eras, formulas, other files."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.tables.columns import Columns, Field, SheetKind
from meguri.core.tables.filling import Reading, read_rows
from meguri.core.tables.layout import SHEET, lay_out, which_kind
from meguri.core.tables.values import day, fiscal_year, phone, text, yen

MONEY = SheetKind(
    key="money",
    word="予算",
    name=lambda values: str(values.get("item")),
    identities=(("item",),),
    telling=frozenset({"budget"}),
    fields=(
        Field("group", "款", read=text(60), fill_down=True),
        Field("item", "項", ("科目",), text(60), required=True),
        Field("budget", "予算額", ("当初", "当初予算額"), is_yen=True),
        Field("spent", "決算額", ("支出済額",), is_yen=True),
        Field("on", "議決日", ("議決年月日",), day),
    ),
    asked=(Field("year", "年度", read=fiscal_year),),
)
DESK = SheetKind(
    key="desk",
    word="電話",
    name=lambda values: str(values.get("post")),
    identities=(("post",),),
    telling=frozenset({"phone"}),
    fields=(Field("post", "職名", read=text(60)), Field("phone", "電話番号", read=phone)),
)


def workbook(rows: list[list[Any]], *merges: str, sheet: str = "表") -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    for one in merges:
        page.merge_cells(one)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def read(content: bytes, name: str = "yosan.xlsx", kind: SheetKind = MONEY, columns: Columns | None = None) -> Reading:
    return read_rows(lay_out(content, name, kind, columns=columns), kind)


def told(reading: Reading) -> list[str]:
    return [str(one.message) for one in reading.report.listed(1000)[0]]


def has(reading: Reading, repair: Repair) -> bool:
    return str(repair.sentence) in told(reading)


TWO_ROWS: list[list[Any]] = [
    ["令和８年度　当初予算"],
    ["（単位：千円）"],
    [],
    ["款", "項", "金額", None],
    [None, None, "当初", "決算額"],
    ["総務費", "企画費", 1200, "△５"],
    [None, "広報費", "3,400", None],
    ["総務費　計", None, 4600, None],
    ["民生費", "福祉費", 10, 8],
    ["※ 千円未満は切り捨て"],
]


def test_two_rows_of_headings_are_joined_and_merged_cells_filled() -> None:
    reading = read(workbook(TWO_ROWS, "A4:A5", "B4:B5", "C4:D4", "A6:A7"))
    assert [(row.number, row.values["group"], row.values["item"]) for row in reading.rows] == [
        (6, "総務費", "企画費"), (7, "総務費", "広報費"), (9, "民生費", "福祉費")]  # fmt: skip
    assert has(reading, Repair.MERGED)


def test_thousands_of_yen_become_yen_and_triangles_become_negative() -> None:
    reading = read(workbook(TWO_ROWS, "A4:A5", "B4:B5", "C4:D4"))
    assert [row.values["budget"] for row in reading.rows] == [1_200_000, 3_400_000, 10_000]
    assert reading.rows[0].values["spent"] == -5_000
    assert has(reading, Repair.UNIT)
    assert has(reading, Repair.NEGATIVE_SIGN)
    assert has(reading, Repair.THOUSANDS)


def test_totals_and_notes_are_left_out_and_told() -> None:
    reading = read(workbook(TWO_ROWS, "A4:A5", "B4:B5", "C4:D4"))
    assert has(reading, Repair.TOTAL_ROW)
    assert has(reading, Repair.NOTE_ROW)


def test_a_csv_of_the_same_sheet_reads_the_same() -> None:
    lines = [
        ",".join("" if cell is None else f'"{cell}"' for cell in [*row, *[None] * (4 - len(row))]) for row in TWO_ROWS
    ]
    reading = read("\r\n".join(lines).encode("cp932"), "yosan.csv")
    assert [row.values["group"] for row in reading.rows] == ["総務費", "総務費", "民生費"]
    assert [row.values["budget"] for row in reading.rows] == [1_200_000, 3_400_000, 10_000]
    assert has(reading, Repair.FILLED_DOWN)


@pytest.mark.parametrize("word", ["計", "小計", "合　計", "総　計", "総務費計", "（小計）"])
def test_a_row_of_sums_is_known_by_its_word(word: str) -> None:
    reading = read(workbook([["款", "項", "予算額"], ["総務費", "企画費", 1], [word, None, 1]]))
    assert len(reading.rows) == 1


@pytest.mark.parametrize("word", ["一般会計", "統計費", "会計管理費", "設計委託"])
def test_a_word_that_only_ends_like_a_sum_stays(word: str) -> None:
    assert len(read(workbook([["款", "項", "予算額"], ["総務費", word, 1]])).rows) == 1


def test_a_blank_is_filled_down_only_until_a_column_to_the_left_says_something_new() -> None:
    both = SheetKind(
        "both", "組織",
        (Field("ka", "課", fill_down=True), Field("kakari", "係", fill_down=True), Field("post", "職名")),
        name=lambda values: str(values["post"]), identities=(("post",),),
    )  # fmt: skip
    rows = [
        ["課", "係", "職名"],
        ["総務課", "総務係", "係長"],
        ["", "", "主査"],
        ["企画課", "", "課長"],
        ["", "", "補佐"],
    ]
    reading = read("\n".join(",".join(row) for row in rows).encode(), "a.csv", both)
    found = [(row.values["ka"], row.values["kakari"], row.values["post"]) for row in reading.rows]
    assert found == [
        ("総務課", "総務係", "係長"),
        ("総務課", "総務係", "主査"),
        ("企画課", None, "課長"),
        ("企画課", None, "補佐"),
    ]


@pytest.mark.parametrize(
    "cell", ["令和7年3月12日", "Ｒ７．３．１２", "2025/3/12", "2025-03-12", "令和７年３月１２日", "45728"]
)
def test_a_day_is_read_in_any_of_its_written_forms(cell: str) -> None:
    reading = read(workbook([["項", "予算額", "議決年月日"], ["企画費", 1, cell]]))
    assert reading.rows[0].values["on"] == date(2025, 3, 12)


def test_a_formula_is_taken_as_its_saved_value() -> None:
    content = with_saved_value(workbook([["項", "予算額"], ["企画費", "=100*2"]]), "200")
    reading = read(content)
    assert reading.rows[0].values["budget"] == 200
    assert has(reading, Repair.SAVED_VALUE)


def with_saved_value(content: bytes, value: str) -> bytes:
    """As Excel saves it: the formula, and what came of it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            page = old.read(name)
            if name.endswith("sheet1.xml"):
                page = (
                    page.replace(b"<v></v>", b"")
                    .replace(b"<v />", b"")
                    .replace(b"</f>", f"</f><v>{value}</v>".encode())
                )
            new.writestr(name, page)
    return packed.getvalue()


def test_the_sheet_in_which_most_columns_are_known_is_chosen() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "表紙"
    book.worksheets[0].append(["見本町", "予算"])
    page = book.create_sheet("歳出")
    for row in (["款", "項", "予算額"], ["総務費", "企画費", 5]):
        page.append(row)
    laid = lay_out(saved(book), "yosan.xlsx", MONEY)
    assert laid.table.sheet == "歳出"
    assert laid.table.sheets == ("表紙", "歳出")


def test_a_kind_is_recognised_by_its_headings_or_asked_for() -> None:
    money = workbook([["款", "項", "予算額"], ["総務費", "企画費", 5]])
    assert which_kind(money, "a.xlsx", [DESK, MONEY]) == (MONEY, True)
    assert which_kind(workbook([["い", "ろ"], ["は", "に"]]), "a.xlsx", [DESK, MONEY]) == (None, False)
    assert which_kind(workbook([["職名"], ["係長"]]), "a.xlsx", [DESK, MONEY])[1] is False


def test_headings_printed_again_inside_the_table_are_left_out() -> None:
    reading = read(
        workbook([["款", "項", "予算額"], ["総務費", "企画費", 5], ["款", "項", "予算額"], ["民生費", "福祉費", 6]])
    )
    assert [row.number for row in reading.rows] == [2, 4]
    assert has(reading, Repair.HEADING_AGAIN)


def test_a_mapping_that_was_corrected_is_followed() -> None:
    content = workbook([["い", "ろ"], ["企画費", 7]])
    reading = read(content, columns=Columns(("item", "budget"), 1, 1))
    assert reading.rows[0].values == {"item": "企画費", "budget": 7}


def test_what_is_missing_is_said_before_anything_is_read() -> None:
    laid = lay_out(workbook([["款", "予算額"], ["総務費", 1]]), "a.xlsx", MONEY)
    assert "項" in str(laid.columns.fault(MONEY))
    twice = Columns(("item", "item"), 1, 1)
    assert "二つ" in str(twice.fault(MONEY))


def test_a_cell_that_cannot_be_read_is_told_by_row_and_column() -> None:
    reading = read(workbook([["項", "予算額"], ["企画費", "たくさん"]]))
    finding = reading.report.listed()[0][0]
    assert not reading.report.ok
    assert (finding.row, finding.column, finding.found) == (2, "B", "たくさん")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "yosan.xlsx", "パスワード"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "yosan.xls", "古い形式"),
        (lambda: workbook([["項", "予算額"], ["企画費", 1]]), "yosan.xlsm", "マクロ"),
        (lambda: with_macro(workbook([["項", "予算額"], ["企画費", 1]])), "yosan.xlsx", "マクロ"),
        (lambda: b"%PDF-1.7 ...", "yosan.xlsx", "読みこめません"),
        (lambda: "款,項\n".encode(), "yosan.xlsx", "開けませんでした"),
        (lambda: b"", "yosan.csv", "中身がありません"),
        (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "yosan.csv", "。"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_what_to_do(content: Callable[[], bytes], name: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        lay_out(content(), name, MONEY)


def with_macro(content: bytes) -> bytes:
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return packed.getvalue()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_fifty_thousand_rows_are_refused_with_what_to_do(ending: str) -> None:
    lines: list[list[Any]] = [["項", "予算額"], *(["企画費", 1] for _ in range(50_000))]
    if ending == "csv":
        content = "\n".join(f"{a},{b}" for a, b in lines).encode()
    else:
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet()
        for line in lines:
            page.append(line)
        content = saved(book)
    with pytest.raises(BadInput, match=f"{SHEET.rows:,}行までに分けて"):
        lay_out(content, f"yosan.{ending}", MONEY)


def test_merges_that_cover_the_whole_sheet_cost_no_more_than_the_table() -> None:
    content = workbook([["款", "項", "予算額"], ["総務費", "企画費", 1]], "D1:E1")
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="D1:E1"', b'ref="D1:XFD1048576"'))
    assert len(read(packed.getvalue()).rows) == 1


@pytest.mark.parametrize(
    ("cell", "factor", "yen_"), [("1.5", 1000, 1500), ("12千円", 1, 12_000), ("３億円", 1, 300_000_000)]
)
def test_yen_are_exact(cell: str, factor: int, yen_: int) -> None:
    assert yen(cell, factor).value == yen_


def test_a_part_of_a_yen_is_refused() -> None:
    with pytest.raises(BadInput, match="単位"):
        yen("1.5", 1)


@pytest.mark.parametrize("cell", ["令和8年度", "R8", "2026年度", "2026", "令和８年", "Ｒ８年度"])
def test_a_fiscal_year_is_named_after_its_april(cell: str) -> None:
    assert fiscal_year(cell).value == 2026


@pytest.mark.parametrize(
    ("cell", "number"),
    [("０１５６４－２－２１１１", "01564-2-2111"), ("(01564)2-2111", "01564-2-2111"),
     ("TEL 01564-2-2111", "01564-2-2111"),
     ("1564222111", "01564222111")],
)  # fmt: skip
def test_a_telephone_number_is_read_as_it_is_dialled(cell: str, number: str) -> None:
    assert phone(cell).value == number
