"""One row of figures to numbers: fast where all is plain, cell by cell with each repair told where it is not."""

from __future__ import annotations

import math
import re

from django.utils.translation import gettext_lazy as _

from meguri.core.text import half_width
from meguri.indicators.sources.findings import Findings

BLANK = math.nan
# Marks of official tables for "none", "not applicable", "not known" and "kept secret".
MARKS = frozenset({"-", "‐", "－", "―", "…", "...", "***", "X", "x", "χ", "・・・"})
_PLAIN_ROW = re.compile(r"[-0-9.]*")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def numbers(cells: list[str], findings: Findings, *, row: int, first_column: int) -> list[float]:
    """The figures of one row, NaN for a blank or a mark.

    `row` and `first_column` (from 1) say where the first cell stands. What is not a number is an error in
    `findings`; full width, spaces and thousands separators are repaired and told.
    """
    if _PLAIN_ROW.fullmatch("".join(cells)):
        try:
            return list(map(float, cells))
        except ValueError:
            pass  # a blank or a misplaced sign: the slow way says which cell
    return [_number(cell, findings, row, first_column + n) for n, cell in enumerate(cells)]


def _number(cell: str, findings: Findings, row: int, column: int) -> float:
    if _NUMBER.fullmatch(cell):
        return float(cell)
    if not cell:
        return BLANK
    text = half_width(cell).replace("−", "-").strip()
    if not text or text in MARKS:
        findings.repair(row, column, cell, "", _("数がないことを表す記号なので、空欄として読みました。"))
        return BLANK
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    if not _NUMBER.fullmatch(plain):
        findings.error(row, column, cell, _("数"), _("ここには数が入ります。もとの表を確かめて、直してください。"))
        return BLANK
    findings.repair(row, column, cell, plain, _("全角・空白・桁区切りを直して、数として読みました。"))
    return float(plain)
