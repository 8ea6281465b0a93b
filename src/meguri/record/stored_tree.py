"""A log's Merkle tree as the database keeps it: read for roots and proofs, grown by the leaves that have come."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

from meguri.record.merkle import leaf_hash, root_of
from meguri.record.models import Leaf, Log, Tile, Tree
from meguri.record.tiles import HEIGHT, WIDTH, Growth, TileNodes


class BrokenOrder(RuntimeError):
    """Leaves that do not follow one another: the database was changed past its rules."""


def growth_of(tree: Tree) -> Growth:
    return Growth.unpacked(tree.size, bytes(tree.edge))


def hashes_of(tree: Tree, known: Mapping[tuple[int, int], bytes] | None = None) -> Callable[[int, int], bytes]:
    """Reads the tile at (level, index), as far as it is filled. One query for each full tile that is not `known`."""
    growth = growth_of(tree)

    def read(level: int, index: int) -> bytes:
        if known and (level, index) in known:
            return known[level, index]
        if level < len(growth.edge) and index == (tree.size >> (HEIGHT * level)) // WIDTH:
            return b"".join(growth.edge[level])
        found = Tile.objects.filter(log=tree.log_id, level=level, index=index).values_list("hashes", flat=True).first()
        return b"" if found is None else bytes(found)

    return read


def nodes_of(tree: Tree) -> TileNodes:
    return TileNodes(hashes_of(tree))


def nodes_above(tree: Tree, index: int) -> TileNodes:
    """For proofs of one leaf: every full tile on its way up, in one query."""
    above = [Q(level=level, index=index >> HEIGHT * (level + 1)) for level in range(_levels(tree.size))]
    found = Tile.objects.filter(reduce(or_, above), log=tree.log_id).values_list("level", "index", "hashes")
    return TileNodes(hashes_of(tree, {(level, number): bytes(hashes) for level, number, hashes in found}))


def _levels(size: int) -> int:
    return max(1, (size.bit_length() + HEIGHT - 1) // HEIGHT)


def root_at(tree: Tree, size: int) -> bytes:
    """The root over the first `size` leaves. LookupError where the tree does not hold them."""
    return root_of(nodes_of(tree), size)


def grow(log: Log, limit: int) -> int:
    """Hash up to `limit` leaves that have a place and are not yet in the tree; returns how many. Inside an action."""
    tree = Tree.objects.get_or_create(log=log)[0]
    leaves = Leaf.objects.filter(log=log, index__gte=tree.size).order_by("index")
    found = list(leaves.values_list("index", "entry__body")[:limit])
    if [index for index, _body in found] != list(range(tree.size, tree.size + len(found))):
        raise BrokenOrder(f"the leaves of {log.origin} after {tree.size} do not follow one another")
    if found:
        growth = growth_of(tree)
        full = growth.add([leaf_hash(bytes(body)) for _index, body in found])
        Tile.objects.bulk_create(
            Tile(log=log, level=level, index=index, hashes=hashes) for (level, index), hashes in full.items()
        )
        tree.size, tree.edge = growth.size, growth.packed()
        tree.save(update_fields=["size", "edge"])
    return len(found)
