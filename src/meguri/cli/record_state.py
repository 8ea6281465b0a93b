"""How far the public record goes, and a digest of its bytes: the same before a backup and after its restore."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

Execute = Callable[[str], Iterable[tuple[Any, ...]]]
"""Runs one SELECT and gives its rows: a Django cursor's or a bare SQLite connection's."""


@dataclass(frozen=True)
class LogState:
    """One log: its entries, those that have their place, and SHA-256 over all of them in order."""

    entries: int
    leaves: int
    digest: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def state_of(execute: Execute) -> dict[str, LogState]:
    """The state of each log by its origin. Reads every entry once."""
    sums = {origin: hashlib.sha256() for (origin,) in execute("SELECT origin FROM record_log")}
    counts = {origin: [0, 0] for origin in sums}
    for origin, body, index in execute(
        'SELECT g.origin, e.body, l."index" FROM record_entry e JOIN record_log g ON g.id = e.log_id '
        "LEFT JOIN record_leaf l ON l.entry_id = e.id ORDER BY e.id"
    ):
        sums[origin].update(f"{len(body)} {'' if index is None else index} ".encode() + bytes(body))
        counts[origin][0] += 1
        counts[origin][1] += index is not None
    return {o: LogState(counts[o][0], counts[o][1], sums[o].hexdigest()) for o in sums}


def gaps(execute: Execute) -> list[str]:
    """Origins of logs whose leaves do not run from 0 without a gap, or whose entries are neither placed nor waiting."""
    broken = execute(
        "SELECT g.origin FROM record_leaf l JOIN record_log g ON g.id = l.log_id GROUP BY g.origin "
        'HAVING MIN(l."index") <> 0 OR MAX(l."index") <> COUNT(*) - 1'
    )
    lost = execute(
        "SELECT DISTINCT g.origin FROM record_entry e JOIN record_log g ON g.id = e.log_id "
        "LEFT JOIN record_leaf l ON l.entry_id = e.id LEFT JOIN record_unsequenced u ON u.entry_id = e.id "
        "WHERE l.entry_id IS NULL AND u.entry_id IS NULL"
    )
    return sorted({origin for (origin,) in [*broken, *lost]})
