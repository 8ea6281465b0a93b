"""RFC 6962 Merkle trees: hashes, roots, inclusion and consistency proofs, and how each is checked. Pure.

A tree of size n is known by its complete subtrees: `Nodes.node(height, index)` is the hash over the leaves
[index * 2**height, (index + 1) * 2**height). Hashes are 32 bytes of SHA-256. Section numbers are those of RFC 6962; the
checks are those of RFC 9162, section 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


class Nodes(Protocol):
    """Where hashes of complete subtrees come from."""

    def node(self, height: int, index: int) -> bytes: ...


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def complete_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level), 2)]
    return level[0]


def root_of(nodes: Nodes, size: int) -> bytes:
    """MTH(D[0:size]); the hash of nothing for an empty tree (2.1)."""
    return _range_root(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """PATH(index, D[0:size]) (2.1.1), from the leaf upwards. ValueError when the tree has no such leaf."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range_root(nodes, middle, high))
            high = middle
        else:
            path.append(_range_root(nodes, low, middle))
            low = middle
    return path[::-1]


def consistency_proof(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """PROOF(first, D[0:second]) (2.1.2). Empty where both are the same or the first is empty."""
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {first} is no beginning of one of {second}")
    path: list[bytes] = []
    low, high, is_whole = 0, second, True
    while first not in (low, high):
        middle = low + _split(high - low)
        if first <= middle:
            path.append(_range_root(nodes, middle, high))
            high = middle
        else:
            path.append(_range_root(nodes, low, middle))
            low, is_whole = middle, False
    if first == high and not is_whole:
        path.append(_range_root(nodes, low, high))
    return path[::-1]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves that `leaf` (its hash) stands at `index` in the tree of `size` with this root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether `path` proves that the tree of size `first` is the beginning of the one of size `second`."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path and first_root == EMPTY_ROOT
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    return bool(steps) and _folds(first - 1, second - 1, steps, first_root, second_root)


def _folds(at: int, last: int, steps: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and (old, new) == (first_root, second_root)


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _range_root(nodes: Nodes, low: int, high: int) -> bytes:
    """MTH(D[low:high]) where `low` begins a subtree wide enough, as everywhere in the recursions of the RFC."""
    size = high - low
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return nodes.node(height, low >> height)
    middle = low + _split(size)
    return node_hash(_range_root(nodes, low, middle), _range_root(nodes, middle, high))
