"""The read side of the record: a log's entries in order, one object's history, one entry."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce

from meguri.record.models import Entry, Leaf, Log, Subject, Unsequenced

LONGEST_ACT = timedelta(hours=1)
"""An act is entered with the time at which it ends; what it made is older by no more than this."""


@dataclass(frozen=True)
class PublicEntry:
    """One entry as the public sees it. `index` is None until the sequencer has placed it."""

    log: str
    index: int | None
    act: UUID
    action: str
    at: datetime
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def digest(self) -> str:
        """SHA-256 of the exact bytes."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class LogSize:
    """A log and how many entries have their place in it."""

    origin: str
    size: int


def log_named(origin: str) -> Log | None:
    return Log.objects.filter(origin=origin).first()


def log_sizes() -> list[LogSize]:
    """All logs, the country's first. One query."""
    sized = Log.objects.annotate(size=Coalesce(Max("leaves__index") + 1, 0))
    rows = sized.order_by(F("town_id").asc(nulls_first=True), "origin").values_list("origin", "size")
    return [LogSize(origin, size) for origin, size in rows]


def log_size(log: Log) -> int:
    """How many entries have their place; indices run from 0 to one less."""
    last = Leaf.objects.filter(log=log).order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def waiting_entries(log: Log, limit: int = 50) -> list[PublicEntry]:
    """The newest entries that have no place yet, newest first. One query."""
    rows = Unsequenced.objects.filter(log=log).select_related("entry__log").order_by("-entry_id")
    return [_public(row.entry, None) for row in rows[:limit]]


def newest_entries(log: Log, *, before: int | None = None, limit: int = 50) -> list[PublicEntry]:
    """Placed entries, newest first, below index `before`. One query."""
    leaves = Leaf.objects.filter(log=log).select_related("entry__log").order_by("-index")
    if before is not None:
        leaves = leaves.filter(index__lt=before)
    return [_public(leaf.entry, leaf.index) for leaf in leaves[:limit]]


def newest_entries_of(origin: str, limit: int = 50) -> list[PublicEntry]:
    """Placed entries of the log with this name, newest first; none where there is no such log. One query."""
    leaves = Leaf.objects.filter(log__origin=origin).select_related("entry__log").order_by("-index")
    return [_public(leaf.entry, leaf.index) for leaf in leaves[:limit]]


def entries_from(log: Log, start: int, limit: int = 100) -> list[PublicEntry]:
    """Placed entries from index `start` on, oldest first. One query."""
    leaves = Leaf.objects.filter(log=log, index__gte=start, index__lt=start + limit)
    return [_public(leaf.entry, leaf.index) for leaf in leaves.select_related("entry__log").order_by("index")]


def entry(act: UUID) -> PublicEntry | None:
    """One entry by its act. One query."""
    found = Entry.objects.select_related("log", "leaf").filter(act_id=act).first()
    return None if found is None else _public(found, found.leaf.index if hasattr(found, "leaf") else None)


def history(kind: str, key: str, *, limit: int = 50, offset: int = 0) -> list[PublicEntry]:
    """What happened to one object, newest first. One query."""
    entries: QuerySet[Entry] = (
        Entry.objects.filter(subjects__kind=kind, subjects__key=key).select_related("log", "leaf").order_by("-id")
    )
    return [_public(e, e.leaf.index if hasattr(e, "leaf") else None) for e in entries[offset : offset + limit]]


def newest_of(origin: str, action: str, limit: int = 3) -> list[PublicEntry]:
    """What was done in this way in one log, newest first. One query."""
    done = Entry.objects.filter(log__origin=origin, action=action).select_related("log", "leaf").order_by("-id")
    return [_public(e, e.leaf.index if hasattr(e, "leaf") else None) for e in done[:limit]]


def brought_with(origin: str, actions: Sequence[str], at: datetime) -> list[PublicEntry]:
    """The act of one log in which a thing first told at `at` came in: the first to end after that. One query."""
    done = Entry.objects.filter(log__origin=origin, action__in=actions, at__gte=at, at__lt=at + LONGEST_ACT)
    return [_public(e, _index(e)) for e in done.select_related("log", "leaf").order_by("at", "id")[:1]]


def _index(stored: Entry) -> int | None:
    return stored.leaf.index if hasattr(stored, "leaf") else None


def history_size(kind: str, key: str) -> int:
    """How often the record speaks of one object. One query."""
    return Subject.objects.filter(kind=kind, key=key).count()


def _public(stored: Entry, index: int | None) -> PublicEntry:
    return PublicEntry(stored.log.origin, index, stored.act_id, stored.action, stored.at, bytes(stored.body))
