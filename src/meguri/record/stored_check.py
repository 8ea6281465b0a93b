"""Compares every stored entry with the tree: a row edited straight in the database's file is named by its index."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from meguri.record.merkle import complete_root, leaf_hash
from meguri.record.models import Leaf, Log, Tile, Tree
from meguri.record.stored_tree import hashes_of
from meguri.record.tiles import WIDTH, split

Row = tuple[int, bytes | memoryview, str, UUID, datetime]


def stored_faults(log: Log) -> Iterator[str]:
    """A sentence for each entry or tile that is not what the tree stands for. Reads every entry once."""
    tree = Tree.objects.filter(log=log).first()
    if tree is None:
        return
    read = hashes_of(tree)
    leaves = Leaf.objects.filter(log=log, index__lt=tree.size).order_by("index")
    rows = leaves.values_list("index", "entry__body", "entry__action", "entry__act_id", "entry__at")
    found = rows.iterator(chunk_size=WIDTH * 4)
    for number in range((tree.size + WIDTH - 1) // WIDTH):
        hashes = split(read(0, number))
        yield from _faults_in(log, number * WIDTH, list(islice(found, WIDTH)), hashes, tree.size)
        if len(hashes) == WIDTH and not _fits_above(hashes, read(1, number // WIDTH), number % WIDTH):
            yield _("記録 %(log)s の %(index)s 番目からの指紋が書きかえられています。") % _at(log, number * WIDTH)
    yield from _faults_above(log, tree)


def _faults_in(log: Log, first: int, rows: list[Row], hashes: list[bytes], size: int) -> Iterator[str]:
    if len(rows) != min(len(hashes), size - first) or len(hashes) != min(WIDTH, size - first):
        yield _("記録 %(log)s の %(index)s 番目からあとに、欠けたものがあります。") % _at(log, first)
        return
    for expected, row in enumerate(rows, first):
        if row[0] != expected or leaf_hash(bytes(row[1])) != hashes[expected - first] or not _agrees(row):
            yield _("記録 %(log)s の %(index)s 番目が書きかえられています。") % _at(log, expected)


def _agrees(row: Row) -> bool:
    """The columns by which an entry is found and shown say the same as its bytes."""
    _index, body, action, act, at = row
    content = orjson.loads(bytes(body))
    told = (action, str(act), at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    return (content["action"], content["act"], content["at"]) == told


def _fits_above(hashes: list[bytes], above: bytes, place: int) -> bool:
    return split(above)[place : place + 1] == [complete_root(hashes)]


def _faults_above(log: Log, tree: Tree) -> Iterator[str]:
    """The full tiles of the levels above the leaves."""
    read = hashes_of(tree)
    for tile in Tile.objects.filter(log=log, level__gt=0).order_by("level", "index"):
        above = read(tile.level + 1, tile.index // WIDTH)
        if not _fits_above(split(bytes(tile.hashes)), above, tile.index % WIDTH):
            index = tile.index << 8 * (tile.level + 1)
            yield _("記録 %(log)s の %(index)s 番目からの指紋が書きかえられています。") % _at(log, index)


def _at(log: Log, index: int) -> dict[str, object]:
    return {"log": log.origin, "index": index}
