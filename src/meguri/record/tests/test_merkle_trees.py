"""Roots and proofs are those of RFC 6962: by published vectors, and against its definition written out plainly."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.record.merkle import (
    EMPTY_ROOT,
    complete_root,
    consistency_proof,
    includes,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_of,
)

VECTORS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
"""The eight leaves by which implementations of Certificate Transparency are tested, and the roots of their trees."""
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): PATHS[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


class AllLeaves:
    """Complete subtrees of a list of leaf hashes."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = leaves

    def node(self, height: int, index: int) -> bytes:
        return complete_root(self.leaves[index << height : (index + 1) << height])


def defined_root(entries: Sequence[bytes]) -> bytes:
    """MTH as section 2.1 of RFC 6962 defines it."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = largest_power_below(len(entries))
    return sha256(b"\x01" + defined_root(entries[:k]) + defined_root(entries[k:])).digest()


def defined_path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    if len(entries) == 1:
        return []
    k = largest_power_below(len(entries))
    if m < k:
        return [*defined_path(m, entries[:k]), defined_root(entries[k:])]
    return [*defined_path(m - k, entries[k:]), defined_root(entries[:k])]


def defined_consistency(m: int, entries: Sequence[bytes], is_whole: bool = True) -> list[bytes]:
    if m == len(entries):
        return [] if is_whole else [defined_root(entries)]
    k = largest_power_below(len(entries))
    if m <= k:
        return [*defined_consistency(m, entries[:k], is_whole), defined_root(entries[k:])]
    return [*defined_consistency(m - k, entries[k:], False), defined_root(entries[:k])]


def largest_power_below(n: int) -> int:
    return max(1 << i for i in range(n.bit_length() + 1) if 1 << i < n)


def made_up(size: int) -> tuple[list[bytes], AllLeaves]:
    entries = [f"entry {i}".encode() for i in range(size)]
    return entries, AllLeaves([leaf_hash(entry) for entry in entries])


@pytest.fixture(scope="module")
def vectors() -> AllLeaves:
    return AllLeaves([leaf_hash(bytes.fromhex(one)) for one in VECTORS])


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_published_vectors(vectors: AllLeaves, size: int) -> None:
    assert root_of(vectors, size).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), list(PATHS))
def test_inclusion_proofs_are_those_of_the_published_vectors(vectors: AllLeaves, index: int, size: int) -> None:
    assert [step.hex() for step in inclusion_proof(vectors, index, size)] == PATHS[index, size]


@pytest.mark.parametrize(("first", "second"), list(CONSISTENCY))
def test_consistency_proofs_are_those_of_the_published_vectors(vectors: AllLeaves, first: int, second: int) -> None:
    assert [step.hex() for step in consistency_proof(vectors, first, second)] == CONSISTENCY[first, second]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_of(AllLeaves([]), 0) == EMPTY_ROOT == sha256().digest()


@given(st.integers(1, 80).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_a_proof_of_any_leaf_is_the_one_defined_and_holds(asked: tuple[int, int]) -> None:
    size, index = asked
    entries, nodes = made_up(size)
    path, root = inclusion_proof(nodes, index, size), root_of(nodes, size)
    assert path == defined_path(index, entries)
    assert root == defined_root(entries)
    assert includes(leaf_hash(entries[index]), index, size, path, root)


@given(st.integers(0, 80).flatmap(lambda second: st.tuples(st.integers(0, second), st.just(second))))
def test_a_tree_is_proved_to_be_the_beginning_of_a_larger_one(sizes: tuple[int, int]) -> None:
    first, second = sizes
    entries, nodes = made_up(second)
    path = consistency_proof(nodes, first, second)
    assert path == (defined_consistency(first, entries) if first else [])
    assert is_consistent(first, second, path, root_of(nodes, first), root_of(nodes, second))


@given(st.integers(2, 40), st.data())
def test_no_proof_holds_once_any_part_of_it_differs(size: int, data: st.DataObject) -> None:
    entries, nodes = made_up(size)
    index = data.draw(st.integers(0, size - 1))
    leaf, path, root = leaf_hash(entries[index]), inclusion_proof(nodes, index, size), root_of(nodes, size)
    at = data.draw(st.integers(0, len(path) - 1))
    assert not includes(leaf_hash(b"another"), index, size, path, root)
    assert not includes(leaf, index, size, path[:at] + path[at + 1 :], root)
    assert not includes(leaf, index, size, [*path, root], root)
    assert not includes(leaf, index, size, [*path[:at], leaf_hash(b"x"), *path[at + 1 :]], root)
    assert not includes(leaf, size, size, path, root)


@given(st.integers(2, 40).flatmap(lambda second: st.tuples(st.integers(1, second - 1), st.just(second))))
def test_a_forked_tree_has_no_proof(sizes: tuple[int, int]) -> None:
    first, second = sizes
    _entries, nodes = made_up(second)
    forked = AllLeaves([leaf_hash(b"forked"), *nodes.leaves[1:]])
    path, root = consistency_proof(forked, first, second), root_of(forked, second)
    assert not is_consistent(first, second, path, root_of(nodes, first), root)
    assert not is_consistent(first, second, consistency_proof(nodes, first, second), root_of(nodes, first), root)
    assert not is_consistent(second, first, path, root, root_of(nodes, first))


def test_a_leaf_beyond_the_tree_has_no_proof() -> None:
    with pytest.raises(ValueError, match="no leaf 3"):
        inclusion_proof(made_up(3)[1], 3, 3)
