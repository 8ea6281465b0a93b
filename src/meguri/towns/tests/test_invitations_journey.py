"""An invitation: sent to several at once, taken up once, by the one it was meant for, across the sign-in."""

import re
import time

import pytest
from django.core import mail
from django.test import Client

from meguri.core import guard, outbox
from meguri.core.actor import Role, system
from meguri.core.scope import in_town
from meguri.towns.factor_actions import register_token
from meguri.towns.models import Invitation, Membership
from meguri.towns.one_time_code import Token
from meguri.towns.tests.letters import invitation_codes
from meguri.towns.tests.rfc6238 import SEED, totp
from meguri.towns.tests.test_sign_in import CODE, ask
from tests.fixtures.cast import Cast, person, signed_in_client

ACCEPT = "/account/invitation/"


def invite(cast: Cast, *emails: str, role: Role = Role.OFFICER) -> dict[str, str]:
    """Invite through the page; codes by address, as read in the letters."""
    path = f"/{cast.town.code}/members/invite/"
    answer = signed_in_client(cast.administrator).post(path, {"emails": "\n".join(emails), "role": role.value})
    assert answer.status_code == 302, answer.content.decode()
    return invitation_codes()


def roles_of(cast: Cast, email: str) -> list[str]:
    with in_town(cast.town):
        return list(Membership.objects.filter(person__email=email, until=None).values_list("role", flat=True))


def test_several_are_invited_at_once_and_each_gets_a_code_of_their_own(cast: Cast) -> None:
    codes = invite(cast, "a@example.jp", "b@example.jp", "A@example.jp")
    assert set(codes) == {"a@example.jp", "b@example.jp"}
    assert codes["a@example.jp"] != codes["b@example.jp"]


def test_the_link_leads_through_the_sign_in_to_the_filled_form(cast: Cast) -> None:
    invite(cast, "new@example.jp")
    link = re.search(r"http\S+(/account/invitation/\S+)", str(mail.outbox[-1].body))
    assert link is not None
    client = Client()
    to_sign_in = client.get(link.group(1)).headers["Location"]
    assert to_sign_in.startswith("/account/login/?next=")
    code = ask(client, "new@example.jp")
    back = client.post(CODE, {"code": code, "next": link.group(1)}).headers["Location"]
    assert back == link.group(1)
    form = client.get(back).content.decode()
    typed = re.search(r'name="code" value="([^"]+)"', form)
    assert typed is not None
    accepted = client.post(ACCEPT, {"code": typed.group(1)})
    assert accepted.headers["Location"] == "/account/second-factor/"
    assert roles_of(cast, "new@example.jp") == ["officer"]


@pytest.mark.parametrize("written", [str.lower, lambda code: code.replace("-", ""), lambda code: f"  {code} "])
def test_a_typed_code_may_be_in_small_letters_or_without_dashes(cast: Cast, written: object) -> None:
    code = invite(cast, "new@example.jp", role=Role.EXPERT)["new@example.jp"]
    client = signed_in_client(person("new"))
    assert client.post(ACCEPT, {"code": written(code)}).status_code == 302  # type: ignore[operator]
    assert roles_of(cast, "new@example.jp") == ["expert"]


def test_wrong_used_expired_and_withdrawn_codes_get_the_same_sentence(cast: Cast) -> None:
    codes = invite(cast, "used@example.jp", "old@example.jp", "gone@example.jp", role=Role.FIRM)
    client = signed_in_client(person("used"))
    client.post(ACCEPT, {"code": codes["used@example.jp"]})
    with in_town(cast.town):
        with guard.door("tests"):
            Invitation.objects.filter(email="old@example.jp").update(expires_at="2020-01-01T00:00:00Z")
        gone = Invitation.objects.get(email="gone@example.jp")
    signed_in_client(cast.administrator).post(f"/{cast.town.code}/members/invitations/{gone.pk}/withdraw/")
    told = [
        client.post(ACCEPT, {"code": code})
        for code in ("ABCD-EFGH-JKLM", codes["used@example.jp"], codes["old@example.jp"], codes["gone@example.jp"])
    ]
    assert {answer.status_code for answer in told} == {422}
    assert all("この招待コードは使えません。" in answer.content.decode() for answer in told)


