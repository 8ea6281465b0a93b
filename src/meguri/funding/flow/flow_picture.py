"""A flow table drawn as SVG: side by side on a wide screen, downwards on a narrow one. Decoration; its table says all.

Letters are as large as on the page. Colours come from flow.css. Where all yen are in one place, nothing is drawn: one
stream into one box tells nothing that the table does not.
"""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from django.utils.html import escape

from meguri.funding.flow.flow_table import FlowTable, Place
from meguri.funding.flow.sankey import Box, Ribbon, Sizes, lay_out
from meguri.funding.words import in_words

LETTER = 14.0
PADDING = 12.0
HEAD = 32.0
LINES = 2
FEWEST_ENDS = 2
NARROW = 288.0
STREAM = 56.0
"""How thick all yen together are in the narrow picture."""
ENTRY = 72.0
"""How high an end stands in the narrow picture."""


def wide_picture(table: FlowTable) -> str:
    """Columns from left to right, for 768 px and more."""
    if len(table.rows) < FEWEST_ENDS:
        return ""
    sizes = Sizes()
    layout = lay_out([([place.key for place in row.path], row.yen) for row in table.rows], sizes)
    drawn = [
        *_heads(table.columns, sizes),
        *(_ribbon(one, _tone(table, one)) for one in layout.ribbons),
        *(_box(one, table.places[one.spot]) for one in layout.boxes),
    ]
    return _svg("flow--wide", layout.width, layout.height + HEAD, drawn)


def narrow_picture(table: FlowTable) -> str:
    """One stream downwards, from which each row branches off to where its yen are; for 320 px."""
    if len(table.rows) < FEWEST_ENDS:
        return ""
    scale = STREAM / table.yen
    height = ENTRY * len(table.rows) + 8
    drawn, left = [], 0.0
    for at, row in enumerate(table.rows):
        thick = max(1.5, row.yen * scale)
        drawn.append(_branch(STREAM - left, thick, ENTRY * at + ENTRY / 2, row.path[-1].tone))
        drawn.append(_end([row.path[column].name for column in table.telling], row.yen, ENTRY * at))
        left += row.yen * scale
    return _svg("flow--narrow", NARROW, height, drawn)


def _svg(kind: str, width: float, height: float, drawn: Sequence[str]) -> str:
    return (
        f'<svg class="flow {kind}" viewBox="0 0 {width:g} {height:.0f}" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}</svg>"
    )


def _heads(columns: Sequence[str], sizes: Sizes) -> Iterator[str]:
    step = (sizes.width - sizes.box) / max(len(columns) - 1, 1)
    for at, word in enumerate(columns):
        yield f'<text class="flow__head" x="{at * step + 1:.1f}" y="16">{escape(word)}</text>'


def _tone(table: FlowTable, ribbon: Ribbon) -> str:
    return table.places[ribbon.target].tone


def _ribbon(one: Ribbon, tone: str) -> str:
    y, to_y, middle = one.y + HEAD, one.to_y + HEAD, (one.x + one.to_x) / 2
    low, to_low = y + one.thickness, to_y + one.thickness
    path = (
        f"M{one.x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {one.to_x:.1f} {to_y:.1f}"
        f"V{to_low:.1f}C{middle:.1f} {to_low:.1f} {middle:.1f} {low:.1f} {one.x:.1f} {low:.1f}Z"
    )
    return f'<path class="flow__ribbon{_kind(tone)}" data-yen="{one.yen}" d="{path}"/>'


def _box(box: Box, place: Place) -> str:
    lines = cut(place.name, (box.width - 2 * PADDING) / LETTER)
    top = box.y + HEAD + box.height / 2 - (len(lines) + 1) * 10 + 15
    said = "".join(
        f'<tspan x="{box.x + PADDING:.1f}" y="{top + 20 * at:.1f}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    yen = (
        f'<text class="flow__yen" x="{box.x + PADDING:.1f}" y="{top + 20 * len(lines):.1f}">'
        f"{escape(in_words(box.yen))}</text>"
    )
    corner = f'x="{box.x + 0.5:.1f}" y="{box.y + HEAD + 0.5:.1f}"'
    size = f'width="{box.width - 1:.1f}" height="{box.height - 1:.1f}"'
    return (
        f'<g class="flow__box{_kind(place.tone)}"><rect {corner} {size} rx="8"/>'
        f'<text class="flow__name">{said}</text>{yen}</g>'
    )


def _branch(stream: float, thick: float, y: float, tone: str) -> str:
    """The outermost yen that are left in the stream turn off to the right; the rest flows on."""
    right, left = stream, max(0.0, stream - thick)
    top, low, end = y - thick / 2, y + thick / 2, STREAM + 24
    path = (
        f"M{left:.1f} 0H{right:.1f}V{max(0.0, top - 8):.1f}Q{right:.1f} {top:.1f} {right + 8:.1f} {top:.1f}"
        f"H{end:.1f}V{low:.1f}H{left + 8:.1f}Q{left:.1f} {low:.1f} {left:.1f} {max(0.0, low - 8):.1f}Z"
    )
    return f'<path class="flow__ribbon{_kind(tone)}" d="{path}"/>'


def _end(names: Sequence[str], yen: int, top: float) -> str:
    """The name in one or two lines; before it, where rows differ there too, the place it came by."""
    x = STREAM + 32
    room = (NARROW - x) / LETTER
    by = [("flow__head", line) for line in cut(names[-2], room, 1)] if len(names) > 1 else []
    name = [("flow__name", line) for line in cut(names[-1], room, LINES - len(by))]
    words = [*by, *name, ("flow__yen", in_words(yen))]
    y = top + ENTRY / 2 - (len(words) - 1) * 10 + 5
    return "".join(
        f'<text class="{kind}" x="{x:.1f}" y="{y + 20 * at:.1f}">{escape(line)}</text>'
        for at, (kind, line) in enumerate(words)
    )


def _kind(tone: str) -> str:
    return f" flow--{tone}" if tone else ""


def cut(text: str, most: float, lines: int = LINES) -> list[str]:
    """The text in lines of at most so many full-width letters; what does not fit ends in 「…」."""
    found, line, wide = [], "", 0.0
    for letter in text:
        width = 1.0 if east_asian_width(letter) in "WFA" else 0.58
        if wide + width > most:
            found.append(line)
            line, wide = "", 0.0
        line, wide = line + letter, wide + width
    found.append(line)
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], found[lines - 1][:-1] + "…"]
