"""Passkeys in a real Chromium with a virtual authenticator: making one, coming in by it, showing it afterwards."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from meguri.towns import factor_actions, second_factor
from meguri.towns.models import User
from tests.fixtures.cast import Cast, actor_for, signed_in_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_authenticator(page: Page, *, verifies: bool = True) -> Page:
    """A phone or computer that keeps passkeys and knows its holder (or fails to)."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def make_passkey(page: Page) -> None:
    page.goto("/account/passkeys/add/")
    page.get_by_role("button", name="パスキーを登録する").click()
    expect(page.get_by_role("heading", name="回復コード")).to_be_visible()


def passkeys_of(person: User) -> list[Authenticator]:
    return second_factor.factors_of(person).passkeys


def test_an_officer_makes_a_passkey_and_comes_in_by_it_alone(cast: Cast, page_of: Callable[..., Page]) -> None:
    page = with_authenticator(page_of(cast.officer, second_factor=False))
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    make_passkey(page)
    assert len(passkeys_of(cast.officer)) == 1
    page.goto("/account/")
    page.get_by_role("button", name="サインアウト", exact=True).last.click()
    page.goto(f"/account/login/?next=/{cast.town.code}/members/")
    page.get_by_role("button", name="パスキーで入る").click()
    expect(page.get_by_role("heading", name="ためし町のメンバー")).to_be_visible()
    assert complaints == []


def test_a_passkey_is_the_second_factor_after_a_code(cast: Cast, page_of: Callable[..., Page]) -> None:
    page = with_authenticator(page_of(cast.officer, second_factor=False))
    make_passkey(page)
    session = _without_second_factor(page, cast.officer)
    page.goto(f"/{cast.town.code}/members/")
    expect(page.get_by_role("heading", name="二つ目の確認", exact=True)).to_be_visible()
    page.get_by_role("button", name="パスキーを使う").click()
    expect(page.get_by_role("heading", name="ためし町のメンバー")).to_be_visible()
    assert session not in {cookie["value"] for cookie in page.context.cookies()}


def _without_second_factor(page: Page, person: User) -> str:
    """Put another session of the same person, opened by the mailbox alone, into this browser; returns its key."""
    key = signed_in_client(person, second_factor=False).cookies["sessionid"].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": key, "domain": "localhost", "path": "/"}])
    return key


def test_a_device_that_does_not_know_its_holder_makes_no_passkey(cast: Cast, page_of: Callable[..., Page]) -> None:
    page = with_authenticator(page_of(cast.officer, second_factor=False), verifies=False)
    page.goto("/account/passkeys/add/")
    page.get_by_role("button", name="パスキーを登録する").click()
    expect(page.get_by_text("登録できませんでした。")).to_be_visible()
    assert passkeys_of(cast.officer) == []


def test_what_a_browser_signed_once_is_not_taken_again(cast: Cast, page_of: Callable[..., Page]) -> None:
    page = with_authenticator(page_of(cast.resident))
    sent: dict[str, str] = {}
    page.on("request", lambda request: sent.update({urlsplit(request.url).path: request.post_data or ""}))
    make_passkey(page)
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="パスキーで入る").click()
    expect(page.get_by_role("heading", name="わたしのページ")).to_be_visible()
    for path in ("/account/passkeys/add/", "/account/login/passkey/"):
        client = signed_in_client(cast.resident)
        client.get(path.replace("add/", "options/") if "add" in path else f"{path}options/")
        again = client.post(path, dict(parse_qsl(sent[path])))
        assert again.status_code == 400
    assert len(passkeys_of(cast.resident)) == 1


def test_a_removed_passkey_opens_nothing(cast: Cast, page_of: Callable[..., Page]) -> None:
    page = with_authenticator(page_of(cast.resident))
    make_passkey(page)
    factor_actions.remove_factor(actor_for(cast.resident, None), passkeys_of(cast.resident)[0])
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="パスキーで入る").click()
    expect(page.get_by_text("このパスキーではサインインできませんでした。")).to_be_visible()


def test_without_script_the_box_for_the_address_remains(db: None, page_of: Callable[..., Page]) -> None:
    page = page_of(None, java_script_enabled=False)
    page.goto("/account/login/")
    expect(page.get_by_label("メールアドレス")).to_be_visible()
    expect(page.get_by_role("button", name="パスキーで入る")).to_be_hidden()
