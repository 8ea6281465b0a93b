"""The merged cells of a worksheet, read from the file itself: openpyxl's quick reader does not tell them."""

import io
import re
import zipfile
from contextlib import closing
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils.cell import range_boundaries

from meguri.core.tables.limits import Limits

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')


class Merge(NamedTuple):
    """A block of merged cells: rows and columns from 0, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


def merges_of(content: bytes, sheet: str) -> list[Merge]:
    """The merged blocks of a sheet in a sound .xlsx; none where it has none."""
    with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)) as workbook:
        page: Any = workbook[sheet]
        path = page._worksheet_path  # openpyxl has no public name for it
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = _MERGE.findall(archive.read(path))
    return [_block(*range_boundaries(one.decode())) for one in told]


def _block(left: int, top: int, right: int, bottom: int) -> Merge:
    return Merge(top - 1, left - 1, bottom - 1, right - 1)


def fill(rows: list[list[str]], merges: list[Merge], limits: Limits) -> list[Merge]:
    """Put the value of each merged block into all its cells, in place; the blocks that had one, within the table."""
    filled: list[Merge] = []
    cells = 0
    for one in merges:
        if one.top >= len(rows) or one.left >= len(rows[one.top]) or not rows[one.top][one.left]:
            continue
        bottom, right = min(one.bottom, len(rows) - 1), min(one.right, len(rows[one.top]) - 1)
        cells += (bottom - one.top + 1) * (right - one.left + 1)
        limits.check_cells(cells)
        value = rows[one.top][one.left]
        for row in rows[one.top : bottom + 1]:
            row[one.left : right + 1] = [value] * (right - one.left + 1)
        filled.append(Merge(one.top, one.left, bottom, right))
    return filled
