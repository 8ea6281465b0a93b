"""The administrator states the general desk and chooses the ring's stations; the town's page shows both."""

import pytest
from django.test import Client

from meguri.towns.models import Town
from tests.fixtures.cast import Cast, signed_in_client

DESK = {"part": "desk", "name": "総務課 総務係", "phone": "０１５６４−２−２１１１"}


def path(cast: Cast) -> str:
    return f"/{cast.town.code}/desk/"


def stored(cast: Cast) -> Town:
    return Town.objects.get(pk=cast.town.pk)


@pytest.mark.parametrize("name", ["administrator", "operator"])
def test_the_desk_is_stated_and_the_towns_page_shows_it_to_everybody(cast: Cast, name: str) -> None:
    client = signed_in_client(getattr(cast, name))
    answer = client.post(path(cast), DESK)
    assert answer.headers["Location"] == f"/{cast.town.code}/"
    page = Client().get(f"/{cast.town.code}/").content.decode()
    assert 'href="tel:01564-2-2111"' in page
    assert "総務課 総務係" in page
    assert 'value="01564-2-2111"' in client.get(path(cast)).content.decode()


def test_the_stations_are_chosen_and_the_ring_shows_them(cast: Cast) -> None:
    client = signed_in_client(cast.administrator)
    assert client.post(path(cast), {"part": "stations", "stations": ["results", "voices"]}).status_code == 302
    page = Client().get(f"/{cast.town.code}/").content.decode()
    assert "ring__station--voices" in page
    assert "ring__station--fund" not in page
    assert stored(cast).general_phone == ""
    assert client.get(path(cast)).content.decode().count(" checked") == 2


@pytest.mark.parametrize(
    ("phone", "says"),
    [
        ("01564(2)2111", "電話番号は数字とハイフンで入れてください。例: 01564-2-2111"),
        ("2-2111", "市外局番から"),
        ("", "電話番号を入れてください"),
    ],
)
def test_a_wrong_telephone_is_told_and_what_was_typed_stays(cast: Cast, phone: str, says: str) -> None:
    answer = signed_in_client(cast.administrator).post(path(cast), {**DESK, "phone": phone})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert 'value="総務課 総務係"' in page
    assert f'value="{phone}"' in page or not phone
    assert page.count('class="error-summary"') == 1
    assert stored(cast).general_phone == ""


def test_a_ring_without_any_station_is_not_taken(cast: Cast) -> None:
    answer = signed_in_client(cast.administrator).post(path(cast), {"part": "stations"})
    assert answer.status_code == 422
    assert "一つ以上選んでください。" in answer.content.decode()
    assert stored(cast).stations == ["results"]


@pytest.mark.parametrize("name", ["officer", "mayor", "auditor", "resident", "donor", "other_towns_officer"])
def test_others_read_who_may_do_it(cast: Cast, name: str) -> None:
    client = signed_in_client(getattr(cast, name))
    for answer in (client.get(path(cast)), client.post(path(cast), DESK)):
        assert answer.status_code == 403
        assert "まちの管理者だけができます" in answer.content.decode()
    assert stored(cast).general_phone == ""


def test_what_was_typed_survives_the_sign_in_that_came_between(cast: Cast) -> None:
    client = signed_in_client(cast.administrator, second_factor=False)
    assert "second-factor" in client.post(path(cast), DESK).headers["Location"]
    session = client.session
    shown = signed_in_client(cast.administrator).session["account_authentication_methods"]
    session["account_authentication_methods"] = shown
    session.save()
    assert 'value="総務課 総務係"' in client.get(path(cast)).content.decode()
