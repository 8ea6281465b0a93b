"""A walk as an outline in text: a tree on each side, every object beneath the one over which it was reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meguri.thread.shapes import Knot, Whole
from meguri.thread.walk import Edge, Level, Side, Walk


@dataclass
class Line:
    """One object in the outline.

    `name` and `url`: its accountable post. `also`: other objects shown from which it came. `back_to`: what lies before
    the page's object and came of this one too: there the ring closes.
    """

    knot: Knot
    name: str = ""
    url: str = ""
    also: list[Knot] = field(default_factory=list)
    back_to: list[Knot] = field(default_factory=list)
    below: list["Line"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many objects so many steps away are not shown."""

    steps: int
    count: int
    or_more: bool


@dataclass(frozen=True)
class Outline:
    """One side of a walk: the nearest objects, with what lies behind each, and what is left out."""

    lines: list[Line]
    left_out: list[LeftOut]


def outline(whole: Whole, side: Side) -> Outline:
    """The side's tree; what an edge beside the tree says stands at the object it leads to."""
    walk = whole.walk
    levels = walk.before if side is Side.BEFORE else walk.after
    lines = {one: _line(whole, one) for level in levels for one in level.ids}
    for edge in walk.edges:
        _say(edge, lines, whole, side)
    roots: list[Line] = []
    for one, line in lines.items():
        parent = walk.via[one]
        (lines[parent].below if parent in lines else roots).append(line)
    return Outline(roots, left_out(levels))


def _line(whole: Whole, one: int) -> Line:
    name, url = whole.names.get(one, ("", ""))
    return Line(whole.knots[one], name, url)


def _say(edge: Edge, lines: Mapping[int, Line], whole: Whole, side: Side) -> None:
    if _is_of_the_tree(edge, whole.walk):
        return
    if edge.target in lines and (edge.source in lines or edge.source == whole.walk.start):
        lines[edge.target].also.append(whole.knots[edge.source])
    elif edge.source in lines and side is Side.AFTER:
        lines[edge.source].back_to.append(whole.knots[edge.target])


def _is_of_the_tree(edge: Edge, walk: Walk) -> bool:
    return walk.via.get(edge.target) == edge.source or walk.via.get(edge.source) == edge.target


def left_out(levels: tuple[Level, ...]) -> list[LeftOut]:
    """Nearest first; levels that are shown whole are passed over."""
    return [
        LeftOut(steps, level.left_out, level.or_more)
        for steps, level in enumerate(levels, start=1)
        if level.left_out or level.or_more
    ]
