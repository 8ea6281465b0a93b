"""The walk along the thread: what lies before and after one object, level by level, both ways at once. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain, zip_longest
from typing import Protocol

DEPTH = 6
"""Once round the ring."""
WIDTH = 10
EACH = 50


class Side(Enum):
    """Which way along the thread: to what an object came from, or to what came of it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Edge:
    """One step of the thread: `target` came of `source`."""

    source: int
    target: int


class Neighbours(Protocol):
    """One look at the thread, in one query."""

    def __call__(self, before: Sequence[int], after: Sequence[int], each: int) -> Mapping[Side, Sequence[Edge]]:
        """The edges into `before` and out of `after`, newest first, at most `each` for every id."""
        ...


@dataclass(frozen=True, slots=True)
class Level:
    """The objects so many steps away. `left_out` were found and are not shown; `or_more`: there may be yet others."""

    ids: tuple[int, ...]
    left_out: int = 0
    or_more: bool = False


@dataclass(frozen=True)
class Walk:
    """What was walked. The last level of a side may hold no ids: it then says what lies beyond.

    `via`: for each object the one over which it was reached first. `edges`: all steps between objects shown.
    """

    start: int
    before: tuple[Level, ...]
    after: tuple[Level, ...]
    edges: tuple[Edge, ...]
    via: Mapping[int, int]

    def ids(self) -> list[int]:
        """Every object shown, the start first, then by distance."""
        return [self.start, *chain.from_iterable(level.ids for level in (*self.before, *self.after))]


@dataclass
class _Way:
    """One side as far as it has been walked."""

    front: list[int]
    levels: list[Level] = field(default_factory=list)


def walk(
    start: int, neighbours: Neighbours, *, depth: int = DEPTH, width: int = WIDTH, each: int = EACH, beyond: bool = True
) -> Walk:
    """Breadth first both ways, `depth` levels of at most `width` objects. At most `depth` + 1 looks.

    An object that is met twice, as where the ring closes, stands where it was met first. `beyond`: look once more, to
    tell how much lies further on.
    """
    met, via, found = {start}, dict[int, int](), dict[Edge, None]()
    ways = {Side.BEFORE: _Way([start]), Side.AFTER: _Way([start])}
    for distance in range(1, depth + 1 + beyond):
        if not any(way.front for way in ways.values()):
            break
        seen = neighbours(ways[Side.BEFORE].front, ways[Side.AFTER].front, each)
        for side, way in ways.items():
            _advance(side, way, seen[side], met, via, width if distance <= depth else 0, each)
            found |= dict.fromkeys(seen[side])
    shown = {start, *via}
    edges = tuple(edge for edge in found if edge.source in shown and edge.target in shown)
    return Walk(start, _ended(ways[Side.BEFORE]), _ended(ways[Side.AFTER]), edges, via)


def _advance(
    side: Side, way: _Way, edges: Iterable[Edge], met: set[int], via: dict[int, int], width: int, each: int
) -> None:
    """Make the next level of one side. Each object of the front has its newest in before any has its second."""
    children: dict[int, list[int]] = {one: [] for one in way.front}
    for edge in edges:
        parent, child = (edge.target, edge.source) if side is Side.BEFORE else (edge.source, edge.target)
        children[parent].append(child)
    new: dict[int, int] = {}
    for turn in zip_longest(*children.values()):
        for parent, child in zip(children, turn, strict=True):
            if child is not None and child not in met:
                new.setdefault(child, parent)
    shown = list(new)[:width]
    is_full = any(len(found) >= each for found in children.values())
    met.update(new)
    via.update((child, new[child]) for child in shown)
    way.levels.append(Level(tuple(shown), len(new) - len(shown), is_full))
    way.front = shown


def _ended(way: _Way) -> tuple[Level, ...]:
    """Without the empty levels at the end."""
    levels = way.levels
    while levels and not levels[-1].ids and not levels[-1].left_out:
        levels = levels[:-1]
    return tuple(levels)
