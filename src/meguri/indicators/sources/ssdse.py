"""Reading SSDSE-A, the national statistics centre's table of municipalities, in all its editions since 2018.

Three header rows: code, year, and name of each column; then one row for each municipality, known by "R" and five
digits. The first cells of the header differ between editions, and until 2020 no cell names the edition.
"""

from __future__ import annotations

import re
from datetime import date

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.codes import municipality_check_digit
from meguri.core.repairs import Repair
from meguri.indicators.reference import Catalogue, read_catalogue
from meguri.indicators.sources.cells import numbers, rows_of_csv
from meguri.indicators.sources.findings import Findings
from meguri.indicators.sources.places import place_code
from meguri.indicators.sources.table import Column, FigureTable

HEADER_ROWS = 3
PLACE_COLUMNS = 3
_LABEL = re.compile(r"SSDSE-A-(20[0-9]{2})")
_HEADER = (
    (0, 0, re.compile(r"SSDSE-A-20[0-9]{2}|code", re.IGNORECASE), "SSDSE-A-20xx / Code"),
    (0, 1, re.compile("prefecture", re.IGNORECASE), "Prefecture"),
    (0, 2, re.compile("municipality", re.IGNORECASE), "Municipality"),
    (1, 2, re.compile("年度"), "年度"),
    (2, 0, re.compile("地域コード"), "地域コード"),
    (2, 1, re.compile("都道府県"), "都道府県"),
    (2, 2, re.compile("市区町村"), "市区町村"),
)
_USUAL_CODE = re.compile(r"R(0[1-9]|[1-3][0-9]|4[0-7])[1-9][0-9]{2}")
# Every edition whose label is known carries as its newest figures those of two years before.
_YEARS_BEHIND = 2


def read_ssdse(content: bytes, *, today: date | None = None, catalogue: Catalogue | None = None) -> FigureTable:
    """The figures of one edition. Raises RefusedFile, with row and column of each error, for
    other tables, and BadInput for what is no CSV at all.

    `today` (by default, the day it is) bounds the years a column may carry.
    """
    findings = Findings()
    rows = rows_of_csv(content)
    _check_header(rows, findings)
    columns = _columns(rows, findings, (today or date.today()).year, catalogue or read_catalogue("ssdse"))
    codes, names, values = _places(rows, findings)
    edition = _edition(rows, findings)
    findings.refuse_if_wrong()
    return FigureTable(
        edition=edition,
        label=f"SSDSE-A-{edition}",
        codes=codes,
        names=names,
        columns=columns,
        values=values,
        report=findings.report,
    )


def _check_header(rows: list[list[str]], findings: Findings) -> None:
    if len(rows) <= HEADER_ROWS:
        findings.error(len(rows), None, "", _("3行の見出しと市区町村の行"), _("表の行が足りません。"))
        findings.refuse_if_wrong()
    for row, column, pattern, expected in _HEADER:
        found = rows[row][column].strip() if column < len(rows[row]) else ""
        if not pattern.fullmatch(found):
            why = _("見出しがSSDSE-Aの形と違います。ファイルをお確かめください。")
            findings.error(row + 1, column + 1, found, expected, why)
    width = len(rows[0])
    for number, row_cells in enumerate(rows[1:HEADER_ROWS], start=2):
        _check_width(row_cells, width, number, findings)
    findings.refuse_if_wrong()


def _check_width(cells: list[str], width: int, row: int, findings: Findings) -> bool:
    if len(cells) == width:
        return True
    why = _("列の数が見出しと合いません。区切りの記号がぬけたり余ったりしていないか、お確かめください。")
    findings.error(row, min(len(cells), width) + 1, str(len(cells)), str(width), why)
    return False


def _columns(rows: list[list[str]], findings: Findings, this_year: int, catalogue: Catalogue) -> tuple[Column, ...]:
    columns: list[Column] = []
    seen: set[tuple[str, int]] = set()
    heads = list(zip(*rows[:HEADER_ROWS], strict=True))
    for position, (code, year, name) in enumerate(heads[PLACE_COLUMNS:], start=PLACE_COLUMNS + 1):
        column = _column(code.strip(), year.strip(), name, position, findings, this_year, catalogue)
        if column is None:
            continue
        if (column.series.key, column.period) in seen:
            findings.error(1, position, code, "", _("同じ項目の同じ年の列が二つあります。"))
        seen.add((column.series.key, column.period))
        columns.append(column)
    return tuple(columns)


def _column(
    code: str, year: str, name: str, position: int, findings: Findings, this_year: int, catalogue: Catalogue
) -> Column | None:
    if not re.fullmatch(r"(19|20)[0-9]{2}", year):
        findings.error(2, position, year, _("西暦4桁の年"), _("列の年が読めません。"))
        return None
    if int(year) > this_year:
        expected = format_lazy(_("{year}年まで"), year=this_year)
        findings.error(2, position, year, expected, _("まだ来ていない年です。列の年をお確かめください。"))
        return None
    series = catalogue.find(code, name, int(year))
    if series is None:
        why = _("この項目は登録されていません。コードと名前の組をお確かめください。")
        findings.error(1, position, f"{code} {name}", "", why)
        return None
    try:
        return Column(series, series.period(int(year)), position)
    except KeyError:
        why = _("この項目がこの年のいつの数かが登録されていません。")
        findings.error(2, position, f"{code} {year}", series.base_date, why)
        return None


def _places(
    rows: list[list[str]], findings: Findings
) -> tuple[tuple[str, ...], tuple[str, ...], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    width = len(rows[0])
    codes: dict[str, int] = {}
    names: list[str] = []
    values: list[list[float]] = []
    for number, cells in enumerate(rows[HEADER_ROWS:], start=HEADER_ROWS + 1):
        if not any(cells):
            findings.repair(number, None, "", "", Repair.BLANK_ROW)
            continue
        if not _check_width(cells, width, number, findings):
            continue
        code = _code(cells[0], number, findings)
        if code in codes and code:
            why = format_lazy(_("{row}行目と同じ市区町村です。"), row=codes[code])
            findings.error(number, 1, cells[0], "", why)
        codes.setdefault(code, number)
        names.append(cells[2])
        values.append(numbers(cells[PLACE_COLUMNS:], findings, row=number, first_column=PLACE_COLUMNS + 1))
    findings.refuse_if_wrong()
    return tuple(codes), tuple(names), np.array(values)


def _code(cell: str, row: int, findings: Findings) -> str:
    if _USUAL_CODE.fullmatch(cell):
        return cell[1:] + municipality_check_digit(cell[1:])
    return place_code(cell, row, findings)


def _edition(rows: list[list[str]], findings: Findings) -> int:
    named = _LABEL.fullmatch(rows[0][0].strip())
    if named:
        return int(named[1])
    edition = max(int(year) for year in rows[1][PLACE_COLUMNS:] if year.strip().isdigit()) + _YEARS_BEHIND
    why = _("版の名前がないため、いちばん新しい列の年から{label}としました。")
    findings.tell(1, 1, rows[0][0], f"SSDSE-A-{edition}", format_lazy(why, label=f"SSDSE-A-{edition}"))
    return edition
