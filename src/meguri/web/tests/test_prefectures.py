"""A prefecture lists its municipalities in the order of the kana, and shows them on a map."""

import pytest
from django.test import Client

from meguri.towns.models import Municipality
from meguri.towns.queries import all_places
from meguri.web.pages.prefecture import kana_groups
from tests.fixtures.cast import open_made_up_town

pytestmark = pytest.mark.usefixtures("country")


def test_every_municipality_of_a_prefecture_is_listed_and_drawn(client: Client) -> None:
    page = client.get("/prefectures/01/").content.decode()
    for code in Municipality.objects.filter(prefecture="01").values_list("code", flat=True):
        assert page.count(f'href="/{code}/"') == 2
    assert "179の市区町村があります。" in page


def test_all_municipalities_stand_in_some_prefecture(client: Client) -> None:
    listed = [
        client.get(f"/prefectures/{number:02d}/").content.decode().count('class="source"') for number in range(1, 48)
    ]
    assert sum(listed) == 1741


def test_the_groups_follow_the_rows_of_the_kana_table() -> None:
    groups = kana_groups([place for place in all_places() if place.prefecture_code == "01"])
    assert [group.kana for group in groups] == ["あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ"]
    names = [reading for group in groups for _name, reading, *_rest in group.places]
    assert names == sorted(names)


def test_a_town_is_listed_with_its_county(client: Client) -> None:
    assert "かみしほろちょう　河東郡" in client.get("/prefectures/01/").content.decode()


@pytest.mark.parametrize("number", ["00", "48", "98"])
def test_a_number_that_is_no_prefecture_is_answered_with_a_page(client: Client, number: str) -> None:
    answer = client.get(f"/prefectures/{number}/")
    assert answer.status_code == 404
    assert "01から47までの番号です" in answer.content.decode()


def test_the_made_up_prefecture_says_that_it_is(client: Client) -> None:
    open_made_up_town("999016", "見本町")
    page = client.get("/prefectures/99/").content.decode()
    assert "見本町" in page
    assert "架空" in page
