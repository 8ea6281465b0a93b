"""What a single cell must not be, whatever the table is about: a formula, or an error of a spreadsheet."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meguri.core.repairs import Repair
from meguri.core.tables.report import Finding, Report, column_letter

_SUSPECT = tuple("=＝@＠+-＋#")
_PROTECTED_TEXT = re.compile('="([^"]*)"')
_CALL = re.compile(r"[@＠+＋-]\s*[A-Za-z_.]+[0-9A-Za-z_.]*\s*[(|!（]")
_SPREADSHEET_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)


def check_cells(
    rows: list[list[str]], report: Report, first_row: int = 1, places: frozenset[int] | None = None
) -> None:
    """Unwrap ="text" in place and tell it; tell formulas and spreadsheet errors as errors. `places`: see the reader."""
    for number, row in enumerate(rows[first_row - 1 :], start=first_row):
        for column, cell in enumerate(row):
            if cell.startswith(_SUSPECT) and (places is None or column in places):
                row[column] = _checked(cell, number, column_letter(column), report)


def _checked(cell: str, row: int, column: str, report: Report) -> str:
    if protected := _PROTECTED_TEXT.fullmatch(cell):
        report.add(Finding.repaired(row, column, cell, protected[1], Repair.EXCEL_TEXT))
        return protected[1]
    message = _fault(cell)
    if message is not None:
        report.add(Finding.error(row, column, cell, "", message))
    return cell


def _fault(cell: str) -> Promise | None:
    if cell in _SPREADSHEET_ERRORS:
        return _("表計算ソフトのエラー値です。正しい値に直すか、空にしてください。")
    if cell.startswith(("=", "＝")) or _CALL.match(cell):
        return _("式は読みこめません。計算した結果の値に置きかえてください。")
    return None
