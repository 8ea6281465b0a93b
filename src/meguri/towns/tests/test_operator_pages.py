"""Whoever runs this installation opens towns and names others to run it; nobody else does."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from meguri.core.actor import Actor, operator
from meguri.core.errors import BadInput, Conflict
from meguri.core.scope import in_town
from meguri.towns import actions
from meguri.towns.models import Membership, Town, User
from meguri.towns.tests.letters import invitation_codes
from tests.fixtures.cast import Cast, made_up_municipality, person, signed_in_client

CLOSED = "998036"
PATHS = ["/operator/", "/operator/people/", f"/operator/open/{CLOSED}/"]


@pytest.fixture
def closed(cast: Cast) -> str:
    made_up_municipality(CLOSED, "とじた町")
    return CLOSED


def test_a_municipality_is_found_and_opened_with_its_first_administrator(cast: Cast, closed: str) -> None:
    client = signed_in_client(cast.operator)
    assert f"/operator/open/{closed}/" in client.get("/operator/", {"q": "とじた町"}).content.decode()
    answer = client.post(f"/operator/open/{closed}/", {"administrator": "First@example.jp"})
    assert answer.headers["Location"] == "/operator/"
    page = client.get("/operator/").content.decode()
    assert "とじた町" in page
    assert "まだいません" in page
    code = invitation_codes()["first@example.jp"]
    signed_in_client(person("first")).post("/account/invitation/", {"code": code})
    with in_town(Town.objects.get(municipality__code=closed)):
        assert Membership.objects.get().role == "administrator"


def test_a_town_is_opened_once(cast: Cast, closed: str) -> None:
    client = signed_in_client(cast.operator)
    answers = [client.post(f"/operator/open/{closed}/", {"administrator": "a@example.jp"}) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "もう開いています" in answers[1].content.decode()


def test_a_wrong_address_opens_nothing(cast: Cast, closed: str) -> None:
    answer = signed_in_client(cast.operator).post(f"/operator/open/{closed}/", {"administrator": "だれか"})
    assert answer.status_code == 422
    assert "だれか" in answer.content.decode()
    assert not Town.objects.filter(municipality__code=closed).exists()


def test_another_operator_is_named(cast: Cast) -> None:
    signed_in_client(cast.operator).post("/operator/people/", {"email": "second@example.jp"})
    assert User.objects.get(email="second@example.jp").is_operator


def test_an_operator_is_dismissed_even_the_last_one(cast: Cast) -> None:
    assert not actions.dismiss_operator(operator(), f" {cast.operator.email.upper()} ").is_operator
    assert not User.objects.filter(is_operator=True).exists()
    assert signed_in_client(cast.operator).get("/operator/").status_code == 403


def test_nobody_is_dismissed_who_runs_nothing(cast: Cast) -> None:
    with pytest.raises(Conflict, match="運用者ではありません"):
        actions.dismiss_operator(operator(), cast.resident.email)


@pytest.mark.parametrize("act", [actions.name_operator, actions.dismiss_operator])
def test_what_is_no_address_names_no_operator(cast: Cast, act: Callable[[Actor, str], User]) -> None:
    with pytest.raises(BadInput, match="メールアドレスの形"):
        act(operator(), "bad")
    assert not User.objects.filter(email="bad").exists()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["administrator", "officer", "mayor", "resident"])
def test_nobody_else_comes_in(cast: Cast, closed: str, path: str, name: str) -> None:
    client = signed_in_client(getattr(cast, name))
    assert client.get(path).status_code == 403
    assert client.post(path, {"email": "x@example.jp", "administrator": "x@example.jp"}).status_code in {403, 405}
    assert not mail.outbox


@pytest.mark.parametrize("path", PATHS)
def test_a_visitor_is_led_to_sign_in(closed: str, path: str) -> None:
    assert Client().get(path).headers["Location"].startswith("/account/login/?next=%2Foperator%2F")


def test_an_unknown_code_has_no_page(cast: Cast) -> None:
    assert signed_in_client(cast.operator).get("/operator/open/000000/").status_code == 404
