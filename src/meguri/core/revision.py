"""A number that grows with every act: what was made from an older one may be stale, from the same it is not."""

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection
from django.db.models.signals import post_save

from meguri.core.models import PerformedAction

T = TypeVar("T")

WINDOW = 32
"""Acts of one moment may become visible in another order than that of their numbers; never so many at once."""

_SUM_OF_NEWEST = f"SELECT SUM(id) FROM (SELECT id FROM core_performedaction ORDER BY id DESC LIMIT {WINDOW}) newest"  # noqa: S608  # a constant

_held: ContextVar[int | None] = ContextVar("meguri_revision", default=None)


@contextmanager
def held_at(revision: int) -> Iterator[None]:
    """Inside, `revision` is current and costs no query: a reading request sees one state, unless it acts itself."""
    token = _held.set(revision)
    try:
        yield
    finally:
        _held.reset(token)


def _let_go(**kwargs: Any) -> None:
    _held.set(None)


post_save.connect(_let_go, sender=PerformedAction, dispatch_uid="meguri.revision")


def current_revision() -> int:
    """The sum of the newest acts' numbers: grows too when an older number is committed after a newer one.

    One query on the primary key; none inside `held_at`.
    """
    held = _held.get()
    if held is not None:
        return held
    with connection.cursor() as cursor:
        cursor.execute(_SUM_OF_NEWEST)
        found = cursor.fetchone()[0]
    return int(found or 0)


class PerRevision(Generic[T]):
    """A value of this process, made once for each revision by `make`.

    For what many pages read and few acts change, such as the list of definitions.
    """

    _all: ClassVar["weakref.WeakSet[PerRevision[Any]]"] = weakref.WeakSet()

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._kept: tuple[int, T] | None = None
        self._all.add(self)

    @classmethod
    def forget_all(cls) -> None:
        """For a database that was emptied or exchanged under the process: numbers begin anew there."""
        for kept in cls._all:
            kept._kept = None

    def at(self, revision: int) -> T:
        """The value at `revision`; made anew when the kept one belongs to another."""
        kept = self._kept
        if kept is None or kept[0] != revision:
            kept = (revision, self._make())
            self._kept = kept
        return kept[1]

    def now(self) -> T:
        """The value at the current revision. One query, more only after an act."""
        return self.at(current_revision())
