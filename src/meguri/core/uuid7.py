"""Identifiers that sort by the time they were made (UUID version 7, RFC 9562): an index on them grows at its end."""

import secrets
import time
from uuid import UUID

_VERSION, _VARIANT = 0x7 << 76, 0x2 << 62


def uuid7() -> UUID:
    """48 bits of milliseconds since 1970, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    high, low = secrets.randbits(12), secrets.randbits(62)
    return UUID(int=milliseconds << 80 | _VERSION | high << 64 | _VARIANT | low)