def test_a_role_of_staff_is_taken_up_by_the_invited_address_alone(cast: Cast) -> None:
    code = invite(cast, "chief@example.jp")["chief@example.jp"]
    assert signed_in_client(cast.resident).post(ACCEPT, {"code": code}).status_code == 422
    assert roles_of(cast, cast.resident.email) == ["resident"]


def test_a_code_sent_again_replaces_the_first(cast: Cast) -> None:
    first = invite(cast, "new@example.jp", role=Role.EXPERT)["new@example.jp"]
    with in_town(cast.town):
        pk = Invitation.objects.get(email="new@example.jp").pk
    mail.outbox.clear()
    signed_in_client(cast.administrator).post(f"/{cast.town.code}/members/invitations/{pk}/again/")
    second = invitation_codes()["new@example.jp"]
    client = signed_in_client(person("new"))
    assert client.post(ACCEPT, {"code": first}).status_code == 422
    assert client.post(ACCEPT, {"code": second}).status_code == 302


def test_a_letter_waiting_for_a_withdrawn_invitation_is_not_sent(cast: Cast) -> None:
    administrator = signed_in_client(cast.administrator)
    form = {"emails": "late@example.jp", "role": "officer"}
    administrator.post(f"/{cast.town.code}/members/invite/", form)
    with in_town(cast.town):
        pk = Invitation.objects.get(email="late@example.jp").pk
    administrator.post(f"/{cast.town.code}/members/invitations/{pk}/withdraw/")
    outbox.deliver_due()
    assert not mail.outbox


def test_pressing_twice_invites_once(cast: Cast) -> None:
    client = signed_in_client(cast.administrator)
    path = f"/{cast.town.code}/members/invite/"
    key = re.search(r'name="idempotency_key" value="([^"]+)"', client.get(path).content.decode())
    assert key is not None
    form = {"emails": "one@example.jp", "role": "officer", "idempotency_key": key.group(1)}
    assert [client.post(path, form).status_code for _press in range(2)] == [302, 302]
    assert list(invitation_codes()) == ["one@example.jp"]
    assert len(mail.outbox) == 1


def test_one_wrong_address_invites_nobody_and_everything_typed_stays(cast: Cast) -> None:
    client = signed_in_client(cast.administrator)
    typed = "good@example.jp\nまちがい\nalso@example.jp"
    answer = client.post(f"/{cast.town.code}/members/invite/", {"emails": typed, "role": "mayor"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert typed in page
    assert "まちがい" in page
    outbox.deliver_due()
    assert not mail.outbox


def test_what_was_typed_outlives_the_sign_in_and_the_second_factor_that_come_between(cast: Cast) -> None:
    with in_town(cast.town):
        administration = Membership.objects.get(person=cast.administrator)
        register_token(system(), administration, Token(bytes.fromhex(SEED)), name="A-1")
    client, path = Client(), f"/{cast.town.code}/members/invite/"
    client.get("/account/login/")
    to_sign_in = client.post(path, {"emails": "kept@example.jp", "role": "expert"}).headers["Location"]
    assert to_sign_in.startswith("/account/login/")
    signed_in = client.post(CODE, {"code": ask(client, cast.administrator.email), "next": path}).headers["Location"]
    assert signed_in.startswith("/account/second-factor/")
    shown = client.post("/account/second-factor/", {"code": totp(SEED, time.time()), "next": path})
    page = client.get(shown.headers["Location"]).content.decode()
    assert "kept@example.jp" in page
    assert re.search(r'value="expert"[^>]*checked', page)


def test_the_same_role_is_not_offered_twice_at_a_time(cast: Cast) -> None:
    invite(cast, "new@example.jp")
    path = f"/{cast.town.code}/members/invite/"
    answer = signed_in_client(cast.administrator).post(path, {"emails": "new@example.jp", "role": "officer"})
    assert answer.status_code == 422
    assert "もう出ています" in answer.content.decode()


def test_the_eleventh_guessed_invitation_waits(cast: Cast) -> None:
    client = signed_in_client(cast.resident)
    answers = [client.post(ACCEPT, {"code": f"AAAA-BBBB-{n:04}"}).status_code for n in range(11)]
    assert answers == [422] * 10 + [429]
