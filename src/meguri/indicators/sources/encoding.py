"""Which encoding a CSV file was saved in, and its rows."""

from __future__ import annotations

import codecs
import csv
import io

from django.utils.translation import gettext_lazy as _

from meguri.indicators.sources.findings import Findings

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def rows_of_csv(content: bytes, findings: Findings) -> list[list[str]]:
    """The rows of a CSV file in UTF-8, UTF-16 with its mark, or Shift_JIS; RefusedFile for any other."""
    text = _decoded(content, findings)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as wrong:
        findings.error(
            None, None, str(wrong), "CSV", _("CSVとして読めません。表計算ソフトでCSVに保存し直してください。")
        )
    findings.refuse_if_wrong()
    raise AssertionError("an error was just added")


def _decoded(content: bytes, findings: Findings) -> str:
    marked = [name for mark, name in _MARKED if content.startswith(mark)]
    for name in marked or ["utf-8", "cp932"]:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    findings.error(
        None, None, content[:8].hex(" "), "UTF-8 / Shift_JIS / UTF-16",
        _("文字コードが分かりません。UTF-8かShift_JISで保存し直してください。"),
    )  # fmt: skip
    findings.refuse_if_wrong()
    raise AssertionError("an error was just added")
