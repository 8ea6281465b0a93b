"""From degrees to a flat drawing of Japan."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, log, radians, sin, tan

Point = tuple[float, float]


class Cone:
    """Lambert's conformal conic projection on a sphere, with parallels and meridian that suit Japan.

    Snyder, Map Projections (USGS professional paper 1395, 1987), equations 15-1 to 15-4.
    `cone(north, east)` gives radii of the Earth, x growing eastwards and y southwards.
    """

    def __init__(self, south: float = 33.0, north: float = 44.0, meridian: float = 137.0) -> None:
        self.meridian = meridian
        self.n = log(cos(radians(south)) / cos(radians(north))) / log(self._t(north) / self._t(south))
        self.f = cos(radians(south)) * self._t(south) ** self.n / self.n

    @staticmethod
    def _t(latitude: float) -> float:
        return tan(radians(45 + latitude / 2))

    def __call__(self, latitude: float, longitude: float) -> Point:
        rho = self.f / self._t(latitude) ** self.n
        angle = self.n * radians(longitude - self.meridian)
        return rho * sin(angle), rho * cos(angle)


@dataclass(frozen=True, slots=True)
class Fit:
    """Moves and scales projected points into a box whose upper left corner is (left, top), keeping shapes."""

    scale: float
    left: float
    top: float
    west: float
    north: float

    def __call__(self, point: Point) -> Point:
        return self.left + (point[0] - self.west) * self.scale, self.top + (point[1] - self.north) * self.scale


def fit(points: Iterable[Point], left: float, top: float, width: float, height: float) -> Fit:
    """The largest drawing of `points` inside the box, in its middle. A single point lies in the middle."""
    xs, ys = zip(*points)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(width / wide if wide else 1e4, height / high if high else 1e4)
    spare_x, spare_y = (width - wide * scale) / 2, (height - high * scale) / 2
    return Fit(scale, left + spare_x, top + spare_y, min(xs), min(ys))
