"""The cache backend that keeps finished pages in this process, bounded by bytes; the least used leave first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

MEGABYTE = 1024 * 1024
OVERHEAD_BYTES = 2000
"""What one entry costs besides its body: headers, key, bookkeeping."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A finished answer: what is needed to send it again."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass
class _Shelf:
    lock: Lock = field(default_factory=Lock)
    pages: "OrderedDict[Hashable, Any]" = field(default_factory=OrderedDict)
    bytes: int = 0


_shelves: dict[str, _Shelf] = {}


def _size(value: Any) -> int:
    return len(getattr(value, "body", b"")) + OVERHEAD_BYTES


class PageCache(BaseCache):
    """`OPTIONS: {"MAX_MEGABYTES": 32}`. Nothing expires by time: the keys name the revision they belong to."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._most = int(params.get("OPTIONS", {}).get("MAX_MEGABYTES", 32)) * MEGABYTE
        self._shelf = _shelves.setdefault(location, _Shelf())

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        shelf = self._shelf
        with shelf.lock:
            if key not in shelf.pages:
                return default
            shelf.pages.move_to_end(key)
            return shelf.pages[key]

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep `value`, unless it alone would fill an eighth of the room."""
        size = _size(value)
        if size > self._most // 8:
            return
        shelf = self._shelf
        with shelf.lock:
            self._drop(key)
            shelf.pages[key] = value
            shelf.bytes += size
            while shelf.bytes > self._most:
                self._drop(next(iter(shelf.pages)))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if self.has_key(key):
            return False
        self.set(key, value)
        return self.has_key(key)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return key in self._shelf.pages

    def delete(self, key: Any, version: int | None = None) -> bool:
        with self._shelf.lock:
            return self._drop(key)

    def clear(self) -> None:
        with self._shelf.lock:
            self._shelf.pages.clear()
            self._shelf.bytes = 0

    @property
    def bytes_kept(self) -> int:
        return self._shelf.bytes

    def _drop(self, key: Hashable) -> bool:
        if key not in self._shelf.pages:
            return False
        self._shelf.bytes -= _size(self._shelf.pages.pop(key))
        return True
