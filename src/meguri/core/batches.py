"""Long lists in pieces that one statement can carry: SQLite takes some thousand parameters and no more."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 500


def batches(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """The items in their order, `size` at a time; nothing for an empty list."""
    return (items[start : start + size] for start in range(0, len(items), size))
