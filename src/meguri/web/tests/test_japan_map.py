"""The dot maps: every municipality has its dot, the south is drawn in frames, and shapes are true."""

import re
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.towns.reference import read_municipalities, read_prefectures
from meguri.web.japan_map import COUNTRY_HEIGHT, REGIONS, WIDTH, Spot, country_map, prefecture_map
from meguri.web.projection import Cone, fit

SPOTS = [Spot(row.name, row.prefecture_code, row.lat, row.lng, f"/{row.code}/") for row in read_municipalities()]
NAMES = {row.code2: row.name for row in read_prefectures()}
LINKS = {code: f"/prefectures/{code}/" for code in NAMES}


def dots(path: str) -> list[tuple[int, int]]:
    here, found = (0, 0), []
    for x, y in re.findall(r"m(-?\d+)\s?(-?\d+)h0", path):
        here = (here[0] + int(x), here[1] + int(y))
        found.append(here)
    return found


def of_prefecture(code: str) -> list[Spot]:
    return [spot for spot in SPOTS if spot.prefecture == code]


def test_each_prefecture_is_one_link_with_its_name() -> None:
    drawn = country_map(SPOTS, NAMES, LINKS)
    assert re.findall(r'href="/prefectures/(\d\d)/"', drawn) == sorted(NAMES)
    assert all(f"<title>{name}</title>" in drawn for name in NAMES.values())
    assert 'aria-hidden="true"' in drawn


def test_every_municipality_has_a_dot_inside_the_drawing() -> None:
    drawn = [point for path in re.findall(r' d="(m[^"]+)"', country_map(SPOTS, NAMES, LINKS)) for point in dots(path)]
    assert len(drawn) > 1600, "neighbours may share a dot, no more"
    assert all(0 <= x <= WIDTH and 0 <= y <= COUNTRY_HEIGHT for x, y in drawn)


def test_okinawa_is_drawn_in_its_own_frame_in_the_upper_left() -> None:
    path = re.search(r'id="p47" d="([^"]+)"', country_map(SPOTS, NAMES, LINKS))
    assert path is not None
    assert all(x < 400 and y < 330 for x, y in dots(path[1]))


def test_the_country_is_small_enough_for_a_first_load() -> None:
    assert len(country_map(SPOTS, NAMES, LINKS)) < 30_000


def test_hokkaido_lies_north_east_of_kagoshima() -> None:
    project = Cone()
    (x0, y0), (x1, y1) = project(43.06, 141.35), project(31.6, 130.55)
    assert x0 > x1
    assert y0 < y1


@given(st.floats(30, 45), st.floats(128, 146))
def test_the_projection_is_conformal(north: float, east: float) -> None:
    """A step north and an equally long step east on the ground are equally long on the drawing."""
    from math import cos, radians

    project, step = Cone(), 0.01
    here, up, aside = project(north, east), project(north + step, east), project(north, east + step)
    northward = hypot(up[0] - here[0], up[1] - here[1])
    eastward = hypot(aside[0] - here[0], aside[1] - here[1]) / cos(radians(north))
    assert eastward == pytest.approx(northward, rel=2e-3)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=20))
def test_what_is_fitted_stays_in_its_box(points: list[tuple[float, float]]) -> None:
    place = fit(points, 10, 20, 300, 200)
    for x, y in map(place, points):
        assert 10 - 1e-6 <= x <= 310 + 1e-6
        assert 20 - 1e-6 <= y <= 220 + 1e-6


@pytest.mark.parametrize("code", sorted(NAMES))
def test_each_prefecture_links_each_of_its_municipalities(code: str) -> None:
    drawn = prefecture_map(of_prefecture(code))
    assert sorted(re.findall(r'<a href="([^"]+)"', drawn)) == sorted(spot.url for spot in of_prefecture(code))


def test_the_islands_of_tokyo_stand_apart_so_that_the_wards_can_be_told_apart() -> None:
    drawn = prefecture_map(of_prefecture("13"))
    assert "japan-map__frame" in drawn
    assert "japan-map__frame" not in prefecture_map(of_prefecture("20"))


def test_names_on_the_map_do_not_lie_on_each_other() -> None:
    placed = re.findall(r'<text x="(\d+)" y="(\d+)">([^<]+)</text>', prefecture_map(of_prefecture("01")))
    boxes = [(int(x), int(x) + 22 * len(name), int(y)) for x, y, name in placed]
    clashes = [
        (a, b) for n, a in enumerate(boxes) for b in boxes[:n] if abs(a[2] - b[2]) < 20 and a[0] < b[1] and b[0] < a[1]
    ]
    assert clashes == []


def test_the_regions_hold_each_prefecture_once() -> None:
    assert sorted(f"{number:02d}" for numbers in REGIONS.values() for number in numbers) == sorted(NAMES)


def test_markup_in_a_name_stays_text() -> None:
    assert "<b>" not in prefecture_map([Spot("<b>", "01", 43, 141, '"/>')])
