"""Which town's rows may be seen: a query on a town's rows with no town active raises."""

from contextlib import AbstractContextManager
from typing import Any

from django.db import models
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled
from django_scopes.exceptions import ScopeError

__all__ = ["ScopeError", "across_towns", "active_town", "in_town", "town_manager"]


def in_town(town: Any) -> AbstractContextManager[None]:
    """Inside, queries on scoped models see the rows of `town` alone."""
    return scope(town=town)  # type: ignore[no-any-return]  # the library carries no types


def across_towns() -> AbstractContextManager[None]:
    """Inside, queries see all towns. For the operator, the country's pages and upkeep; say why where used."""
    return scopes_disabled()  # type: ignore[no-any-return]  # the library carries no types


def active_town() -> Any | None:
    """The town in whose scope we are, or None."""
    return get_scope().get("town")


def town_manager(path: str = "town") -> models.Manager[Any]:
    """The manager of a model whose rows belong to the town found at `path`."""
    return ScopedManager(town=path)  # type: ignore[no-any-return]  # the library carries no types
