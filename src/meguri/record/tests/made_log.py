"""A log as published, made in memory without a database: for tests that change its files."""

import json
import uuid
from collections.abc import Sequence
from pathlib import Path

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meguri.record.bundles import bundle
from meguri.record.keyring import public_of
from meguri.record.merkle import HASH_BYTES, leaf_hash, root_of
from meguri.record.notes import Checkpoint, Key, sign
from meguri.record.tests.test_merkle_trees import AllLeaves
from meguri.record.tiles import WIDTH, Growth, bundles_of, tiles_of

CODE = "998010"
NAME = f"meguri.example.jp/{CODE}/log"
SEED = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)


def entry(number: int, action: str = "towns.state_desk", seed: str = "", **facts: str) -> bytes:
    """An entry like those of the record, the same each time."""
    return rfc8785.dumps({
        "version": 1, "log": CODE, "act": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}{number}")), "action": action,
        "at": "2026-04-01T00:00:00.000000Z", "actor": {"channel": "web", "roles": ["officer"]},
        "facts": {"name": "総務課", **facts},
    })  # fmt: skip


def entries_of(size: int) -> list[bytes]:
    return [entry(number) for number in range(size)]


def head_of(entries: Sequence[bytes], size: int, name: str = NAME) -> Checkpoint:
    return Checkpoint(name, size, root_of(AllLeaves([leaf_hash(one) for one in entries[:size]]), size))


def key_line(private: Ed25519PrivateKey, since: int = 0, note: str = "", name: str = NAME) -> dict[str, object]:
    return {"key": str(Key(name, public_of(private))), "since": since, "note": note}


def keys_file(*keys: dict[str, object], name: str = NAME, former: object = None, next: int | None = None) -> bytes:
    content = {"name": name, "log": CODE, "keys": list(keys), "former": former, "next": next}
    return rfc8785.dumps(json.loads(json.dumps(content)))


def tree_files(entries: Sequence[bytes]) -> dict[str, bytes]:
    """Every tile and bundle."""
    growth = Growth()
    full = growth.add([leaf_hash(one) for one in entries])
    found = {}
    for tile in tiles_of(len(entries)):
        level = tile.level or 0
        hashes = full[level, tile.index] if tile.width == WIDTH else b"".join(growth.edge[level])
        assert len(hashes) == tile.width * HASH_BYTES
        found[tile.path] = hashes
    for part in bundles_of(len(entries)):
        found[part.path] = bundle(entries[part.index * WIDTH :][: part.width])
    return found


def made(
    entries: Sequence[bytes], keys: bytes = b"", signers: Sequence[Ed25519PrivateKey] = (SEED,)
) -> dict[str, bytes]:
    """A whole log by path below its folder, under one key unless told otherwise."""
    head = head_of(entries, len(entries))
    return {
        "keys": keys or keys_file(key_line(SEED)),
        "checkpoint": sign(head.text, head.origin, signers).encode(),
        **tree_files(entries),
    }


def write(folder: Path, files: dict[str, bytes], code: str = CODE) -> Path:
    """Lay the files out as a copy of the site; returns the copy."""
    for path, content in files.items():
        target = folder / code / "log" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder
