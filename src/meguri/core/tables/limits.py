"""How large a table may be, and the sentences for one that is larger."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds: sizes in bytes, counts of rows, columns and cells, length of one cell in characters.

    The last three are for the archive inside an .xlsx file: its unpacked size, its entries, and how many times larger
    than packed one entry may be.
    """

    file_bytes: int = 20 * _MEBIBYTE
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 4_000_000
    cell_length: int = 32_767
    unpacked_bytes: int = 300 * _MEBIBYTE
    entries: int = 1_000
    ratio: int = 200

    def check_bytes(self, found: int) -> None:
        """BadInput if a file is empty or larger than allowed."""
        if not found:
            raise empty_file()
        if found > self.file_bytes:
            raise _too_large(
                _("ファイルが大きすぎます（上限 {limit} MB）。いくつかに分けてお送りください。"),
                self.file_bytes // _MEBIBYTE,
            )

    def check_rows(self, found: int) -> None:
        """BadInput if there are more rows than allowed."""
        if found > self.rows:
            raise _too_large(
                _("{limit}行より多いため、読みこみませんでした。{limit}行までに分けてお送りください。"), self.rows
            )

    def check_cells(self, found: int) -> None:
        """BadInput if there are more cells than allowed."""
        if found > self.cells:
            raise _too_large(
                _("セルが{limit}個より多いため、読みこみませんでした。いくつかに分けてお送りください。"), self.cells
            )

    def check_row(self, row: list[str], number: int) -> None:
        """BadInput if row `number` has more cells, or a longer cell, than allowed."""
        if len(row) > self.columns:
            raise _too_large(
                _("{row}行目の列が{limit}列より多いため、読みこみませんでした。区切りの記号をお確かめください。"),
                self.columns,
                number,
            )
        if row and len(max(row, key=len)) > self.cell_length:
            raise self.cell_too_long(number)

    def cell_too_long(self, row: int) -> BadInput:
        """The refusal of a row that holds a cell longer than allowed."""
        template = _('{row}行目に{limit}字より長いセルがあります。引用符（"）の閉じ忘れがないか、お確かめください。')
        return _too_large(template, self.cell_length, row)


DEFAULT = Limits()


def empty_file() -> BadInput:
    """The refusal of a file without content."""
    return BadInput(_("ファイルに中身がありません。内容を保存してから、もう一度お送りください。"))


def _too_large(template: "StrPromise", limit: int, row: int = 0) -> BadInput:
    return BadInput(format_lazy(template, limit=f"{limit:,}", row=f"{row:,}"))
