"""The whole walk as one SVG: stations as columns in the order of the ring, links between, gaps dashed.

Decoration only: the outline beneath says the same in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape

from meguri.core.text import phrases
from meguri.thread.layout import Spot, lay_out
from meguri.thread.shapes import Knot, Whole
from meguri.thread.walk import Edge

WIDTH = 1080
WIDEST_BOX = 216
HEIGHT, STEP, TOP = 70, 88, 48
BETWEEN = 44
LETTER = 14.0
"""Width of a full-width letter of a title."""


@dataclass(frozen=True)
class Column:
    """A station with what the walk has of it; `gap`: the walk should have something there and has not."""

    word: str
    ids: Sequence[int]
    gap: int = 0

    @property
    def rows(self) -> int:
        return len(self.ids) + bool(self.gap)


@dataclass(frozen=True)
class _Paper:
    """Where columns and rows lie."""

    columns: Sequence[Column]

    @property
    def step(self) -> float:
        return WIDTH / max(len(self.columns), 1)

    @property
    def box(self) -> float:
        return min(self.step - BETWEEN, WIDEST_BOX)

    @property
    def height(self) -> int:
        return TOP + STEP * max((column.rows for column in self.columns), default=1)

    def corner(self, spot: Spot) -> tuple[float, float]:
        """The upper left corner of a box. Every column is set in the middle of the height."""
        spare = (self.height - TOP - STEP * self.columns[spot.column].rows) / 2
        x = spot.column * self.step + (self.step - self.box) / 2
        return x, TOP + spare + spot.row * STEP + (STEP - HEIGHT) / 2


def picture(whole: Whole, columns: Sequence[Column], gap_word: str) -> str:
    """An `<svg>` whose letters are as large as on the page. Colours come from thread.css."""
    paper = _Paper(columns)
    links = [(edge.source, edge.target) for edge in whole.walk.edges]
    gaps = _gap_links(whole, columns)
    at = lay_out([[*column.ids, *([column.gap] if column.gap else [])] for column in columns], [*links, *gaps])
    drawn = [
        *_heads(paper),
        *(_gap_link(paper, at[one], at[gap]) for one, gap in gaps),
        *(_link(paper, at, edge, whole.walk.start) for edge in whole.walk.edges),
        *(_box(paper, at[one], knot, one == whole.walk.start) for one, knot in whole.knots.items()),
        *(_gap_box(paper, at[gap], gap_word) for _one, gap in gaps),
    ]
    return (
        f'<svg class="thread-map" viewBox="0 0 {WIDTH} {paper.height}" aria-hidden="true" focusable="false">'
        f"<defs>{_arrow('')}{_arrow('-own')}</defs>{''.join(drawn)}</svg>"
    )


def _arrow(own: str) -> str:
    return (
        f'<marker id="thread-arrow{own}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path class="thread-map__arrow{own}" d="M0 0L8 4L0 8Z"/></marker>'
    )


def _gap_links(whole: Whole, columns: Sequence[Column]) -> list[tuple[int, int]]:
    """As the thread would run: from the page's object to the nearest gap on each side, and from there to the next."""
    here = next(index for index, column in enumerate(columns) if whole.walk.start in column.ids)
    found = []
    for side in (reversed(columns[:here]), columns[here:]):
        one = whole.walk.start
        for column in side:
            if column.gap:
                found.append((one, column.gap))
                one = column.gap
    return found


def _heads(paper: _Paper) -> Iterator[str]:
    for index, column in enumerate(paper.columns):
        x = (index + 0.5) * paper.step
        if index:
            yield f'<path class="thread-map__rule" d="M{index * paper.step:.1f} 8V{paper.height}"/>'
        yield f'<text class="thread-map__station" x="{x:.1f}" y="26" text-anchor="middle">{escape(column.word)}</text>'


