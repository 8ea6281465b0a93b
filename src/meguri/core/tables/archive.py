"""Looking at the outside of an Excel file before anything opens it: its kind, its macros, its unpacked size."""

import io
import zipfile
import zlib

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.tables.limits import Limits

ZIP_SIGNATURE = b"PK\x03\x04"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_ENDINGS = (".xls", ".xlsb", ".xlm", ".xlt", ".ods", ".numbers", ".pdf")
_MACRO_ENDINGS = (".xlsm", ".xltm", ".xlam")
# Below this size a high ratio harms nobody: an empty sheet of a few kilobytes packs to almost nothing.
_RATIO_COUNTS_FROM = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError)


def refuse_other_kinds(content: bytes, filename: str) -> None:
    """BadInput for files that are neither text nor .xlsx, by their content or the end of their name."""
    name = filename.lower()
    if name.endswith(_MACRO_ENDINGS):
        raise _with_macros()
    if content.startswith(OLE_SIGNATURE):
        raise BadInput(
            _(
                "古い形式（.xls）か、パスワードの付いたExcelファイルです。パスワードなしの.xlsxかCSVで保存し直してください。"
            )
        )
    if name.endswith(_OLD_ENDINGS) or content.startswith(b"%PDF"):
        raise BadInput(
            format_lazy(
                _("「{found}」の形式は読みこめません。Excelブック（.xlsx）かCSVで保存し直してください。"),
                found=filename[-40:],
            )
        )
    if name.endswith(".xlsx") and not content.startswith(ZIP_SIGNATURE):
        raise broken_workbook()


def check_archive(content: bytes, limits: Limits) -> bool:
    """BadInput unless `content` is an .xlsx without macros that unpacks within `limits`; whether it holds formulas.

    Sizes are those the archive states; unpacking stops at the stated size, so a false statement gains nothing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive.infolist(), limits)
            _check_kind(archive)
            return _has_formulas(archive)
    except _BROKEN as broken:
        raise broken_workbook() from broken


def broken_workbook() -> BadInput:
    """The refusal of a file that should be a workbook and cannot be read as one."""
    return BadInput(_("Excelブックとして開けませんでした。Excelで開き、.xlsxかCSVで保存し直してください。"))


def _check_size(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    swollen = any(
        entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > limits.ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    if swollen or len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise BadInput(
            _(
                "開くと極端に大きくなるExcelファイルのため、読みこみませんでした。必要なシートだけをCSVで保存してお送りください。"
            )
        )


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise broken_workbook()
    if any("vbaproject" in name.lower() for name in names) or b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise _with_macros()


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    sheets = (name for name in archive.namelist() if name.startswith("xl/worksheets/"))
    return any(b"<f>" in sheet or b"<f " in sheet or b":f>" in sheet for sheet in map(archive.read, sheets))


def _with_macros() -> BadInput:
    return BadInput(_("マクロの入ったExcelファイルは読みこめません。「Excelブック（.xlsx）」で保存し直してください。"))
