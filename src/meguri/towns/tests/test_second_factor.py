"""Staff show a second factor before their roles count; a mailbox alone changes nothing about how they sign in."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from meguri.core import outbox
from meguri.core.actor import Actor, Channel, Role, system
from meguri.core.errors import Conflict
from meguri.core.scope import in_town
from meguri.towns import factor_actions, second_factor
from meguri.towns.models import Membership, User
from meguri.towns.one_time_code import Token, read_seed
from meguri.towns.tests.rfc6238 import SEED, totp
from meguri.towns.tests.test_sign_in import CODE, ask
from tests.fixtures.cast import Cast, signed_in_client

PAGE = "/account/second-factor/"
TOKEN = Token(bytes.fromhex(SEED))


def membership_of(cast: Cast, person: User) -> Membership:
    with in_town(cast.town):
        return Membership.objects.get(person=person)


def give_token(cast: Cast, person: User, token: Token = TOKEN) -> Authenticator:
    with in_town(cast.town):
        return factor_actions.register_token(system(), membership_of(cast, person), token, name="0001")


def by_mailbox(person: User) -> Client:
    """A browser in which somebody who reads the person's mail has signed in."""
    client = Client()
    client.post(CODE, {"code": ask(client, person.email)})
    return client


def members_page(cast: Cast) -> str:
    return f"/{cast.town.code}/members/"


def test_an_officer_without_one_is_led_to_three_sentences_and_a_choice(cast: Cast) -> None:
    client = Client()
    answer = client.post(CODE, {"code": ask(client, cast.officer.email)}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith(PAGE)
    for choice in ("/account/passkeys/add/", "/account/second-factor/token/", "/account/second-factor/app/"):
        assert choice in page


def test_a_resident_is_not_asked_for_one(cast: Cast) -> None:
    client = Client()
    answer = client.post(CODE, {"code": ask(client, cast.resident.email)})
    assert answer.headers["Location"] == "/account/"


def test_roles_of_staff_are_withheld_until_a_code_is_shown(cast: Cast) -> None:
    give_token(cast, cast.officer)
    client = by_mailbox(cast.officer)
    refused = client.get(members_page(cast))
    assert refused.status_code == 302
    assert refused.headers["Location"] == f"{PAGE}?next=%2F{cast.town.code}%2Fmembers%2F"
    shown = client.post(PAGE, {"code": totp(SEED, time.time()), "next": members_page(cast)})
    assert shown.headers["Location"] == members_page(cast)
    assert client.get(members_page(cast)).status_code == 200


def test_a_code_works_once(cast: Cast) -> None:
    give_token(cast, cast.officer)
    code = totp(SEED, time.time())
    first, second = by_mailbox(cast.officer), by_mailbox(cast.officer)
    assert first.post(PAGE, {"code": code}).status_code == 302
    assert second.post(PAGE, {"code": code}).status_code == 422
    assert second.get(members_page(cast)).status_code == 302


def test_wrong_used_and_old_codes_get_the_same_sentence_and_the_eleventh_guess_waits(cast: Cast) -> None:
    give_token(cast, cast.officer)
    used = totp(SEED, time.time())
    by_mailbox(cast.officer).post(PAGE, {"code": used})
    client = by_mailbox(cast.officer)
    old = totp(SEED, time.time() - 3600)
    told = [client.post(PAGE, {"code": code}) for code in ("000000", used, old)]
    assert {answer.status_code for answer in told} == {422}
    assert all("このコードは使えません。" in answer.content.decode() for answer in told)
    for _guess in range(7):
        client.post(PAGE, {"code": "000000"})
    answer = client.post(PAGE, {"code": totp(SEED, time.time() + 30)})
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers


def test_a_token_of_sixty_seconds_and_eight_digits_works(cast: Cast) -> None:
    give_token(cast, cast.officer, Token(bytes.fromhex(SEED), period=60, digits=8))
    client = by_mailbox(cast.officer)
    assert client.post(PAGE, {"code": totp(SEED, time.time(), 60, 8)}).status_code == 302


def test_the_session_gets_a_new_key_when_it_may_do_more(cast: Cast) -> None:
    give_token(cast, cast.officer)
    client = by_mailbox(cast.officer)
    before = client.session.session_key
    client.post(PAGE, {"code": totp(SEED, time.time())})
    assert client.session.session_key != before
    assert "この機器" in client.get("/account/").content.decode()


def test_after_a_working_day_it_is_asked_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in_client(cast.officer)
    assert client.get(members_page(cast)).status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 12 * 3600 + 1)
    assert client.get(members_page(cast)).status_code == 302


