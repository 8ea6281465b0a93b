"""Writing tables as CSV that Excel opens as it should, and in which no cell runs as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HARMLESS = re.compile(r"-|－|-[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?%?")
_CHUNK_CHARACTERS = 65_536


def escape_formula(cell: str) -> str:
    """`cell` with an apostrophe before it if a spreadsheet could run it; a plain negative number and a lone dash stay.

    Full-width signs count too: Japanese spreadsheets take ＝ for =. Source: OWASP, CSV Injection.
    """
    if cell.startswith(_STARTS_A_FORMULA) and not _HARMLESS.fullmatch(cell):
        return "'" + cell
    return cell


def write_csv(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The rows as CSV in UTF-8 with byte order mark and CRLF, in parts of about 64 kB; None is an empty cell."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if buffer.tell() >= _CHUNK_CHARACTERS:
            yield _drained(buffer)
    if buffer.tell():
        yield _drained(buffer)


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, (int, float, Decimal)) else escape_formula(str(value))


def _drained(buffer: io.StringIO) -> bytes:
    part = buffer.getvalue().encode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return part
