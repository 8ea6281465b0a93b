"""Reading 住民基本台帳に基づく人口、人口動態及び世帯数（総計）: the resident registers of all municipalities.

Stock figures are of 1 January, flows of the calendar year before. Between the municipalities stand rows of the
country, prefectures, counties and islands, wards of cities, and villages of the Northern Territories: left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.period import Period, PeriodKind
from meguri.core.repairs import Repair
from meguri.indicators.reference import Catalogue, Series, read_catalogue
from meguri.indicators.sources.cells import numbers, rows_of_csv
from meguri.indicators.sources.findings import Findings
from meguri.indicators.sources.places import place_code
from meguri.indicators.sources.table import Column, FigureTable
from meguri.towns.reference import read_code_changes, read_municipalities

HEADER_ROWS = 4
_HEADS = (
    (4, "男", "male"), (4, "女", "female"), (4, "人", "total"), (3, "世帯数", "households"),
    (4, "転入者数（国内）", "in_domestic"), (4, "転入者数（国外）", "in_abroad"), (4, "転入者数（計）", "in_total"),
    (4, "出生者数", "births"), (4, "その他（計）", "in_other"), (4, "計（Ａ）", None),
    (4, "転出者数（国内）", "out_domestic"), (4, "転出者数（国外）", "out_abroad"), (4, "転出者数（計）", "out_total"),
    (4, "死亡者数", "deaths"), (4, "その他（計）", "out_other"), (4, "計（Ｂ）", None),
    (3, "増減数(Ａ)-(Ｂ)", "change"), (3, "増減率", None), (3, "自然増減数", "natural_change"),
    (3, "自然増減率", None), (3, "社会増減数", "social_change"), (3, "社会増減率", None),
)  # fmt: skip
_FIRST_HEAD = 3
_WIDTH = _FIRST_HEAD + len(_HEADS)
_TITLE = re.compile(r"\s*(\w+年1月1日)住民基本台帳人口・世帯数、.*（市区町村別）（総計）\s*")
_COUNTY = re.compile(r"^.+?郡(?=.+[町村]$)")
_SUBTOTALS = ("郡", "島しょ")
_WARD_OF_A_CITY = re.compile(r".+市.+区")
_NORTHERN_VILLAGES = frozenset(("016951", "016969", "016977", "016985", "016993", "017001"))


def read_register(content: bytes, *, catalogue: Catalogue | None = None) -> FigureTable:
    """The figures of one year's register. Raises RefusedFile, with row and column of each error, for anything else."""
    findings = Findings()
    rows = rows_of_csv(content)
    year = _year(rows, findings)
    _check_heads(rows, findings)
    columns = list(_columns(catalogue or read_catalogue("register"), year))
    places = list(_places(rows, findings, [column.position for column in columns]))
    findings.refuse_if_wrong()
    return FigureTable(
        edition=year,
        label=f"{year}-01-01",
        codes=tuple(code for code, _name, _values in places),
        names=tuple(name for _code, name, _values in places),
        columns=tuple(columns),
        values=np.array([values for _code, _name, values in places]),
        report=findings.report,
    )


def _year(rows: list[list[str]], findings: Findings) -> int:
    title = rows[0][0] if rows and rows[0] else ""
    named = _TITLE.fullmatch(title)
    period = _period(named[1]) if named else None
    if period is None or len(rows) <= HEADER_ROWS:
        expected = "平成28年1月1日住民基本台帳人口・世帯数、…（市区町村別）（総計）"
        why = _("住民基本台帳の人口・世帯数（市区町村別、総計）の表ではありません。")
        raise findings.refuse(1, 1, title, expected, why)
    return period.year


def _period(text: str) -> Period | None:
    try:
        period = Period.parse(text)
    except BadInput:
        return None
    return period if period.kind is PeriodKind.DAY else None


def _check_heads(rows: list[list[str]], findings: Findings) -> None:
    for position, (row, expected, _code) in enumerate(_HEADS, start=_FIRST_HEAD + 1):
        cells = rows[row - 1]
        found = cells[position - 1].strip() if position <= len(cells) else ""
        if found != expected:
            findings.error(row, position, found, expected, _("見出しが住民基本台帳の表の形と違います。"))
    findings.refuse_if_wrong()


def _columns(catalogue: Catalogue, year: int) -> Iterator[Column]:
    by_code: dict[str, Series] = {series.code: series for series in catalogue.series}
    for position, (_row, _head, code) in enumerate(_HEADS, start=_FIRST_HEAD + 1):
        if code is not None:
            series = by_code[code]
            yield Column(series, series.period(year if series.kind == "stock" else year - 1), position)


def _places(rows: list[list[str]], findings: Findings, positions: list[int]) -> Iterator[tuple[str, str, list[float]]]:
    known = {row.code for row in read_municipalities()} | {row.old_code for row in read_code_changes()}
    seen: set[str] = set()
    for number, cells in enumerate(rows[HEADER_ROWS:], start=HEADER_ROWS + 1):
        if not any(cells):
            findings.repair(number, None, "", "", Repair.BLANK_ROW)
        elif len(cells) != _WIDTH:
            why = _("列の数が見出しと合いません。区切りの記号がぬけたり余ったりしていないか、お確かめください。")
            findings.error(number, None, str(len(cells)), str(_WIDTH), why)
        elif not _stands_between(cells):
            code = _code(cells[0], number, findings, known, seen)
            yield code, _COUNTY.sub("", cells[2]), _figures(cells, number, findings, positions)


def _stands_between(cells: list[str]) -> bool:
    code, prefecture, name = (cell.strip() for cell in cells[:3])
    country = not code and prefecture == "合計"
    part = not name or name.endswith(_SUBTOTALS) or _WARD_OF_A_CITY.fullmatch(name) is not None
    return country or part or code in _NORTHERN_VILLAGES


def _code(cell: str, row: int, findings: Findings, known: set[str], seen: set[str]) -> str:
    code = cell if cell in known else place_code(cell, row, findings, known=known)
    if code and code not in known:
        findings.error(row, 1, cell, "", _("このコードの市区町村は登録されていません。"))
    if code in seen and code:
        findings.error(row, 1, cell, "", _("同じ市区町村の行が二つあります。"))
    seen.add(code)
    return code


def _figures(cells: list[str], row: int, findings: Findings, positions: list[int]) -> list[float]:
    values: list[float] = []
    for position in positions:
        # These tables are published with thousands separators, so that taking them away is no repair.
        cell = cells[position - 1].strip()
        plain = cell.replace(",", "") if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+", cell) else cell
        values += numbers([plain], findings, row=row, first_column=position)
    return values