def test_what_another_person_showed_in_this_browser_does_not_count(cast: Cast) -> None:
    client = signed_in_client(cast.officer)
    session = client.session
    session["account_authentication_methods_user"] = str(cast.mayor.pk)
    session.save()
    assert client.get(members_page(cast)).status_code == 302


def test_an_app_is_set_up_with_a_picture_and_tried_by_its_code(cast: Cast) -> None:
    client = by_mailbox(cast.officer)
    page = client.get("/account/second-factor/app/").content.decode()
    assert '<svg class="qr"' in page
    assert "style=" not in page
    seed = read_seed(re.search(r'<code class="phrases">([A-Z2-7 ]+)</code>', page)[1]).hex()  # type: ignore[index]
    refused = client.post("/account/second-factor/app/", {"code": "000000", "name": "電話"})
    assert refused.status_code == 422
    assert "電話" in refused.content.decode()
    answer = client.post("/account/second-factor/app/", {"code": totp(seed, time.time()), "name": "電話"}, follow=True)
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", answer.content.decode())) == 10
    assert client.get(members_page(cast)).status_code == 200
    assert "<code>" not in client.get("/account/second-factor/recovery-codes/").content.decode()


def test_an_officer_enters_the_seed_of_a_token_themselves(cast: Cast) -> None:
    client = by_mailbox(cast.officer)
    form = {"seed": SEED, "period": "60", "digits": "6", "name": "", "code": totp(SEED, time.time(), 60)}
    assert client.post("/account/second-factor/token/", {**form, "seed": "abc"}).status_code == 422
    assert client.post("/account/second-factor/token/", form).status_code == 302
    assert client.get(members_page(cast)).status_code == 200


