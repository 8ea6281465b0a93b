"""C2SP tlog-tiles: hashes of a tree in tiles of 256, how a tree grows by them, and the names of their files. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from meguri.record.merkle import HASH_BYTES, complete_root

WIDTH = 256
HEIGHT = 8
LEVELS = 64
ENTRIES = "entries"
_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, order=True)
class Tile:
    """One file: a tile of hashes, or (level None) a bundle of entries. `width` < 256 for a partial one."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        level = ENTRIES if self.level is None else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{spelt(self.index)}{part}"

    @property
    def end(self) -> int:
        """The size of the smallest tree that has it."""
        return (self.index * WIDTH + self.width) << HEIGHT * (self.level or 0)


def spelt(index: int) -> str:
    """An index in path elements of three digits: 1234067 is x001/x234/067."""
    groups = f"{index:,}".split(",")
    return "/".join([*(f"x{int(one):03d}" for one in groups[:-1]), f"{int(groups[-1]):03d}"])


def tile_named(path: str) -> Tile | None:
    """The tile at a path; None where no tile may be spelt so."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    level, higher, last, width = found.groups()
    index = int(higher.replace("x", "").replace("/", "") + last)
    tile = Tile(None if level == ENTRIES else int(level), index, int(width or WIDTH))
    return tile if tile.path == path and (tile.level or 0) < LEVELS else None


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of hashes of a tree, from the leaves upwards."""
    for level in range(LEVELS):
        count = size >> (HEIGHT * level)
        if not count:
            return
        yield from _row(level, count)


def bundles_of(size: int) -> Iterator[Tile]:
    """Every bundle of entries."""
    yield from _row(None, size)


def _row(level: int | None, count: int) -> Iterator[Tile]:
    yield from (Tile(level, index) for index in range(count // WIDTH))
    if count % WIDTH:
        yield Tile(level, count // WIDTH, count % WIDTH)


@dataclass
class Growth:
    """The right edge of a tree: its size and the hashes of the tile that is not yet full, level by level."""

    size: int = 0
    edge: list[list[bytes]] = field(default_factory=list)

    def add(self, leaves: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
        """Let the tree grow by leaf hashes; returns the tiles that became full, by level and index."""
        full: dict[tuple[int, int], bytes] = {}
        self._add(0, leaves, full)
        self.size += len(leaves)
        return full

    def _add(self, level: int, hashes: Sequence[bytes], full: dict[tuple[int, int], bytes]) -> None:
        if len(self.edge) == level:
            self.edge.append([])
        row = self.edge[level] + list(hashes)
        first = (self.size >> (HEIGHT * level)) // WIDTH
        tiles = [row[start : start + WIDTH] for start in range(0, len(row) - WIDTH + 1, WIDTH)]
        self.edge[level] = row[len(tiles) * WIDTH :]
        for number, tile in enumerate(tiles):
            full[level, first + number] = b"".join(tile)
        if tiles:
            self._add(level + 1, [complete_root(tile) for tile in tiles], full)

    def packed(self) -> bytes:
        """The hashes of all levels, one after the other; the size says how many belong to each."""
        return b"".join(b"".join(row) for row in self.edge)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> "Growth":
        edge, at, level = [], 0, 0
        while size >> (HEIGHT * level):
            count = (size >> (HEIGHT * level)) % WIDTH
            edge.append(split(packed[at : at + count * HASH_BYTES]))
            at, level = at + count * HASH_BYTES, level + 1
        return cls(size, edge)


def split(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


class TileNodes:
    """Complete subtrees out of tiles: `read(level, index)` gives at least the hashes that the tree's size needs."""

    def __init__(self, read: Callable[[int, int], bytes]) -> None:
        self._read = read
        self._kept: dict[tuple[int, int], bytes] = {}

    def node(self, height: int, index: int) -> bytes:
        """LookupError where the tiles do not hold it."""
        level, within = divmod(height, HEIGHT)
        first = index << within
        tile, offset = divmod(first, WIDTH)
        hashes = self._tile(level, tile)[offset * HASH_BYTES : (offset + (1 << within)) * HASH_BYTES]
        if len(hashes) != HASH_BYTES << within:
            raise LookupError(f"tile {level}/{tile} holds no node {height}/{index}")
        return complete_root(split(hashes))

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._kept:
            self._kept[level, index] = self._read(level, index)
        return self._kept[level, index]
