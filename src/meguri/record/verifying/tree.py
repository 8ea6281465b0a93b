"""Recomputes a log's tree from its published files, from the signed root down, so that the file at fault is named."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import takewhile

from meguri.record.bundles import BrokenBundle, unbundled
from meguri.record.merkle import HASH_BYTES, complete_root, leaf_hash, root_of
from meguri.record.notes import Checkpoint
from meguri.record.tiles import WIDTH, Tile, TileNodes, bundles_of, split, tiles_of
from meguri.record.verifying.broken import Broken, Unreadable
from meguri.record.verifying.sources import Source, in_order

MAX_BUNDLE_BYTES = WIDTH * (2 + 0xFFFF)
LARGEST = 1 << 30
"""A tree whose upper tiles still fit into memory; what any site may claim does not."""

LookAt = Callable[[int, bytes, str], None]
"""What looks at each entry: its index, its bytes and the file in which it stands."""


class PublishedTree:
    """The tiles of one log at one size. After `check` every file is what the signed root commits to."""

    def __init__(self, source: Source, folder: str, head: Checkpoint, others: Sequence[int] = ()) -> None:
        self._source, self._folder, self._head = source, folder, head
        self._hashes: dict[tuple[int, int], bytes] = {}
        self._kept_leaves = {size // WIDTH for size in (head.size, *others)}

    def check(self, look_at: LookAt, progress: Callable[[int], None] = lambda done: None) -> None:
        """Raises `Broken` at the first file that does not fit, `Unreadable` at one that is not there."""
        if self.size > LARGEST:
            raise Unreadable(f"{self._folder}/checkpoint", "大きすぎるので確かめません", "states too large a size")
        upper = [tile for tile in tiles_of(self._head.size) if tile.level]
        for tile in upper:
            self._hashes[tile.level or 0, tile.index] = self._tile(tile)
        self._check_edge()
        for tile in reversed(upper):
            self._check_below(tile)
        self._check_leaves(look_at, progress)

    def root_at(self, size: int) -> bytes:
        """Of a smaller tree whose size was given at the start."""
        return root_of(TileNodes(lambda level, index: self._hashes.get((level, index), b"")), size)

    @property
    def size(self) -> int:
        return self._head.size

    def _file(self, tile: Tile) -> str:
        return f"{self._folder}/{tile.path}"

    def _tile(self, tile: Tile) -> bytes:
        file = self._file(tile)
        return self._sized(tile, self._source.read(file, WIDTH * HASH_BYTES))

    def _sized(self, tile: Tile, content: bytes) -> bytes:
        if len(content) != tile.width * HASH_BYTES:
            raise Broken(self._file(tile), "長さが正しくありません", "has the wrong length")
        return content

    def _check_edge(self) -> None:
        """The tiles not yet full make up the signed root; where they do not, what lies below says which is wrong."""
        edge = [tile for tile in tiles_of(self._head.size) if tile.width < WIDTH]
        for tile in edge:
            if tile.level == 0:
                self._hashes[0, tile.index] = self._tile(tile)
        if self.root_at(self._head.size) == self._head.root:
            return
        for tile in edge:
            if self._hashes[tile.level or 0, tile.index] != self._recomputed(tile):
                raise Broken(self._file(tile), "署名された根と合いません", "does not fit the signed root")
        raise Broken(f"{self._folder}/checkpoint", "署名された根が記録と合いません", "its root is not of these entries")

    def _recomputed(self, tile: Tile) -> bytes:
        """A tile out of the files below it: the entries, or the full tiles of the level below."""
        if tile.level == 0:
            return b"".join(map(leaf_hash, self._bundle(Tile(None, tile.index, tile.width))))
        level = (tile.level or 0) - 1
        below = [Tile(level, tile.index * WIDTH + i) for i in range(tile.width)]
        return b"".join(complete_root(split(self._hashes.get((level, one.index)) or self._tile(one))) for one in below)

    def _check_below(self, tile: Tile) -> None:
        """Each hash of a tile that holds vouches for a full tile of the level below; level 0 is read later."""
        level = (tile.level or 0) - 1
        if level == 0:
            return
        for number, vouched in enumerate(split(self._hashes[tile.level or 0, tile.index])):
            below = Tile(level, tile.index * WIDTH + number)
            if complete_root(split(self._hashes[level, below.index])) != vouched:
                raise Broken(self._file(below), "上の段の指紋と合いません", "does not fit the tile above")

    def _check_leaves(self, look_at: LookAt, progress: Callable[[int], None]) -> None:
        hashes = in_order(self._source, map(self._file, self._leaf_tiles()), WIDTH * HASH_BYTES)
        contents = in_order(self._source, map(self._file, bundles_of(self.size)), MAX_BUNDLE_BYTES)
        for tile, leaves, part, content in zip(self._leaf_tiles(), hashes, bundles_of(self.size), contents):
            self._check_tile(tile, self._sized(tile, leaves))
            entries, file = self._entries(part, content), self._file(part)
            self._check_entries(entries, leaves, part, file)
            for number, entry in enumerate(entries):
                look_at(part.index * WIDTH + number, entry, file)
            progress(part.index * WIDTH + part.width)

    def _leaf_tiles(self) -> Iterator[Tile]:
        return takewhile(lambda tile: tile.level == 0, tiles_of(self.size))

    def _check_tile(self, tile: Tile, leaves: bytes) -> None:
        if tile.width < WIDTH:
            fits = leaves == self._hashes[0, tile.index]
        else:
            at = tile.index % WIDTH * HASH_BYTES
            vouched = self._hashes[1, tile.index // WIDTH][at : at + HASH_BYTES]
            fits = complete_root(split(leaves)) == vouched
        if not fits:
            raise Broken(self._file(tile), "上の段の指紋と合いません", "does not fit the tile above")
        if tile.index in self._kept_leaves:
            self._hashes[0, tile.index] = leaves

    def _bundle(self, part: Tile) -> list[bytes]:
        return self._entries(part, self._source.read(self._file(part), MAX_BUNDLE_BYTES))

    def _entries(self, part: Tile, content: bytes) -> list[bytes]:
        try:
            found = unbundled(content)
        except BrokenBundle as error:
            raise Broken(self._file(part), "記録の束が途中で切れています", "is cut short") from error
        if len(found) != part.width:
            message = f"記録が {part.width} 件ではありません"
            raise Broken(self._file(part), message, f"does not hold {part.width} entries")
        return found

    def _check_entries(self, entries: Sequence[bytes], leaves: bytes, part: Tile, file: str) -> None:
        if b"".join([sha256(b"\x00" + entry).digest() for entry in entries]) == leaves:
            return
        pairs = enumerate(zip(entries, split(leaves)))
        index = part.index * WIDTH + next(number for number, (entry, leaf) in pairs if leaf_hash(entry) != leaf)
        raise Broken(file, f"記録 {index} が書きかえられています", f"entry {index} was changed")