def _link(paper: _Paper, at: dict[int, Spot], edge: Edge, start: int) -> str:
    own = "-own" if start in (edge.source, edge.target) else ""
    curve = _curve(paper, at[edge.source], at[edge.target])
    return f'<path class="thread-map__link{own}" d="{curve}" marker-end="url(#thread-arrow{own})"/>'


def _gap_link(paper: _Paper, here: Spot, gap: Spot) -> str:
    return f'<path class="thread-map__link-gap" d="{_curve(paper, here, gap)}"/>'


def _curve(paper: _Paper, source: Spot, target: Spot) -> str:
    """From the side of one box to the facing side of the other; inside a column, round the right."""
    (x0, y0), (x1, y1) = paper.corner(source), paper.corner(target)
    y0, y1 = y0 + HEIGHT / 2, y1 + HEIGHT / 2
    if source.column == target.column:
        x0, x1 = x0 + paper.box, x1 + paper.box
        bend = min(BETWEEN / 2 - 4, 8 + 4 * abs(source.row - target.row))
        return f"M{x0:.1f} {y0:.1f}C{x0 + bend:.1f} {y0:.1f} {x1 + bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    if source.column < target.column:
        x0 += paper.box
    else:
        x1 += paper.box
    half = (x1 - x0) / 2
    return f"M{x0:.1f} {y0:.1f}C{x0 + half:.1f} {y0:.1f} {x1 - half:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"


def _box(paper: _Paper, spot: Spot, knot: Knot, is_here: bool) -> str:
    x, y = paper.corner(spot)
    here = " thread-map__box--here" if is_here else ""
    letters = (paper.box - 20) / LETTER
    said = f"{knot.word}・{knot.state}" if knot.state else knot.word
    [first, *_more] = cut(said, letters * 1.1)
    lines = "".join(
        f'<text class="thread-map__title" x="{x + 10:.1f}" y="{y + 40 + 18 * index:.1f}">{escape(line)}</text>'
        for index, line in enumerate(cut(knot.title, letters))
    )
    body = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{paper.box:.1f}" height="{HEIGHT}" rx="8"/>'
        f'<text class="thread-map__word" x="{x + 10:.1f}" y="{y + 20:.1f}">{escape(first)}</text>'
        f"{lines}<title>{escape(knot.title)}</title>"
    )
    if knot.url and not is_here:
        body = f'<a href="{escape(knot.url)}" tabindex="-1">{body}</a>'
    return f'<g class="thread-map__box{here}">{body}</g>'


def _gap_box(paper: _Paper, spot: Spot, word: str) -> str:
    x, y = paper.corner(spot)
    lines = "".join(
        f'<text class="thread-map__word" x="{x + paper.box / 2:.1f}" y="{y + 32 + 18 * index:.1f}" '
        f'text-anchor="middle">{escape(line)}</text>'
        for index, line in enumerate(cut(word, (paper.box - 16) / LETTER * 1.1))
    )
    rect = f'<rect x="{x:.1f}" y="{y:.1f}" width="{paper.box:.1f}" height="{HEIGHT}" rx="8"/>'
    return f'<g class="thread-map__box thread-map__box--gap">{rect}{lines}</g>'


def cut(text: str, letters: float) -> list[str]:
    """Two lines at most, each at most `letters` full-width letters wide, cut between phrases where they fit a line."""
    lines: list[str] = [""]
    for part in _parts(text, letters):
        if width(lines[-1] + part) > letters:
            lines.append("")
        lines[-1] += part
    if len(lines) <= 2:
        return lines
    second = "".join(lines[1:])
    while second and width(second + "…") > letters:
        second = second[:-1]
    return [lines[0], second + "…"]


def _parts(text: str, letters: float) -> Iterator[str]:
    """Phrases; of one that is wider than a line, each letter."""
    for phrase in phrases(text):
        if width(phrase) <= letters:
            yield phrase
        else:
            yield from phrase


def width(text: str) -> float:
    """In full-width letters."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.56 for sign in text)
