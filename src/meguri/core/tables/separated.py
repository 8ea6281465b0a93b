"""Reading text whose cells are separated by commas, tabs or semicolons."""

import csv
import io
from collections import Counter
from itertools import islice

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.tables.limits import Limits

_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 50
_TAB_ENDINGS = (".tsv", ".tab", ".txt")


def read_separated(text: str, filename: str, limits: Limits) -> tuple[list[list[str]], str]:
    """The rows of `text` as they are, and the separator. BadInput past a limit or for a quote that is never closed."""
    separator = _separator(text, ("\t", ",", ";") if filename.lower().endswith(_TAB_ENDINGS) else (",", "\t", ";"))
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row)
            cells += len(row)
            limits.check_row(row, len(rows))
            limits.check_rows(len(rows))
            limits.check_cells(cells)
    except csv.Error as broken:
        raise _broken_row(broken, len(rows) + 1, limits) from broken
    return rows, separator


def _separator(text: str, by_preference: tuple[str, ...]) -> str:
    """The separator by which most of the first rows have the same number of cells, more than one."""
    return max(by_preference, key=lambda separator: _regularity(text[:_SAMPLE_CHARACTERS], separator))


def _regularity(sample: str, separator: str) -> float:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(reader, _SAMPLE_ROWS) if row)
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, rows = widths.most_common(1)[0]
    return rows / widths.total() if width > 1 else 0.0


def _broken_row(broken: csv.Error, row: int, limits: Limits) -> BadInput:
    if "field larger" in str(broken):
        return limits.cell_too_long(row)
    return BadInput(
        format_lazy(
            _('{row}行目の引用符（"）が正しく閉じていません。その行を直すか、Excelで開いて保存し直してください。'),
            row=f"{row:,}",
        )
    )
