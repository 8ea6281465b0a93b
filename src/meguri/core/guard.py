"""The guard on the connection: no write without an action, in production too."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from meguri.core.errors import WriteOutsideAction

_door: ContextVar[str | None] = ContextVar("meguri_door", default=None)

_QUERIES = {"SELECT", "VALUES", "EXPLAIN", "PRAGMA", "SHOW", "DECLARE", "FETCH", "CLOSE"}
_FRAMES = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "LOCK", "ANALYZE"}
_READS = frozenset(_QUERIES | _FRAMES)
_WRITE = re.compile(
    r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?"
    r"|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|COPY)\s+\"?(?:\w+\"?\.\"?)?(\w+)\"?",
    re.IGNORECASE,
)
_FOR_UPDATE = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b", re.IGNORECASE)
_LEADING_SPACE_OR_COMMENT = re.compile(r"\A(?:\s+|--[^\n]*\n|/\*.*?\*/|\()+", re.DOTALL)


@contextmanager
def door(name: str) -> Iterator[None]:
    """Open the way for writes; only actions and schema migrations call this."""
    token = _door.set(name)
    try:
        yield
    finally:
        _door.reset(token)


def open_door() -> str | None:
    return _door.get()


@lru_cache(maxsize=1024)
def _written_tables(statement: str) -> tuple[str, ...]:
    """Tables a statement writes; `("",)` for a statement that is neither a known read nor a known write."""
    verb = _LEADING_SPACE_OR_COMMENT.sub("", statement).split(None, 1)
    several = ";" in statement.rstrip("; \n")
    if verb and verb[0].upper().rstrip(";") in _READS and not several:
        return ()
    found = tuple(name.lower() for name in _WRITE.findall(_FOR_UPDATE.sub("", statement)))
    if not found and verb and verb[0].upper() in _READS | {"WITH"}:
        return ()
    return found or ("",)


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An `execute_wrapper`: raises `WriteOutsideAction` for a write while no door is open.

    Only the first 2,000 characters are looked at: the table of a write stands at its start.
    """
    if _door.get() is None:
        refused = [t for t in _written_tables(sql[:2000]) if t not in settings.WRITE_GUARD_EXEMPT_TABLES]
        if refused:
            raise WriteOutsideAction(f"write to {', '.join(refused) or 'the database'} outside an action: {sql[:120]}")
    return execute(sql, params, many, context)


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Put the guard on a new connection (receiver of `connection_created`)."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)
