"""Reading a sheet of an Excel workbook (.xlsx): the saved values as text, never a formula."""

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

import openpyxl
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.tables.archive import broken_workbook, check_archive
from meguri.core.tables.limits import Limits
from meguri.core.tables.report import Finding, Report, column_letter

_MIDNIGHT = time()
_EXCEL_ROWS = 1_048_576
# A sheet may carry formatted cells without content far beyond its table; so many for each cell allowed are passed over.
_BLANKS_PER_CELL = 4


class Sheet(NamedTuple):
    """The rows of one sheet, its name, and the names of all visible sheets."""

    rows: list[list[str]]
    name: str
    names: tuple[str, ...]


def read_workbook(
    content: bytes, sheet: str | None, limits: Limits, report: Report, places: frozenset[int] | None = None
) -> Sheet:
    """Sheet `sheet`, or the first visible one with content; formula cells (in columns `places`) are told in `report`.

    Raises BadInput for anything that is not a sound .xlsx within `limits`, or if there is no such sheet.
    """
    has_formulas = check_archive(content, limits)
    try:
        found = _read(content, sheet, limits)
        if has_formulas:
            _report_formulas(content, found, report, places)
    except (BadInput, MemoryError):
        raise
    except Exception as broken:  # noqa: BLE001 - openpyxl raises whatever a damaged file leads it to
        raise broken_workbook() from broken
    return found


def _open(content: bytes, *, values: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)


def _read(content: bytes, sheet: str | None, limits: Limits) -> Sheet:
    with closing(_open(content, values=True)) as workbook:
        visible = [one for one in workbook.worksheets if one.sheet_state == "visible"]
        names = tuple(str(one.title) for one in visible)
        for one in visible:
            if sheet in (None, one.title):
                rows = _rows(one, limits)
                if rows or sheet:
                    return Sheet(rows, str(one.title), names)
    if sheet:
        raise BadInput(
            format_lazy(
                _("「{found}」というシートはありません。{names}から選んでください。"),
                found=sheet[:40],
                names="、".join(names),
            )
        )
    raise BadInput(_("どのシートにも中身がありません。表の入ったExcelブックをお送りください。"))


def _rows(sheet: Any, limits: Limits) -> list[list[str]]:
    """All rows up to the last with content. `sheet` is a read-only worksheet, for which openpyxl has no public type."""
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    pending = scanned = cells = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        scanned += len(values)
        limits.check_cells(scanned // _BLANKS_PER_CELL)
        if number > _EXCEL_ROWS:
            raise broken_workbook()
        row = _trimmed([_as_text(value) for value in values])
        if not row:
            pending += 1
            continue
        rows.extend([] for _blank in range(min(pending, limits.rows)))
        rows.append(row)
        pending, cells = 0, cells + len(row)
        limits.check_row(row, number)
        limits.check_rows(number)
        limits.check_cells(cells)
    return rows


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number_as_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _number_as_text(value: float) -> str:
    """With the 15 digits that Excel keeps, and without an exponent."""
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


def _report_formulas(content: bytes, found: Sheet, report: Report, places: frozenset[int] | None) -> None:
    for row, column, text, saved in _formulas(content, found.name):
        if places is not None and column not in places:
            continue
        letter = column_letter(column)
        if saved is not None:
            report.add(Finding.repaired(row, letter, text, saved, Repair.SAVED_VALUE))
        else:
            message = _("式の値が保存されていません。Excelで開いて保存し直すか、値に置きかえてください。")
            report.add(Finding.error(row, letter, text, "", message))


def _formulas(content: bytes, name: str) -> Iterator[tuple[int, int, str, str | None]]:
    """Row (from 1), column (from 0) and text of each formula, and the value saved with it as text, or None.

    An empty text is a saved value too; openpyxl shows it as a cell of type "str" without a value.
    """
    with closing(_open(content, values=False)) as written, closing(_open(content, values=True)) as saved:
        pairs = zip(written[name].iter_rows(), saved[name].iter_rows(), strict=True)
        for number, (formulas, values) in enumerate(pairs, start=1):
            for column, (formula, value) in enumerate(zip(formulas, values, strict=True)):
                if formula.data_type == "f":
                    has_value = value.value is not None or value.data_type == "str"
                    yield number, column, str(formula.value), _as_text(value.value) if has_value else None
