"""The one door for tables that people send: any usual file in, rows of text and a report out."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.repairs import Repair
from meguri.core.tables.archive import ZIP_SIGNATURE, refuse_other_kinds
from meguri.core.tables.cells import check_cells
from meguri.core.tables.encoding import decode
from meguri.core.tables.limits import DEFAULT, Limits, empty_file
from meguri.core.tables.report import Finding, Report, column_letter
from meguri.core.tables.separated import read_separated
from meguri.core.tables.workbook import read_workbook


@dataclass(slots=True)
class Table:
    """The rows of a file, `rows[0]` its first, all of at least the table's width; and how they were read.

    `encoding` is utf-8, utf-8-sig (with mark), utf-16-le, utf-16-be, cp932, euc_jp or xlsx. `separator` is "" for a
    workbook; `sheet` and `sheets` are empty for text.
    """

    rows: list[list[str]]
    encoding: str
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    report: Report = field(default_factory=Report)


def read_table(
    content: bytes,
    filename: str,
    *,
    limits: Limits = DEFAULT,
    sheet: str | None = None,
    first_row: int = 1,
    places: frozenset[int] | None = None,
) -> Table:
    """The table in `content`: text in any encoding that `decode` knows, or an .xlsx workbook.

    Rows before `first_row` (titles, notes) are kept and not judged. Uneven rows, formulas and error values are
    errors in the report; blank rows and repaired cells are told there. Of `places` (columns from 0; None for all) alone
    the cells are judged: no one will read the others. What cannot be read at all raises BadInput.
    """
    limits.check_bytes(len(content))
    refuse_other_kinds(content, filename)
    if content.startswith(ZIP_SIGNATURE):
        table = _from_workbook(content, limits, sheet, places)
    else:
        table = _from_text(content, filename, limits)
    _square(table, first_row)
    if not table.rows:
        raise empty_file()
    check_cells(table.rows, table.report, first_row, places)
    return table


def _from_workbook(content: bytes, limits: Limits, sheet: str | None, places: frozenset[int] | None) -> Table:
    report = Report()
    found = read_workbook(content, sheet, limits, report, places)
    width = max(map(len, found.rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in found.rows]
    return Table(rows, "xlsx", sheet=found.name, sheets=found.names, report=report)


def _from_text(content: bytes, filename: str, limits: Limits) -> Table:
    text, encoding = decode(content)
    rows, separator = read_separated(text, filename, limits)
    return Table(rows, encoding, separator)


def _square(table: Table, first_row: int) -> None:
    """Give every row the table's width, and tell each row that had another one."""
    rows = table.rows
    while rows and not any(rows[-1]):
        rows.pop()
    usual = _usual_width(rows[first_row - 1 :])
    width = min(usual, max((_filled(row) for row in rows), default=0))
    if width < usual:
        table.report.add(Finding.repaired(None, column_letter(width), "", "", Repair.EXTRA_CELLS))
    for number, row in enumerate(rows, start=1):
        if len(row) not in (usual, width) and any(row) and number >= first_row:
            _tell_width(row, number, width, table.report)
        if _filled(row) <= width:
            del row[width:]
        row.extend([""] * (width - len(row)))
        if number >= first_row and not any(row):
            table.report.add(Finding.repaired(number, None, "", "", Repair.BLANK_ROW))


def _usual_width(rows: list[list[str]]) -> int:
    """The width of most rows, the larger of two."""
    widths = Counter(len(row) for row in rows if any(row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _filled(row: list[str]) -> int:
    width = len(row)
    while width and not row[width - 1]:
        width -= 1
    return width


def _tell_width(row: list[str], number: int, width: int, report: Report) -> None:
    found = len(row)
    if _filled(row) <= width < found:
        report.add(Finding.repaired(number, column_letter(width), "", "", Repair.EXTRA_CELLS))
        return
    report.add(
        Finding.error(
            number,
            column_letter(min(found, width)),
            str(found),
            str(width),
            format_lazy(
                _(
                    "この行のセルは{found}個で、ほかの行は{expected}個です。区切りの記号がぬけたり余ったりしていないか、お確かめください。"
                ),
                found=found,
                expected=width,
            ),
        )
    )
