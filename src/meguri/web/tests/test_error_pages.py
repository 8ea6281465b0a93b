"""Each refusal is a page that says what happened, that nothing is lost, and what to do next."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from meguri.core.errors import NotAllowed
from meguri.web.middleware import ErrorPages
from meguri.web.views import server_error

pytestmark = [pytest.mark.django_db, pytest.mark.urls("meguri.web.tests.sample_urls")]


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False, headers={"accept-language": "ja"})


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nowhere/", 404, "このページは見つかりません"),
        ("/denied/", 403, "この操作はできません"),
        ("/post-only/", 405, "その送り方ができません"),
        ("/busy/", 429, "少し待ってから"),
    ],
)
def test_each_refusal_says_what_happened_and_what_comes_next(reader: Client, path: str, status: int, said: str) -> None:
    answer = reader.get(path)
    page = answer.content.decode().replace("<wbr>", "")
    assert answer.status_code == status
    assert said in page
    assert 'href="/"' in page
    assert 'role="search"' in page
    assert "残っています" in page or "何も変わっていません" in page


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/refused/", 403, "この操作は福祉係だけができます。"),
        ("/bad/", 400, "電話番号は数字とハイフンで入れてください。"),
        ("/changed/", 409, "この案は、もう公表されています。"),
        ("/no-such-code/", 404, "この番号の自治体はありません。"),
    ],
)
def test_the_sentence_an_action_wrote_for_the_reader_is_shown(
    reader: Client, path: str, status: int, sentence: str
) -> None:
    answer = reader.get(path)
    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_a_message_written_for_developers_is_not_shown(reader: Client) -> None:
    assert "No Town" not in reader.get("/gone/").content.decode()


def test_who_signs_in_after_a_refusal_comes_back_to_the_same_page(reader: Client) -> None:
    page = reader.get("/denied/?a=1&b=2").content.decode()
    assert 'href="/account/login/?next=%2Fdenied%2F%3Fa%3D1%26b%3D2"' in page


def test_a_wrong_method_still_names_the_right_ones(reader: Client) -> None:
    assert reader.get("/post-only/").headers["Allow"] == "POST"


def test_a_reader_who_came_too_often_is_told_when_to_return(reader: Client) -> None:
    assert reader.get("/busy/").headers["Retry-After"] == "60"


def test_an_answer_of_the_api_keeps_its_own_body(reader: Client) -> None:
    assert reader.get("/told/").json() == {"detail": "no"}


def test_a_refusal_in_the_api_is_left_to_the_api(rf: RequestFactory) -> None:
    pages = ErrorPages(lambda request: HttpResponse())
    assert pages.process_exception(rf.get("/api/v1/towns/"), NotAllowed("no")) is None


def test_a_defect_of_ours_says_so_in_both_languages(reader: Client) -> None:
    answer = reader.get("/broken/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "こちらの不具合です" in page
    assert "Something went wrong on our side" in page


def test_the_page_about_our_defect_asks_nothing_of_the_database(
    rf: RequestFactory, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    with django_assert_num_queries(0):
        assert server_error(rf.get("/")).status_code == 500


def test_the_page_stands_in_the_readers_language(reader: Client) -> None:
    assert '<html lang="en">' in reader.get("/nowhere/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="ja">' in reader.get("/nowhere/").content.decode()
