"""One's own page: name, language, address, sessions, and everything held about one, to take away."""

import json
import time

import pytest
from django.core import mail
from django.test import Client

from meguri.core import outbox
from meguri.core.actor import system
from meguri.core.scope import in_town
from meguri.towns import factor_actions
from meguri.towns.device import device_in_words
from meguri.towns.models import Membership, User
from meguri.towns.one_time_code import Token
from meguri.towns.tests.letters import code_in_last_letter
from meguri.towns.tests.rfc6238 import SEED, totp
from meguri.towns.tests.test_sign_in import CODE, ask
from tests.fixtures.cast import Cast, signed_in_client

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
UNKNOWN = "分からない機器"


def by_mailbox(person: User, agent: str = EDGE) -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post(CODE, {"code": ask(client, person.email)})
    return client


@pytest.mark.parametrize(
    ("agent", "words"), [(EDGE, "Windows の Edge"), (IPHONE, "iPhone の Safari"), ("curl/8", UNKNOWN), ("", UNKNOWN)]
)
def test_a_device_is_said_in_words(agent: str, words: str) -> None:
    assert device_in_words(agent) == words


def test_name_and_language_are_stated_and_the_language_is_used_at_once(cast: Cast) -> None:
    client = signed_in_client(cast.resident)
    answer = client.post("/account/me/", {"name": "山田 花子", "language": "en"})
    assert answer.cookies["django_language"].value == "en"
    person = User.objects.get(pk=cast.resident.pk)
    assert (person.name, person.language) == ("山田 花子", "en")


def test_each_session_is_listed_and_can_be_ended(cast: Cast) -> None:
    desk, phone = by_mailbox(cast.resident), by_mailbox(cast.resident, IPHONE)
    page = desk.get("/account/").content.decode()
    assert "Windows の Edge" in page
    assert "iPhone の Safari" in page
    phones = next(one for one in desk.get("/account/").context["sessions"] if not one["is_this"])
    desk.post(f"/account/sessions/{phones['pk']}/end/")
    assert phone.get("/account/").status_code == 302
    assert desk.get("/account/").status_code == 200


def test_signing_out_everywhere_ends_all_sessions(cast: Cast) -> None:
    clients = [by_mailbox(cast.resident), by_mailbox(cast.resident, IPHONE)]
    elder = by_mailbox(cast.elder)
    assert clients[0].post("/account/sessions/end/").headers["Location"] == "/account/login/"
    assert [client.get("/account/").status_code for client in clients] == [302, 302]
    assert elder.get("/account/").status_code == 200


def test_nobody_ends_the_session_of_another(cast: Cast) -> None:
    elder = by_mailbox(cast.elder)
    pk = elder.get("/account/").context["sessions"][0]["pk"]
    assert by_mailbox(cast.resident).post(f"/account/sessions/{pk}/end/").status_code == 404
    assert elder.get("/account/").status_code == 200


def test_the_address_changes_once_the_new_one_is_proved_and_the_old_one_is_told(cast: Cast) -> None:
    client, earlier = by_mailbox(cast.resident), cast.resident.email
    sent = client.post("/account/address/", {"email": "moved@example.jp"})
    assert sent.headers["Location"] == "/account/address/code/"
    assert mail.outbox[-1].to == ["moved@example.jp"]
    assert client.post("/account/address/code/", {"code": "00000000"}).status_code == 422
    assert User.objects.get(pk=cast.resident.pk).email == earlier
    client.post("/account/address/code/", {"code": code_in_last_letter()})
    assert User.objects.get(pk=cast.resident.pk).email == "moved@example.jp"
    outbox.deliver_due()
    assert mail.outbox[-1].to == [earlier]


def test_an_address_of_somebody_else_is_not_told_before_it_is_proved_and_not_taken_after(cast: Cast) -> None:
    client = by_mailbox(cast.resident)
    assert client.post("/account/address/", {"email": cast.elder.email}).status_code == 302
    answer = client.post("/account/address/code/", {"code": code_in_last_letter()})
    assert answer.status_code == 409
    assert User.objects.get(pk=cast.resident.pk).email != cast.elder.email


def test_a_code_for_changing_the_address_opens_no_session(cast: Cast) -> None:
    client = by_mailbox(cast.resident)
    client.post("/account/address/", {"email": "moved@example.jp"})
    code = code_in_last_letter()
    client.post("/account/logout/")
    assert client.post(CODE, {"code": code}).status_code == 422


def test_my_data_holds_what_is_held_and_no_secret(cast: Cast) -> None:
    with in_town(cast.town):
        membership = Membership.objects.get(person=cast.officer)
        factor_actions.register_token(system(), membership, Token(bytes.fromhex(SEED)), name="A-12")
    client = by_mailbox(cast.officer)
    client.post("/account/second-factor/", {"code": totp(SEED, time.time())})
    answer = client.get("/account/data/")
    held = json.loads(answer.content)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert held["person"]["email"] == cast.officer.email
    assert held["roles"][0]["code"] == cast.town.code
    assert held["second_factors"][0]["name"] == "A-12"
    assert {act["act"] for act in held["acts"]} == {"towns.accept_invitation"}
    assert held["sessions"][0]["device"] == "Windows の Edge"
    assert SEED not in answer.content.decode()
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    ["", "me/", "address/", "data/", "invitation/", "second-factor/", "passkeys/add/", "second-factor/recovery-codes/"],
)
def test_a_visitor_is_led_to_sign_in_and_back(db: None, path: str) -> None:
    answer = Client().get(f"/account/{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=%2Faccount%2F")


def test_pages_about_the_reader_are_kept_by_no_cache(cast: Cast) -> None:
    for path in ("/account/", "/account/me/", f"/{cast.town.code}/members/"):
        assert "no-store" in signed_in_client(cast.administrator).get(path).headers["Cache-Control"]


def test_how_to_be_erased_is_said_plainly(cast: Cast) -> None:
    assert "消してほしい" in signed_in_client(cast.resident).get("/account/").content.decode()
