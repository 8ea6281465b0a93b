"""Entries as lines of a table: date, what it was, project, and the yen in its own column."""

from collections.abc import Sequence
from dataclasses import dataclass

from meguri.funding.journal.models import JournalEntry
from meguri.funding.journal.queries import amounts_of
from meguri.funding.words import to_the_yen

Stage = JournalEntry.Stage
CHIPS = {
    Stage.PLANNED: "plain", Stage.COMMITTED: "wait", Stage.RECEIVED: "good", Stage.SPENT: "plain",
    Stage.RETURNED: "warn", Stage.MOVED: "plain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on a page. `yen` is what moved; an entry that takes another back stands with a minus."""

    entry: JournalEntry
    stage: str
    chip: str
    yen: int
    words: str


def lines_of(entries: Sequence[JournalEntry]) -> list[Line]:
    """One query."""
    amounts = amounts_of(entries)
    return [_line(entry, amounts.get(entry.pk, 0)) for entry in entries]


def _line(entry: JournalEntry, yen: int) -> Line:
    stage = Stage(entry.stage)
    signed = -yen if entry.reverses_id is not None else yen
    return Line(entry, str(stage.label), CHIPS[stage], signed, to_the_yen(signed))
