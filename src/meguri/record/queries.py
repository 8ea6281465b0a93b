"""The read side of the record: a log's entries in order, one object's history, one entry."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from meguri.record.models import Entry, Leaf, Log


@dataclass(frozen=True)
class PublicEntry:
    """One entry as the public sees it. `index` is None until the sequencer has placed it."""

    log: str
    index: int | None
    action: str
    at: datetime
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def log_named(origin: str) -> Log | None:
    return Log.objects.filter(origin=origin).first()


def log_size(log: Log) -> int:
    """How many entries have their place; indices run from 0 to one less."""
    last = Leaf.objects.filter(log=log).order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def newest_entries(log: Log, *, before: int | None = None, limit: int = 50) -> list[PublicEntry]:
    """Placed entries, newest first, below index `before`. One query."""
    leaves = Leaf.objects.filter(log=log).select_related("entry", "log").order_by("-index")
    if before is not None:
        leaves = leaves.filter(index__lt=before)
    return [_from_leaf(leaf) for leaf in leaves[:limit]]


def entries_from(log: Log, start: int, limit: int = 100) -> list[PublicEntry]:
    """Placed entries from index `start` on, oldest first. One query."""
    leaves = Leaf.objects.filter(log=log, index__gte=start, index__lt=start + limit)
    return [_from_leaf(leaf) for leaf in leaves.select_related("entry", "log").order_by("index")]


def history(kind: str, key: str, *, limit: int = 50, offset: int = 0) -> list[PublicEntry]:
    """What happened to one object, newest first. One query."""
    entries: QuerySet[Entry] = (
        Entry.objects.filter(subjects__kind=kind, subjects__key=key).select_related("log", "leaf").order_by("-id")
    )
    return [
        PublicEntry(e.log.origin, e.leaf.index if hasattr(e, "leaf") else None, e.action, e.at, bytes(e.body))
        for e in entries[offset : offset + limit]
    ]


def _from_leaf(leaf: Leaf) -> PublicEntry:
    entry = leaf.entry
    return PublicEntry(leaf.log.origin, leaf.index, entry.action, entry.at, bytes(entry.body))
