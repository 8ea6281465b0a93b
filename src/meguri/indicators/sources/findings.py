"""What a reader found in a file: what stops it, what it repaired, what the reader of a report should know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput

MOST_ERRORS = 50


class Severity(StrEnum):
    """Whether a finding stops the import (ERROR), tells of a change to what was read (REPAIR), or informs."""

    ERROR = "error"
    REPAIR = "repair"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `row` and `column` count from 1 as a spreadsheet shows them; None where it is the whole file."""

    severity: Severity
    row: int | None
    column: int | None
    found: str
    expected: str | Promise
    sentence: str | Promise


class RefusedFile(BadInput):
    """The file cannot be taken; `findings` say where and why. Nothing was written."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            format_lazy(
                _("ファイルを読めませんでした。直すところが{count}か所あります。データは何も変わっていません。"),
                count=len(self.findings),
            )
        )


class Findings:
    """The findings of one file as they come in; errors stop the reading when they get too many to be of use."""

    def __init__(self) -> None:
        self.all: list[Finding] = []
        self._errors = 0

    def error(
        self, row: int | None, column: int | None, found: str, expected: str | Promise, why: str | Promise
    ) -> None:
        """Add what stops the import; raise RefusedFile at the fiftieth."""
        self.all.append(Finding(Severity.ERROR, row, column, found[:80], expected, why))
        self._errors += 1
        if self._errors >= MOST_ERRORS:
            self.refuse_if_wrong()

    def repair(self, row: int | None, column: int | None, found: str, taken: str, why: str | Promise) -> None:
        """Add a repair: `found` was read as `taken`."""
        self.all.append(Finding(Severity.REPAIR, row, column, found[:80], taken, why))

    def note(self, found: str, why: str | Promise) -> None:
        """Add something to know that changed nothing."""
        self.all.append(Finding(Severity.NOTE, None, None, found[:80], "", why))

    def refuse_if_wrong(self) -> None:
        """Raise RefusedFile with the errors, if there are any."""
        if self._errors:
            raise RefusedFile(finding for finding in self.all if finding.severity is Severity.ERROR)
