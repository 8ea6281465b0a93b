"""A file between its preview and its taking-in: kept for two hours, for the person and the town that sent it."""

import hashlib
import zlib
from dataclasses import dataclass

from django.core.cache import cache

KEPT_SECONDS = 2 * 60 * 60


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def keep(upload: Upload, *, person_id: int, town_id: int) -> str:
    """Keep a file on the server; returns the digest by which the same person finds it again."""
    cache.set(_key(upload.digest, person_id, town_id), (upload.name, zlib.compress(upload.content, 1)), KEPT_SECONDS)
    return upload.digest


def kept(digest: str, *, person_id: int, town_id: int) -> Upload | None:
    """The file, unless it has expired or was sent by somebody else or for another town."""
    found = cache.get(_key(digest, person_id, town_id))
    if found is None:
        return None
    name, packed = found
    return Upload(name, zlib.decompress(packed))


def _key(digest: str, person_id: int, town_id: int) -> str:
    return f"upload:{town_id}:{person_id}:{digest}"
