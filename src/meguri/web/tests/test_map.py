"""The map that can be moved: all points with name and address, no outside server, and a list for everybody."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.usefixtures("country")


def test_the_points_are_the_real_municipalities_with_name_and_address(client: Client) -> None:
    answer = client.get("/map/places.json")
    assert answer.headers["Content-Type"] == "application/geo+json"
    features = answer.json()["features"]
    assert len(features) == 1741
    kamishihoro = next(one for one in features if one["properties"]["url"] == "/016331/")
    assert kamishihoro["properties"]["name"] == "北海道上士幌町"
    east, north = kamishihoro["geometry"]["coordinates"]
    assert (round(east, 1), round(north, 1)) == (143.3, 43.2)


def test_beside_the_map_stands_the_list_of_prefectures(client: Client) -> None:
    page = client.get("/map/").content.decode()
    assert all(f"/prefectures/{number:02d}/" in page for number in range(1, 48))
    assert "位置の出典" in page


def test_the_heavy_script_is_on_this_page_alone(client: Client) -> None:
    for path in ("/", "/prefectures/01/", "/016331/", "/search/"):
        assert "map.js" not in client.get(path).content.decode()
    assert "map.js" in client.get("/map/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_map_is_drawn_without_asking_another_host(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/map/")
    expect(page.locator(".map-stage canvas")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {page.url.split("/")[2]}
