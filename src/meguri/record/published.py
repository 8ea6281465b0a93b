"""The files of a log as anyone may mirror them: checkpoint, keys, tiles of hashes, bundles of entries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import rfc8785
from django.db.models import F

from meguri.record.bundles import bundle
from meguri.record.merkle import HASH_BYTES
from meguri.record.models import COUNTRY, Generation, Leaf, Log, SignedHead, Tree
from meguri.record.notes import Key
from meguri.record.proofs import note_of
from meguri.record.signing import newest_head
from meguri.record.stored_tree import hashes_of
from meguri.record.tiles import WIDTH, Tile, bundles_of, tile_named, tiles_of

CHECKPOINT = "checkpoint"
LOGS = "logs"
KEYS = "keys"
_NUMBERED = re.compile(r"([2-9]|[1-9][0-9]+)/(.+)")


@dataclass(frozen=True)
class File:
    """One published file. What `is_final` will never read otherwise, so that a cache may keep it for good."""

    content: bytes
    content_type: str
    is_final: bool = False


def file_at(log: Log, path: str) -> File | None:
    """The file of a log at a path below its folder; later generations have a folder of their own, named by number."""
    if path == LOGS and log.origin == COUNTRY:
        return File(logs_file(), "text/plain; charset=utf-8")
    numbered = _NUMBERED.fullmatch(path)
    number, name = (int(numbered[1]), numbered[2]) if numbered else (1, path)
    generation = Generation.objects.filter(log=log, number=number).first()
    head = newest_head(generation) if generation else None
    if generation is None or head is None:
        return None
    if name == CHECKPOINT:
        return File(checkpoint_of(generation, head).encode(), "text/plain; charset=utf-8")
    if name == KEYS:
        return File(keys_of(generation), "application/json")
    tile = tile_named(name)
    content = _content(log, tile) if tile and tile.end <= head.size else None
    return None if content is None else File(content, "application/octet-stream", is_final=True)


def logs_file() -> bytes:
    """The logs that have been signed, a line each, the country's first."""
    signed = Log.objects.filter(tree__signed__gt=0).order_by(F("town_id").asc(nulls_first=True), "origin")
    return "".join(f"{origin}\n" for origin in signed.values_list("origin", flat=True)).encode()


def files_of(log: Log) -> Iterator[tuple[str, bytes]]:
    """Every file of a log by its path below the log's folder: what a copy of it holds. Streams the entries."""
    generations = list(Generation.objects.filter(log=log).order_by("number"))
    for generation in generations:
        if (head := newest_head(generation)) is not None:
            folder = "" if generation.number == 1 else f"{generation.number}/"
            yield f"{folder}{CHECKPOINT}", checkpoint_of(generation, head).encode()
            yield f"{folder}{KEYS}", keys_of(generation)
            if generation is generations[-1]:
                for tile in chain(tiles_of(head.size), bundles_of(head.size)):
                    yield f"{folder}{tile.path}", _content(log, tile) or b""


def checkpoint_of(generation: Generation, head: SignedHead) -> str:
    """The newest note under this name: after a setback the last one that was published, though its leaves are lost."""
    after = _after(generation)
    if after is not None and after.former.startswith(f"{generation.name}\n"):
        return after.former
    return note_of(head)


def keys_of(generation: Generation) -> bytes:
    """Which keys sign from which size on, with the checkpoint that each two signed together; and what came before.

    In canonical bytes (RFC 8785), so that no byte of it can change unseen.
    """
    keys = generation.keys.order_by("since")
    before = Generation.objects.filter(log=generation.log_id, number__lt=generation.number).order_by("-number").first()
    after = _after(generation)
    return rfc8785.dumps(
        {
            "name": generation.name,
            "log": generation.log.origin,
            "keys": [
                {"key": str(Key(generation.name, bytes(key.public))), "since": key.since, "note": key.note}
                for key in keys
            ],
            "former": {"number": before.number, "name": before.name, "note": generation.former} if before else None,
            "next": after.number if after else None,
        }
    )


def _after(generation: Generation) -> Generation | None:
    later = Generation.objects.filter(log=generation.log_id, number__gt=generation.number)
    return later.order_by("number").first()


def _content(log: Log, tile: Tile) -> bytes | None:
    """A partial tile is the beginning of what has become of it."""
    if tile.level is None:
        return _bundle(log, tile)
    tree = Tree.objects.get(log=log)
    hashes = hashes_of(tree)(tile.level, tile.index)[: tile.width * HASH_BYTES]
    return hashes if len(hashes) == tile.width * HASH_BYTES else None


def _bundle(log: Log, tile: Tile) -> bytes | None:
    first = tile.index * WIDTH
    leaves = Leaf.objects.filter(log=log, index__gte=first, index__lt=first + tile.width).order_by("index")
    bodies = [bytes(body) for body in leaves.values_list("entry__body", flat=True)]
    return bundle(bodies) if len(bodies) == tile.width else None
