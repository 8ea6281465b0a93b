"""Bundles of C2SP tlog-tiles: up to 256 entries in one file, each after its length (uint16, big-endian). Pure."""

from collections.abc import Iterable

LONGEST = 0xFFFF


class BrokenBundle(ValueError):
    """Bytes that are no bundle."""


def bundle(entries: Iterable[bytes]) -> bytes:
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundled(content: bytes) -> list[bytes]:
    """The entries; `BrokenBundle` where the lengths do not add up."""
    found: list[bytes] = []
    at = 0
    while at < len(content):
        start = at + 2
        at = start + int.from_bytes(content[at:start], "big")
        if start > len(content) or at > len(content):
            raise BrokenBundle(f"a bundle ends within its entry {len(found)}")
        found.append(content[start:at])
    return found
