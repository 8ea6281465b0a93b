"""The ring of six stations as a picture: a brush stroke that is drawn only as far as a town's thread really runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from django.utils.html import escape

CENTRE = 160.0
RADIUS = 122.0
DISC = 31.0
STEP = 60
THIN, THICK = 3.0, 20.0


@dataclass(frozen=True, slots=True)
class Place:
    """One of the six fixed places on the ring; `kanji` is what its disc shows."""

    key: str
    kanji: str
    word: str


PLACES = (
    Place("vision", "願", "願い"),
    Place("voices", "声", "声"),
    Place("decide", "決", "決める"),
    Place("act", "動", "動く"),
    Place("fund", "金", "お金"),
    Place("results", "果", "成果"),
)


@dataclass(frozen=True, slots=True)
class Station:
    """A station as one town uses it.

    `live`: the thread has reached it (it has something to show). `figure`: how much, written for people ("3.2億円").
    A station the town does not use is left out of the sequence, and neither drawn nor listed.
    """

    place: Place
    url: str = ""
    figure: str = ""
    live: bool = False


def arcs(stations: Sequence[Station]) -> Iterator[str]:
    """Path data of each stretch of the stroke: from one used station to the next, where both are live.

    The stroke thickens clockwise, so that the eye goes round in the right direction.
    """
    by_key = {station.place.key: hour for hour, station in _hours(stations)}
    live = {station.place.key for station in stations if station.live}
    for here, there in zip(stations, [*stations[1:], *stations[:1]]):
        start, end = by_key[here.place.key], by_key[there.place.key]
        if len(stations) > 1 and {here.place.key, there.place.key} <= live:
            yield _stroke(start * STEP, (end if end > start else end + 6) * STEP)


def picture(stations: Sequence[Station], current: str = "", *, small: bool = False) -> str:
    """The ring as one `<svg>`, decoration only: the words are in the list beside it. Colours come from ring.css."""
    strokes = "".join(f'<path class="ring__arc" d="{path}"/>' for path in arcs(stations))
    discs = "".join(_disc(hour, station, station.place.key == current, small) for hour, station in _hours(stations))
    return (
        '<svg class="ring__picture" viewBox="0 0 320 320" aria-hidden="true" focusable="false">'
        f'<circle class="ring__track" cx="{CENTRE:g}" cy="{CENTRE:g}" r="{RADIUS:g}"/>{strokes}{discs}</svg>'
    )


def mark() -> str:
    """The mark of the product: the whole stroke, its six stations left open."""
    gaps = "".join(
        f'<circle class="mark__gap" cx="{x:.1f}" cy="{y:.1f}" r="{7 + hour * 2.5:g}"/>'
        for hour, (x, y) in enumerate(_point(hour * STEP, RADIUS) for hour in range(6))
    )
    return f'<path d="{_stroke(0, 352, thin=8, thick=54)}"/>{gaps}'


def _hours(stations: Sequence[Station]) -> Iterator[tuple[int, Station]]:
    order = [place.key for place in PLACES]
    return ((order.index(station.place.key), station) for station in stations)


def _point(degrees: float, radius: float) -> tuple[float, float]:
    """Degrees run clockwise from the top."""
    angle = radians(degrees)
    return CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)


def _stroke(start: float, end: float, *, thin: float = THIN, thick: float = THICK) -> str:
    """A closed band from `start` to `end` degrees, as wide as a stroke begun at the top has become by then."""
    steps = [start + (end - start) * step / 6 for step in range(7)]
    half = [(thin + (thick - thin) * angle / 360) / 2 for angle in steps]
    outer = [_point(angle, RADIUS + width) for angle, width in zip(steps, half)]
    inner = [_point(angle, RADIUS - width) for angle, width in zip(steps, half)]
    there = "".join(_curve(x, y, RADIUS + width, 1) for (x, y), width in zip(outer[1:], half[1:]))
    back = "".join(_curve(x, y, RADIUS - width, 0) for (x, y), width in zip(inner[-2::-1], half[-2::-1]))
    (x0, y0), (x1, y1) = outer[0], inner[-1]
    return f"M{x0:.1f} {y0:.1f}{there}L{x1:.1f} {y1:.1f}{back}Z"


def _curve(x: float, y: float, radius: float, sweep: int) -> str:
    return f"A{radius:.1f} {radius:.1f} 0 0 {sweep} {x:.1f} {y:.1f}"


def _disc(hour: int, station: Station, current: bool, small: bool) -> str:
    x, y = _point(hour * STEP, RADIUS)
    state = " ring__disc--live" * station.live + " ring__disc--current" * current
    radius = (52 if current else 18) if small else DISC + 4 * current
    body = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'
    if not small or current:
        base = y + (20 if small else 11)
        body += f'<text x="{x:.1f}" y="{base:.1f}" text-anchor="middle">{station.place.kanji}</text>'
    if station.url:
        body = f'<a href="{escape(station.url)}" tabindex="-1">{body}</a>'
    return f'<g class="ring__disc{state}">{body}</g>'
