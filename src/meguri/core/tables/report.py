"""What was found in a file, row by row, in one shape for every importer."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from django.utils.functional import Promise

from meguri.core.repairs import Repair

_SHOWN_LENGTH = 60


class Severity(StrEnum):
    """A repair is sure and told; a guess was made for what the file leaves open; a doubt is for a person to look at.

    An error stops the whole import.
    """

    REPAIR = "repair"
    GUESS = "guess"
    DOUBT = "doubt"
    ERROR = "error"


WORST_FIRST = (Severity.ERROR, Severity.DOUBT, Severity.GUESS, Severity.REPAIR)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a file. `row` counts from 1 as in the file, `column` is its letter or its heading.

    `message` is translated when it is shown; str() gives it in the reader's language.
    """

    row: int | None
    column: str | None
    found: str
    expected: str
    severity: Severity
    message: Promise | str

    @classmethod
    def repaired(cls, row: int | None, column: str | None, found: str, expected: str, repair: Repair) -> Self:
        """What was read as `expected` after a repair."""
        return cls(row, column, _shown(found), _shown(expected), Severity.REPAIR, repair.sentence)

    @classmethod
    def doubt(cls, row: int | None, column: str | None, found: str, message: Promise | str) -> Self:
        """What may be taken only once a person has looked at it."""
        return cls(row, column, _shown(found), "", Severity.DOUBT, message)

    @classmethod
    def guessed(cls, row: int | None, column: str | None, found: str, read: str, message: Promise | str) -> Self:
        """What the file leaves open, and how it was read."""
        return cls(row, column, _shown(found), _shown(read), Severity.GUESS, message)

    @classmethod
    def error(cls, row: int | None, column: str | None, found: str, expected: str, message: Promise | str) -> Self:
        """What cannot be taken, with the sentence that says what to do."""
        return cls(row, column, _shown(found), expected, Severity.ERROR, message)


@dataclass(slots=True)
class Report:
    """All findings of one file. Every one is counted, the first `keep` of each severity are kept."""

    keep: int = 1_000
    errors: int = 0
    repairs: int = 0
    guesses: int = 0
    doubts: int = 0
    _kept: dict[Severity, list[Finding]] = field(default_factory=lambda: {one: [] for one in Severity})

    @property
    def ok(self) -> bool:
        """Whether nothing stops the import; repairs do not."""
        return not self.errors

    @property
    def count(self) -> int:
        """All findings, kept or not."""
        return self.errors + self.doubts + self.guesses + self.repairs

    def add(self, finding: Finding) -> None:
        """Count `finding`, and keep it while there is room."""
        match finding.severity:
            case Severity.ERROR:
                self.errors += 1
            case Severity.DOUBT:
                self.doubts += 1
            case Severity.GUESS:
                self.guesses += 1
            case Severity.REPAIR:
                self.repairs += 1
        kept = self._kept[finding.severity]
        if len(kept) < self.keep:
            kept.append(finding)

    def merge(self, other: "Report") -> None:
        """Take over the findings and counts of another report on the same file."""
        for severity, findings in other._kept.items():
            self._kept[severity] = (self._kept[severity] + findings)[: self.keep]
        self.errors += other.errors
        self.repairs += other.repairs
        self.guesses += other.guesses
        self.doubts += other.doubts

    def kept(self, severity: Severity) -> list[Finding]:
        """The kept findings of one severity, in the order of the file."""
        return sorted(self._kept[severity], key=lambda finding: finding.row or 0)

    def counted(self, severity: Severity) -> int:
        """All findings of one severity, kept or not."""
        counts = {Severity.ERROR: self.errors, Severity.DOUBT: self.doubts, Severity.GUESS: self.guesses}
        return counts.get(severity, self.repairs)

    def listed(self, limit: int = 100) -> tuple[list[Finding], int]:
        """The first `limit` findings, errors first and repairs last, each in the file's order; how many more."""
        ordered = [finding for severity in WORST_FIRST for finding in self.kept(severity)]
        return ordered[:limit], self.count - len(ordered[:limit])


def column_letter(index: int) -> str:
    """The letters over a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else text[:_SHOWN_LENGTH] + "…"