def test_a_recovery_code_works_once(cast: Cast) -> None:
    give_token(cast, cast.officer)
    factor_actions.make_recovery_codes(Actor(Channel.WEB, person_id=cast.officer.pk))
    kept = second_factor.factors_of(cast.officer).recovery
    assert kept is not None
    code = kept.wrap().get_unused_codes()[3]
    assert by_mailbox(cast.officer).post(PAGE, {"code": f"{code[:4]} {code[4:]}"}).status_code == 302
    assert by_mailbox(cast.officer).post(PAGE, {"code": code}).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "second-factor/app/", "second-factor/token/", "second-factor/recovery-codes/",
        "passkeys/add/", "passkeys/options/", "address/", "data/",
    ],  # fmt: skip
)
def test_whoever_has_only_the_mailbox_cannot_add_or_change_a_way_in(cast: Cast, path: str) -> None:
    give_token(cast, cast.officer)
    answer = by_mailbox(cast.officer).get(f"/account/{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(PAGE)


def test_whoever_has_only_the_mailbox_cannot_remove_the_device(cast: Cast) -> None:
    device = give_token(cast, cast.officer)
    by_mailbox(cast.officer).post(f"{PAGE}{device.pk}/remove/")
    assert Authenticator.objects.filter(pk=device.pk).exists()


def test_a_device_is_removed_and_its_owner_is_told(cast: Cast) -> None:
    device = give_token(cast, cast.officer)
    client = by_mailbox(cast.officer)
    client.post(PAGE, {"code": totp(SEED, time.time())})
    outbox.deliver_due()
    mail.outbox.clear()
    assert client.post(f"{PAGE}{device.pk}/remove/").status_code == 302
    assert not Authenticator.objects.filter(user=cast.officer).exists()
    outbox.deliver_due()
    assert [letter.to for letter in mail.outbox] == [[cast.officer.email]]


def test_nobody_removes_the_device_of_another(cast: Cast) -> None:
    device = give_token(cast, cast.officer)
    assert signed_in_client(cast.mayor).post(f"{PAGE}{device.pk}/remove/").status_code == 404


def test_seeds_lie_sealed_in_the_database(cast: Cast) -> None:
    device = give_token(cast, cast.officer)
    assert SEED not in str(device.data)
    assert second_factor.token_of(device).seed.hex() == SEED


def test_the_administrator_registers_a_token_and_the_member_is_signed_out(cast: Cast) -> None:
    officers = by_mailbox(cast.officer)
    path = f"/{cast.town.code}/members/{membership_of(cast, cast.officer).pk}/token/"
    form = {"seed": SEED, "period": "60", "digits": "6", "name": "A-12", "code": totp(SEED, time.time(), 60)}
    assert signed_in_client(cast.administrator).post(path, form).status_code == 302
    assert officers.get("/account/").headers["Location"].startswith("/account/login/")
    again = by_mailbox(cast.officer)
    assert again.post(PAGE, {"code": totp(SEED, time.time() + 60, 60)}).status_code == 302


def test_a_code_that_was_tried_at_registration_is_spent(cast: Cast) -> None:
    path = f"/{cast.town.code}/members/{membership_of(cast, cast.officer).pk}/token/"
    code = totp(SEED, time.time(), 60)
    form = {"seed": SEED, "period": "60", "digits": "6", "code": code}
    signed_in_client(cast.administrator).post(path, form)
    assert by_mailbox(cast.officer).post(PAGE, {"code": code}).status_code == 422


def test_the_administrator_does_not_replace_what_a_person_set_up(cast: Cast) -> None:
    factor_actions.register_own_device(
        Actor(Channel.WEB, person_id=cast.officer.pk), TOKEN, name="mine", code=totp(SEED, time.time())
    )
    administrator = Actor(Channel.WEB, person_id=cast.administrator.pk, roles=frozenset({Role.ADMINISTRATOR}))
    with in_town(cast.town), pytest.raises(Conflict, match="自分の機器"):
        factor_actions.register_token(administrator, membership_of(cast, cast.officer), TOKEN, name="theirs")


def test_a_resident_is_given_no_token(cast: Cast) -> None:
    with in_town(cast.town), pytest.raises(Conflict, match="職員"):
        factor_actions.register_token(system(), membership_of(cast, cast.resident), TOKEN, name="x")


def test_the_operator_needs_one_too(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.operator, second_factor=False).get("/operator/").headers["Location"].startswith(PAGE)
    assert client_of(cast.operator).get("/operator/").status_code == 200


NO_PASSKEYS = ["", "{}", "[]", "null", '{"response": {}}', '{"response": {"userHandle": 3}}', "x" * 9]
PASSKEY_PATHS = ["/account/login/passkey/", "/account/second-factor/passkey/", "/account/passkeys/add/"]


@pytest.mark.parametrize("credential", NO_PASSKEYS)
@pytest.mark.parametrize("path", PASSKEY_PATHS)
def test_what_is_no_passkey_is_refused_with_a_page(cast: Cast, path: str, credential: str) -> None:
    client = signed_in_client(cast.resident)
    client.get({"/account/passkeys/add/": "/account/passkeys/options/"}.get(path, f"{path}options/"))
    answer = client.post(path, {"credential": credential, "name": "x"})
    assert answer.status_code == 400
    assert "もう一度" in answer.content.decode()


def test_who_registers_later_is_led_to_a_page_that_needs_no_second_factor(cast: Cast) -> None:
    client = signed_in_client(cast.operator, second_factor=False)
    page = client.get(f"{PAGE}?next=/operator/").content.decode()
    assert '<a href="/account/">あとで登録する</a>' in page
    assert client.get("/account/").status_code == 200
