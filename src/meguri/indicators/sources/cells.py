"""Rows of published CSV, and figures from their cells: fast where all is plain, each repair told where it is not."""

from __future__ import annotations

import math
import re

from meguri.core.errors import BadInput
from meguri.core.tables import DEFAULT, read_number
from meguri.core.tables.encoding import decode
from meguri.core.tables.separated import read_separated
from meguri.indicators.sources.findings import Findings

BLANK = math.nan
# A control character joins the cells, as no text that was decoded holds one.
_BETWEEN = "\x1f"
_PLAIN_ROW = re.compile(rf"(?:-?[0-9]+(?:\.[0-9]+)?{_BETWEEN})*")


def rows_of_csv(content: bytes) -> list[list[str]]:
    """The rows of a CSV file in any encoding that core.tables knows; BadInput for what is no CSV or too large."""
    DEFAULT.check_bytes(len(content))
    return read_separated(decode(content).text, "figures.csv", DEFAULT)[0]


def numbers(cells: list[str], findings: Findings, *, row: int, first_column: int) -> list[float]:
    """The figures of one row, NaN for a blank or a mark such as "-" or "…".

    `row` and `first_column` (from 1) say where the first cell stands. What is not a number is an error in
    `findings`; full width, spaces, signs and thousands separators are repaired and told.
    """
    if _PLAIN_ROW.fullmatch(_BETWEEN.join([*cells, ""])):
        return list(map(float, cells))
    return [_number(cell, findings, row, first_column + n) for n, cell in enumerate(cells)]


def _number(cell: str, findings: Findings, row: int, column: int) -> float:
    try:
        number = read_number(cell)
    except BadInput as wrong:
        findings.error(row, column, cell, "", wrong.sentence)
        return BLANK
    for repair in number.repairs:
        findings.repair(row, column, cell, str(number.value), repair)
    return BLANK if number.value is None else float(number.value)
