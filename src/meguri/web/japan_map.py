"""Japan, and one prefecture, as dots: one for each municipality, drawn as SVG with no tile server."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median

from meguri.web.projection import Cone, Fit, Point, fit

WIDTH = 1000
COUNTRY_HEIGHT = 900
SOUTHERN = 29.5
"""North of this latitude lies the main drawing; the islands south of it are drawn nearer, in frames."""
OGASAWARA = 135.0
"""The meridian that parts the southern islands: 沖縄・奄美 west of it, 小笠原 east of it."""
REMOTE = 3.2
"""An island is drawn apart when it lies this many times farther from the middle than four fifths of the others."""
STRIP = 260
"""Height of the strip in which a prefecture's far islands are drawn."""

_project = Cone()


@dataclass(frozen=True, slots=True)
class Spot:
    """A municipality on the map: 2-digit code of its prefecture, degrees north and east, and its address here."""

    name: str
    prefecture: str
    latitude: float
    longitude: float
    url: str = ""

    @property
    def point(self) -> Point:
        return _project(self.latitude, self.longitude)


REGIONS = {
    "北海道": range(1, 2),
    "東北": range(2, 8),
    "関東": range(8, 15),
    "中部": range(15, 24),
    "近畿": range(24, 31),
    "中国": range(31, 36),
    "四国": range(36, 40),
    "九州・沖縄": range(40, 48),
}
"""The eight regions by which the 47 prefectures are read, with their numbers."""


def country_map(spots: Sequence[Spot], names: Mapping[str, str], links: Mapping[str, str]) -> str:
    """The country as one `<svg>`: each prefecture's dots are one link. `names`, `links`: by prefecture code.

    For the pointer alone; hidden from screen readers and the keyboard, which have the list of prefectures beside it.
    """
    place = _country_fits(spots)
    by_prefecture: dict[str, list[Point]] = {}
    for spot in spots:
        by_prefecture.setdefault(spot.prefecture, []).append(place[_part(spot)](spot.point))
    groups = "".join(_prefecture(code, names[code], links[code], by_prefecture[code]) for code in sorted(by_prefecture))
    frames = '<path class="japan-map__frame" d="M20 420H300L400 320V90M800 640V880M800 640H940"/>'
    return _svg(COUNTRY_HEIGHT, frames + groups)


def prefecture_map(spots: Sequence[Spot]) -> str:
    """One prefecture as one `<svg>`: each dot a link; far islands in a strip below.

    A dot is named where its name has room; the first of `spots` choose first. Raises ValueError without any spot.
    """
    near, far = _near_and_far(spots)
    high = _height([spot.point for spot in near])
    drawn = _dots(near, fit([spot.point for spot in near], 60, 40, WIDTH - 200, high))
    total = high + 80
    if far:
        drawn += f'<path class="japan-map__frame" d="M20 {total:.0f}H{WIDTH - 20}"/>'
        drawn += _dots(far, fit([spot.point for spot in far], 60, total + 40, WIDTH - 240, STRIP))
        total += STRIP + 80
    return _svg(total, drawn)


def _svg(height: float, body: str) -> str:
    return (
        f'<svg class="japan-map" viewBox="0 0 {WIDTH} {height:.0f}" aria-hidden="true" focusable="false">{body}</svg>'
    )


def _part(spot: Spot) -> str:
    if spot.latitude > SOUTHERN:
        return "main"
    return "okinawa" if spot.longitude < OGASAWARA else "ogasawara"


def _country_fits(spots: Sequence[Spot]) -> dict[str, Fit]:
    """Where each part of the country lies; a part with no spot is left out."""
    boxes = {"main": (40, 30, 920, 840), "okinawa": (40, 60, 330, 230), "ogasawara": (850, 700, 60, 140)}
    points: dict[str, list[Point]] = {}
    for spot in spots:
        points.setdefault(_part(spot), []).append(spot.point)
    return {part: fit(points[part], *box) for part, box in boxes.items() if part in points}


def _prefecture(code: str, name: str, link: str, points: Iterable[Point]) -> str:
    dots = f'<g class="japan-map__dots"><path id="p{code}" d="{_dot_path(points)}"/></g>'
    return (
        f'<a href="{escape(link)}" tabindex="-1"><title>{escape(name)}</title>'
        f'<use class="japan-map__reach" href="#p{code}"/>{dots}</a>'
    )


def _dot_path(points: Iterable[Point]) -> str:
    """Dots as strokes of no length with round ends: one path, a few bytes a dot."""
    parts: list[str] = []
    here = (0, 0)
    for x, y in sorted({(round(x), round(y)) for x, y in points}):
        parts.append(f"m{x - here[0]} {y - here[1]}h0")
        here = (x, y)
    return "".join(parts).replace(" -", "-")


def _near_and_far(spots: Sequence[Spot]) -> tuple[list[Spot], list[Spot]]:
    middle = median(spot.point[0] for spot in spots), median(spot.point[1] for spot in spots)
    distance = {spot: max(abs(spot.point[0] - middle[0]), abs(spot.point[1] - middle[1])) for spot in spots}
    usual = sorted(distance.values())[int(len(spots) * 0.8)] if len(spots) > 1 else 0.0
    near = [spot for spot in spots if distance[spot] <= usual * REMOTE]
    return near, [spot for spot in spots if distance[spot] > usual * REMOTE]


def _height(points: Sequence[Point]) -> float:
    """The height that the drawing's own shape asks for, between a strip and a little more than a square."""
    xs, ys = zip(*points)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    return min(max((WIDTH - 200) * high / wide if wide else 0, 240), WIDTH * 1.1)


def _dots(spots: Sequence[Spot], place: Fit) -> str:
    placed = [(*place(spot.point), spot) for spot in spots]
    named = set(_with_room(placed))
    return "".join(_dot(x, y, spot, spot in named) for x, y, spot in placed)


def _with_room(placed: Sequence[tuple[float, float, Spot]]) -> Iterator[Spot]:
    """Those whose name, right of the dot, lies on no other name and on no other dot."""
    taken: list[tuple[float, float, float]] = []
    for x, y, spot in placed:
        end = x + 18 + 22 * len(spot.name)
        free_of_names = all(abs(y - ny) > 24 or x > nx2 or end < nx for nx, nx2, ny in taken)
        free_of_dots = all(abs(y - dy) > 14 or not x < dx < end for dx, dy, other in placed if other is not spot)
        if free_of_names and free_of_dots and end < WIDTH:
            taken.append((x, end, y))
            yield spot


def _dot(x: float, y: float, spot: Spot, is_named: bool) -> str:
    name = f'<text x="{x + 13:.0f}" y="{y + 7:.0f}">{escape(spot.name)}</text>' if is_named else ""
    return (
        f'<a href="{escape(spot.url)}" tabindex="-1"><title>{escape(spot.name)}</title>'
        f'<circle class="japan-map__reach" cx="{x:.0f}" cy="{y:.0f}" r="18"/>'
        f'<circle class="japan-map__dot" cx="{x:.0f}" cy="{y:.0f}" r="8"/>{name}</a>'
    )
