"""The dot maps of pages: the country, one prefecture, and where one town lies."""

from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.safestring import SafeString, mark_safe

from meguri.core.revision import PerRevision
from meguri.towns.models import Municipality, Prefecture
from meguri.towns.reference import read_municipalities
from meguri.web.japan_map import Spot, country_map, prefecture_map
from meguri.web.projection import Cone, Fit, fit

LOCATOR_SIZE = 200
LOCATOR_GRID = 3
_project = Cone()


@dataclass(frozen=True, slots=True)
class Atlas:
    """All real places as spots, and the drawings that are the same on every page."""

    spots: tuple[Spot, ...]
    country: SafeString


Row = tuple[str, str, float, float, str]
"""name, prefecture, degrees north and east, code"""


def _read_atlas() -> Atlas:
    rows = Municipality.objects.real().values_list("name", "prefecture_id", "latitude", "longitude", "code")
    names = Prefecture.objects.filter(is_fictional=False).values_list("code", "name")
    return _draw_atlas(tuple(rows), tuple(names))


@lru_cache(maxsize=2)
def _draw_atlas(rows: tuple[Row, ...], prefecture_names: tuple[tuple[str, str], ...]) -> Atlas:
    """Kept by what is drawn: hardly any act changes the list of municipalities."""
    spots = tuple(Spot(name, prefecture, north, east, f"/{code}/") for name, prefecture, north, east, code in rows)
    names = dict(prefecture_names)
    links = {code: f"/prefectures/{code}/" for code in names}
    drawn = country_map(spots, names, links) if spots else ""
    return Atlas(spots, _safe(drawn))


_atlas = PerRevision(_read_atlas)


def country_drawing() -> SafeString:
    """The map of the country, each prefecture a link. One query, two more after an act."""
    return _atlas.now().country


def prefecture_drawing(code: str) -> SafeString:
    """The map of one prefecture, each municipality a link."""
    return _safe(prefecture_map([spot for spot in _atlas.now().spots if spot.prefecture == code]))


def locator(municipality: Municipality) -> SafeString:
    """The country in few dots with one place marked; decoration: words beside it say where it is. No query."""
    dots, place = _locator_ground()
    x, y = place(_project(municipality.latitude, municipality.longitude))
    size = LOCATOR_SIZE
    return _safe(
        f'<svg class="locator" viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false">'
        f'<path class="locator__country" d="{dots}"/>'
        f'<circle class="locator__ring" cx="{x:.0f}" cy="{y:.0f}" r="11"/>'
        f'<circle class="locator__place" cx="{x:.0f}" cy="{y:.0f}" r="4"/></svg>'
    )


@cache
def _locator_ground() -> tuple[str, Fit]:
    """The shape of the country, from the list that ships with the program."""
    points = [_project(row.lat, row.lng) for row in read_municipalities()]
    place = fit(points, 6, 6, LOCATOR_SIZE - 12, LOCATOR_SIZE - 12)
    return _thinned(points, place), place


def _thinned(points: list[tuple[float, float]], place: Fit) -> str:
    """One dot for each square of the grid in which a municipality lies, as strokes of no length."""
    grid = LOCATOR_GRID
    cells = sorted({(round(x / grid), round(y / grid)) for x, y in map(place, points)})
    return "".join(f"M{x * grid} {y * grid}h0" for x, y in cells)


def _safe(drawn: str) -> SafeString:
    return mark_safe(drawn)  # noqa: S308 - drawn here and by japan_map, which escapes every name
