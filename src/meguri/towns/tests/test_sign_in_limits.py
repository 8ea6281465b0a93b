"""Ten guesses and five codes in a quarter of an hour, then a wait, from however many browsers and processes."""

import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from meguri.towns import limits
from meguri.towns.models import Attempt
from meguri.towns.tests.letters import code_in_last_letter
from meguri.towns.tests.test_sign_in import CODE, LOGIN, ask, wrong
from tests.fixtures.cast import Cast


def test_the_eleventh_guess_meets_a_wait_even_with_the_right_code(cast: Cast) -> None:
    client = Client()
    code = ask(client, cast.resident.email)
    for _guess in range(10):
        assert client.post(CODE, {"code": wrong(code)}).status_code == 422
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "あと15分ほどで" in answer.content.decode()
    assert client.get("/account/").status_code == 302


def test_other_browsers_share_the_ten_guesses(cast: Cast) -> None:
    for _browser in range(2):
        client = Client()
        code = ask(client, cast.resident.email)
        for _guess in range(5):
            assert client.post(CODE, {"code": wrong(code)}).status_code == 422
    third = Client()
    assert third.post(CODE, {"code": ask(third, cast.resident.email)}).status_code == 429


def test_an_unknown_address_meets_the_same_wait(db: None) -> None:
    client = Client()
    code = ask(client, "nobody@example.jp")
    answers = [client.post(CODE, {"code": wrong(code)}).status_code for _guess in range(11)]
    assert answers == [422] * 10 + [429]


def test_somebody_elses_guesses_stop_nobody(cast: Cast) -> None:
    guesser = Client()
    code = ask(guesser, cast.resident.email)
    for _guess in range(11):
        guesser.post(CODE, {"code": wrong(code)})
    elder = Client()
    assert elder.post(CODE, {"code": ask(elder, cast.elder.email)}).status_code == 302


def test_right_codes_do_not_count_as_guesses(cast: Cast) -> None:
    client = Client()
    client.post(CODE, {"code": ask(client, cast.resident.email)})
    assert not Attempt.objects.filter(key=_key(limits.GUESSES_FOR_ONE_ADDRESS, cast.resident.email)).exists()


def _key(limit: limits.Limit, key: str) -> str:
    made = limits.take(limit, key)
    made.delete()
    return made.key


def test_the_sixth_letter_to_one_address_waits(db: None) -> None:
    answers = [Client().post(LOGIN, {"email": "hanako@example.jp"}).status_code for _letter in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_after_the_wait_it_can_be_tried_again(cast: Cast) -> None:
    client = Client()
    code = ask(client, cast.resident.email)
    for _guess in range(11):
        client.post(CODE, {"code": wrong(code)})
    Attempt.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert client.post(CODE, {"code": code_in_last_letter()}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_only_ten_pass() -> None:
    passed: list[int] = []

    def guess() -> None:
        try:
            limits.take(limits.GUESSES_FOR_ONE_ADDRESS, "rush")
            passed.append(1)
        except limits.TooMany:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _thread in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 10
