"""A form whose token has run out: nothing is done, and nothing that was typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("meguri.web.tests.sample_urls")]
HERE = {"origin": "http://testserver", "accept-language": "ja"}
ELSEWHERE = {"origin": "https://elsewhere.example", "accept-language": "ja"}


@pytest.fixture
def reader() -> Client:
    return Client(enforce_csrf_checks=True)


def sent(reader: Client, typed: dict[str, object], headers: dict[str, str] = HERE) -> str:
    answer = reader.post("/components/", typed, headers=headers)
    assert answer.status_code == 403
    return answer.content.decode()


def test_what_was_typed_is_shown_and_can_be_sent_again_with_a_fresh_token(reader: Client) -> None:
    page = sent(reader, {"body": "街灯が消えています", "idempotency_key": "k-1"})
    assert "街灯が消えています" in page
    assert "もう一度送る" in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert 'name="idempotency_key" value="k-1"' in page


def test_markup_that_was_typed_stays_text(reader: Client) -> None:
    page = sent(reader, {"body": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_words_sent_from_another_site_cannot_be_sent_on_by_one_press(reader: Client) -> None:
    page = sent(reader, {"body": "わるい文"}, ELSEWHERE)
    assert "もう一度送る" not in page
    assert 'name="csrfmiddlewaretoken"' not in page


def test_a_request_that_does_not_say_where_it_comes_from_cannot_be_sent_on(reader: Client) -> None:
    assert "もう一度送る" not in sent(reader, {"body": "文"}, {"accept-language": "ja"})


def test_a_code_or_password_is_never_written_back(reader: Client) -> None:
    page = sent(reader, {"body": "文", "login_code": "493021"})
    assert "493021" not in page
    assert "もう一度送る" not in page
    assert "ここには出しません" in page


def test_a_file_must_be_chosen_again_and_the_page_says_so(reader: Client) -> None:
    page = sent(reader, {"body": "文", "paper": SimpleUploadedFile("a.csv", b"a,b")})
    assert "もう一度選んでください" in page
    assert "もう一度送る" not in page
