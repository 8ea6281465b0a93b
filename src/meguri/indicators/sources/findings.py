"""Telling what was found in a file of figures, in the shape all importers share, and refusing it where it is wrong."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.tables import Finding, Report, Severity, column_letter


class RefusedFile(BadInput):
    """The file cannot be taken; `report` says where and why. Nothing was written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(
            format_lazy(
                _("ファイルを読めませんでした。直すところが{count}か所あります。データは何も変わっていません。"),
                count=report.errors,
            )
        )


class Findings:
    """The findings of one file as they come in. Rows and columns are counted from 1, as a spreadsheet shows them."""

    def __init__(self) -> None:
        self.report = Report()

    def error(
        self, row: int | None, column: int | None, found: str, expected: str | Promise, message: str | Promise
    ) -> None:
        """Add what stops the import."""
        self.report.add(Finding.error(row, _letter(column), found, str(expected), message))

    def repair(self, row: int | None, column: int | None, found: str, taken: str, repair: Repair) -> None:
        """Add that `found` was read as `taken`."""
        self.report.add(Finding.repaired(row, _letter(column), found, taken, repair))

    def tell(self, row: int | None, column: int | None, found: str, taken: str, message: str | Promise) -> None:
        """Add what the reader of the report should know of how the file was read."""
        self.report.add(Finding(row, _letter(column), found, taken, Severity.REPAIR, message))

    def refuse_if_wrong(self) -> None:
        """Raise RefusedFile if anything stops the import."""
        if not self.report.ok:
            raise RefusedFile(self.report)

    def refuse(
        self, row: int | None, column: int | None, found: str, expected: str | Promise, message: Promise
    ) -> RefusedFile:
        """Add what stops the import; the exception to raise."""
        self.error(row, column, found, expected, message)
        return RefusedFile(self.report)


def _letter(column: int | None) -> str | None:
    return None if column is None else column_letter(column - 1)
