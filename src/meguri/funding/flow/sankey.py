"""The layout of a flow: rows (a path of places, and yen) to boxes in columns and ribbons between. Free of Django.

A ribbon is as thick as its yen on one scale for the whole picture; a box is as high as its ribbons, and never lower
than its words need. In a column the boxes stand in the order of what flows into them, so that ribbons cross only where
the rows themselves do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = tuple[Sequence[str], int]
"""Keys of the places a row passes, one for each column, and its yen (above zero)."""

Spot = tuple[int, str]
"""A place in the picture: column and key."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels. `thickest` is what all yen of the fullest column take together."""

    width: float = 1080
    box: float = 216
    lowest: float = 56
    gap: float = 12
    thickest: float = 220
    thinnest: float = 1.5


@dataclass(frozen=True, slots=True)
class Box:
    """A place with its upper left corner."""

    spot: Spot
    x: float
    y: float
    width: float
    height: float
    yen: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """From the right side of one box to the left side of another: the upper ends, and how thick it is."""

    source: Spot
    target: Spot
    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float
    yen: int


@dataclass(frozen=True, slots=True)
class Layout:
    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]
    width: float
    height: float


def lay_out(rows: Sequence[Row], sizes: Sizes = Sizes()) -> Layout:  # noqa: B008  # frozen
    """Every yen of the rows in the picture. `ValueError` for rows that do not all have the same columns."""
    kept = [row for row in rows if row[1] > 0]
    if not kept:
        return Layout((), (), sizes.width, 0)
    if len({len(path) for path, _yen in kept}) > 1:
        raise ValueError("rows of different columns")
    links = _links(kept)
    scale = sizes.thickest / sum(yen for _path, yen in kept)
    thick = {link: max(sizes.thinnest, yen * scale) for link, yen in links.items()}
    columns = _ordered(kept, links)
    boxes = _boxes(columns, kept, thick, sizes)
    height = max(box.y + box.height for box in boxes.values())
    return Layout(tuple(boxes.values()), tuple(_ribbons(boxes, links, thick)), sizes.width, height)


Link = tuple[Spot, Spot]


def _links(rows: Sequence[Row]) -> dict[Link, int]:
    """Yen between each pair of places in neighbouring columns, in the order of the rows."""
    found: dict[Link, int] = {}
    for path, yen in rows:
        spots = list(enumerate(path))
        for source, target in zip(spots, spots[1:], strict=False):
            found[source, target] = found.get((source, target), 0) + yen
    return found


def _ordered(rows: Sequence[Row], links: Mapping[Link, int]) -> list[list[Spot]]:
    """The places of each column: the first as the rows name them, the next by the middle of what flows in."""
    columns: list[list[Spot]] = []
    for column in range(len(rows[0][0])):
        here = list(dict.fromkeys((column, path[column]) for path, _yen in rows))
        columns.append(_fewest_crossings(here, columns[-1], links) if columns else here)
    return columns


def _fewest_crossings(here: list[Spot], before: Sequence[Spot], links: Mapping[Link, int]) -> list[Spot]:
    """As the rows name them, unless fewer ribbons cross when they stand by the middle of what flows in."""
    place = {spot: at for at, spot in enumerate(before)}
    into = sorted((place[link[0]], link[1]) for link in links if link[0] in place)
    by_middle = sorted(here, key=lambda spot: _middle(spot, links, place))
    return min((here, by_middle), key=lambda order: _crossings(into, {spot: at for at, spot in enumerate(order)}))


def _crossings(into: Sequence[tuple[int, Spot]], place: Mapping[Spot, int]) -> int:
    """How many pairs of ribbons cross, of (place of the source, target)."""
    ends = [(source, place[target]) for source, target in into]
    return sum(one[0] < other[0] and one[1] > other[1] for one in ends for other in ends)


def _middle(spot: Spot, links: Mapping[Link, int], place: Mapping[Spot, int]) -> float:
    """The weighted mean of the places that flow into this one."""
    into = [(place[source], yen) for (source, target), yen in links.items() if target == spot]
    return sum(at * yen for at, yen in into) / sum(yen for _at, yen in into)


def _boxes(
    columns: Sequence[Sequence[Spot]], rows: Sequence[Row], thick: Mapping[Link, float], sizes: Sizes
) -> dict[Spot, Box]:
    """Each column is set in the middle of the height of the highest."""
    heights = {spot: _height(spot, thick, sizes) for column in columns for spot in column}
    highest = max(_stacked(column, heights, sizes) for column in columns)
    step = (sizes.width - sizes.box) / max(len(columns) - 1, 1)
    boxes: dict[Spot, Box] = {}
    for at, column in enumerate(columns):
        y = (highest - _stacked(column, heights, sizes)) / 2
        for spot in column:
            yen = sum(one for path, one in rows if path[at] == spot[1])
            boxes[spot] = Box(spot, at * step, y, sizes.box, heights[spot], yen)
            y += heights[spot] + sizes.gap
    return boxes


def _height(spot: Spot, thick: Mapping[Link, float], sizes: Sizes) -> float:
    into = sum(one for (_source, target), one in thick.items() if target == spot)
    out = sum(one for (source, _target), one in thick.items() if source == spot)
    return max(sizes.lowest, into, out)


def _stacked(column: Sequence[Spot], heights: Mapping[Spot, float], sizes: Sizes) -> float:
    return sum(heights[spot] for spot in column) + sizes.gap * (len(column) - 1)


def _ribbons(boxes: Mapping[Spot, Box], links: Mapping[Link, int], thick: Mapping[Link, float]) -> list[Ribbon]:
    """At each side of a box its ribbons lie in the order of their other ends, in the middle of the side."""
    leaving = _ends(boxes, links, thick, own=0)
    arriving = _ends(boxes, links, thick, own=1)
    return [
        Ribbon(
            source=link[0],
            target=link[1],
            x=boxes[link[0]].x + boxes[link[0]].width,
            y=leaving[link],
            to_x=boxes[link[1]].x,
            to_y=arriving[link],
            thickness=thick[link],
            yen=yen,
        )
        for link, yen in links.items()
    ]


def _ends(
    boxes: Mapping[Spot, Box], links: Mapping[Link, int], thick: Mapping[Link, float], *, own: int
) -> dict[Link, float]:
    """The upper end of each ribbon at its source (`own` 0) or its target (`own` 1)."""
    found: dict[Link, float] = {}
    for spot, box in boxes.items():
        mine = sorted((link for link in links if link[own] == spot), key=lambda link: boxes[link[1 - own]].y)
        y = box.y + (box.height - sum(thick[link] for link in mine)) / 2
        for link in mine:
            found[link] = y
            y += thick[link]
    return found
