"""Signing in by a code that comes by e-mail: one box for everybody, and nothing that says who has an account."""

import re
import time
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from meguri.towns.models import User
from meguri.towns.tests.letters import code_in_last_letter
from tests.fixtures.cast import Cast

LOGIN, CODE = "/account/login/", "/account/login/code/"


def ask(client: Client, email: str, onward: str = "") -> str:
    """Ask for a code; returns it as read in the letter."""
    answer = client.post(LOGIN, {"email": email, "next": onward})
    assert answer.status_code == 302
    return code_in_last_letter()


def wrong(code: str) -> str:
    return str((int(code) + 1) % 10**8).zfill(8)


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


def test_a_resident_signs_in_with_the_code_from_the_letter(cast: Cast) -> None:
    client = Client()
    code = ask(client, cast.resident.email)
    answer = client.post(CODE, {"code": code}, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert cast.resident.email in answer.content.decode()


def test_somebody_new_is_entered_by_the_same_box(db: None) -> None:
    client = Client()
    code = ask(client, "Hanako@Example.JP")
    assert not User.objects.exists()
    assert client.post(CODE, {"code": code}).status_code == 302
    assert User.objects.get().email == "hanako@example.jp"
    assert client.get("/account/").status_code == 200


def test_the_reader_comes_back_to_where_they_were_going(cast: Cast) -> None:
    client = Client()
    code = ask(client, cast.resident.email, f"/{cast.town.code}/join/")
    answer = client.post(CODE, {"code": code, "next": f"/{cast.town.code}/join/"})
    assert answer.headers["Location"] == f"/{cast.town.code}/join/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(cast: Cast, elsewhere: str) -> None:
    client = Client()
    code = ask(client, cast.resident.email, elsewhere)
    assert client.post(CODE, {"code": code, "next": elsewhere}).headers["Location"] == "/account/"


def test_wide_digits_blanks_and_hyphens_do_not_matter(cast: Cast) -> None:
    client = Client()
    code = ask(client, cast.resident.email)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert client.post(CODE, {"code": f" {wide[:4]}－{wide[4:]} "}).status_code == 302


def test_an_address_that_is_known_and_one_that_is_not_get_the_same_answers(cast: Cast) -> None:
    seen = []
    for email in (cast.officer.email, "nobody1@example.jp"):
        client = Client()
        sent = client.post(LOGIN, {"email": email})
        shown = client.get(CODE)
        guessed = client.post(CODE, {"code": "00000000"})
        letter = mail.outbox[-1]
        page = without_token(shown.content).replace(email.encode(), b"")
        text = re.sub(r"\d{4} \d{4}", "", f"{letter.subject} {letter.body}")
        answers = (sent.status_code, sent.headers["Location"], guessed.status_code, letter.to == [email])
        seen.append((answers, page, without_token(guessed.content).replace(email.encode(), b""), text))
    assert seen[0] == seen[1]


def test_asking_for_a_code_takes_the_same_queries_whoever_asks(cast: Cast) -> None:
    counts = []
    for email in (cast.officer.email, "nobody2@example.jp"):
        with CaptureTables() as tables:
            Client().post(LOGIN, {"email": email})
        counts.append(tables.statements)
    assert counts[0] == counts[1]
    assert not any("towns_user" in statement for statement in counts[0])


class CaptureTables:
    """The statements run inside, without their values."""

    def __enter__(self) -> "CaptureTables":
        self._capture = CaptureQueriesContext(connection)
        self._capture.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._capture.__exit__(*raised)  # type: ignore[arg-type]  # passed on as it came
        found = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in self._capture.captured_queries]
        self.statements = [statement for statement in found if "SAVEPOINT" not in statement]


def test_a_wrong_a_used_and_an_old_code_get_the_same_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "このコードは使えません。"
    client = Client()
    code = ask(client, cast.resident.email)
    told_wrong = client.post(CODE, {"code": wrong(code)})

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60 + 1)
    told_old = client.post(CODE, {"code": code})
    monkeypatch.undo()

    assert client.post(CODE, {"code": code}).status_code == 302
    client.post("/account/logout/")
    told_used = client.post(CODE, {"code": code})
    for told in (told_wrong, told_old, told_used):
        assert told.status_code == 422
        assert sentence in told.content.decode()


def test_a_code_opens_only_the_browser_that_asked_for_it(cast: Cast) -> None:
    code = ask(Client(), cast.resident.email)
    other = Client()
    ask(other, "somebody@example.jp")
    assert other.post(CODE, {"code": code}).status_code == 422


def test_a_new_code_takes_the_place_of_the_earlier_one(cast: Cast) -> None:
    client = Client()
    first = ask(client, cast.resident.email)
    second = ask(client, cast.resident.email)
    assert client.post(CODE, {"code": first}).status_code == 422
    assert client.post(CODE, {"code": second}).status_code == 302


def test_the_letter_carries_the_code_large_the_time_and_what_to_do(cast: Cast) -> None:
    ask(Client(), cast.resident.email)
    letter = mail.outbox[-1]
    assert isinstance(letter, EmailMultiAlternatives)
    assert "15分" in str(letter.body)
    assert "心あたりがないときは" in str(letter.body)
    html = str(letter.alternatives[0][0])
    assert "32px" in html
    assert code_in_last_letter()[:4] in html


def test_the_letter_is_in_the_language_of_the_page(cast: Cast) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.post(LOGIN, {"email": cast.resident.email})
    letter = mail.outbox[-1]
    assert isinstance(letter, EmailMultiAlternatives)
    assert 'lang="en"' in str(letter.alternatives[0][0])


def test_an_unreachable_mail_server_is_said_and_the_address_stays(cast: Cast, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    answer = Client().post(LOGIN, {"email": cast.resident.email})
    assert answer.status_code == 422
    assert "いま、メールを送れませんでした" in answer.content.decode()
    assert cast.resident.email in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "hanako", "hanako@", "a b@example.jp", "x" * 300 + "@example.jp"])
def test_what_is_no_address_is_said_and_kept(db: None, typed: str) -> None:
    answer = Client().post(LOGIN, {"email": typed})
    assert answer.status_code == 422
    assert not mail.outbox


def test_somebody_who_was_stopped_does_not_come_in(cast: Cast) -> None:
    User.objects.filter(pk=cast.resident.pk).update(is_active=False)
    client = Client()
    answer = client.post(CODE, {"code": ask(client, cast.resident.email)})
    assert answer.status_code == 403
    assert client.get("/account/").status_code == 302


def test_no_path_asks_for_a_password() -> None:
    names = {str(name) for name in get_resolver().reverse_dict}
    assert not [name for name in names if "password" in name or "signup" in name or "social" in name]


def test_a_code_that_opened_a_session_is_forgotten(cast: Cast) -> None:
    client = Client()
    client.post(CODE, {"code": ask(client, cast.resident.email)})
    assert "email_code" not in client.session


def test_the_code_itself_lies_nowhere_in_the_session(cast: Cast) -> None:
    client = Client()
    code = ask(client, cast.resident.email)
    assert code not in str(dict(client.session.items()))


def test_signing_out_ends_the_session(client_of: Callable[..., Client], cast: Cast) -> None:
    client = client_of(cast.resident)
    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/account/").headers["Location"].startswith("/account/login/")
