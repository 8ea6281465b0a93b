"""A tree grown tile by tile is the tree of its leaves; files are named, cut and bundled as tlog-tiles says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meguri.record.bundles import BrokenBundle, bundle, unbundled
from meguri.record.merkle import HASH_BYTES, inclusion_proof, leaf_hash, root_of
from meguri.record.tests.test_merkle_trees import AllLeaves
from meguri.record.tiles import WIDTH, Growth, Tile, TileNodes, bundles_of, spelt, split, tile_named, tiles_of


def grown(leaves: list[bytes], steps: list[int]) -> TileNodes:
    """The tree of `leaves`, added in portions of these sizes, packed and unpacked in between."""
    growth, at = Growth(), 0
    tiles: dict[tuple[int, int], bytes] = {}
    for step in [*steps, len(leaves)]:
        tiles |= growth.add(leaves[at : at + step])
        at += step
        growth = Growth.unpacked(growth.size, growth.packed())
    edge = {(level, (growth.size >> (8 * level)) // WIDTH): b"".join(row) for level, row in enumerate(growth.edge)}
    return TileNodes(lambda level, index: (tiles | edge).get((level, index), b""))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1400), st.lists(st.integers(0, 700), max_size=4))
def test_a_tree_in_tiles_has_the_roots_and_proofs_of_its_leaves(size: int, steps: list[int]) -> None:
    leaves = [leaf_hash(str(i).encode()) for i in range(size)]
    tiles, plain = grown(leaves, steps), AllLeaves(leaves)
    assert root_of(tiles, size) == root_of(plain, size)
    for index in {0, size // 2, size - 1} if size else ():
        assert inclusion_proof(tiles, index, size) == inclusion_proof(plain, index, size)
        assert root_of(tiles, index) == root_of(plain, index)


def test_a_tree_of_three_levels_has_the_same_root_as_its_leaves() -> None:
    leaves = [leaf_hash(str(i).encode()) for i in range(WIDTH * WIDTH + 3)]
    assert root_of(grown(leaves, [WIDTH * WIDTH]), len(leaves)) == root_of(AllLeaves(leaves), len(leaves))


def test_what_the_tiles_do_not_hold_is_not_made_up() -> None:
    with pytest.raises(LookupError):
        root_of(grown([leaf_hash(b"")], []), 2)


def test_the_tree_of_the_specifications_example_has_its_tiles() -> None:
    """Size 70,000: 273 full and one of 112; one full and one of 17; one of 1."""
    tiles = list(tiles_of(70_000))
    assert [tile.width for tile in tiles if tile.width < WIDTH] == [112, 17, 1]
    assert [sum(tile.level == level for tile in tiles) for level in range(3)] == [274, 2, 1]
    assert sum(tile.width == WIDTH for tile in bundles_of(70_000)) == 273
    assert [tile.path for tile in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]


@pytest.mark.parametrize(
    ("index", "name"), [(0, "000"), (67, "067"), (1234067, "x001/x234/067"), (1000, "x001/000"), (999, "999")]
)
def test_an_index_is_spelt_in_threes(index: int, name: str) -> None:
    assert spelt(index) == name
    assert tile_named(f"tile/0/{name}") == Tile(0, index)
    assert tile_named(f"tile/entries/{name}.p/255") == Tile(None, index, 255)


@pytest.mark.parametrize(
    "path",
    ["tile/0/1", "tile/00/001", "tile/64/000", "tile/0/x000/001", "tile/0/000.p/256", "tile/0/000.p/0",
     "tile/0/000.p/01", "tile/0/../000", "tile/-1/000", "tile/0/x1/000", "tile/entries/000/", "tile/0/٠٠١"],
)  # fmt: skip
def test_any_other_spelling_names_no_tile(path: str) -> None:
    assert tile_named(path) is None


def test_a_partial_tile_ends_where_a_smaller_tree_ends() -> None:
    assert Tile(1, 0, 3).end == 3 * WIDTH
    assert Tile(0, 2).end == Tile(None, 2).end == 3 * WIDTH


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert unbundled(bundle(entries)) == entries


def test_the_longest_entry_fits_and_no_longer_one() -> None:
    assert unbundled(bundle([b"x" * 0xFFFF])) == [b"x" * 0xFFFF]
    with pytest.raises(OverflowError):
        bundle([b"x" * 0x10000])


@pytest.mark.parametrize("content", [b"\x00", b"\x00\x05abc", bundle([b"a"]) + b"\x00"])
def test_a_bundle_that_was_cut_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenBundle):
        unbundled(content)


def test_hashes_are_cut_at_32_bytes() -> None:
    assert [len(one) for one in split(b"x" * 96)] == [HASH_BYTES] * 3
