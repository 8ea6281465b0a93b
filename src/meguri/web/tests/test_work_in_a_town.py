"""The town's page and the operator's lead to the work that roles allow, and everybody to become a supporter."""

import pytest
from django.test import Client

from tests.fixtures.cast import Cast, signed_in_client

WORK = {"数字を取り込む": "import/", "新しい指標をつくる": "indicators/new/", "メンバー": "members/",
        "窓口とまちの輪": "desk/"}  # fmt: skip
ALL = list(WORK)


def offered(cast: Cast, client: Client) -> list[str]:
    page = client.get(f"/{cast.town.code}/").content.decode()
    links = [word for word, more in WORK.items() if f'<a href="/{cast.town.code}/{more}">{word}</a>' in page]
    assert ("このまちでの仕事" in page) == bool(links)
    return links


@pytest.mark.parametrize(
    ("name", "words"),
    [("administrator", ALL), ("officer", ALL[:3]), ("resident", []), ("other_towns_officer", [])],
)
def test_each_reader_is_offered_what_their_roles_allow(cast: Cast, name: str, words: list[str]) -> None:
    client = signed_in_client(getattr(cast, name))
    assert offered(cast, client) == words
    for word in words:
        assert client.get(f"/{cast.town.code}/{WORK[word]}").status_code == 200


def test_work_that_waits_for_the_second_factor_is_offered_too(cast: Cast) -> None:
    assert offered(cast, signed_in_client(cast.officer, second_factor=False)) == ALL[:3]


def test_a_visitor_is_offered_no_work_and_gets_no_cookie_but_may_become_a_supporter(cast: Cast) -> None:
    assert offered(cast, Client()) == []
    answer = Client().get(f"/{cast.town.code}/")
    assert not answer.cookies
    assert f'<a href="/{cast.town.code}/join/">応援者になる</a>' in answer.content.decode()


def test_the_operators_page_leads_to_the_import_of_national_statistics(cast: Cast) -> None:
    client = signed_in_client(cast.operator)
    assert 'href="/operator/import/"' in client.get("/operator/").content.decode()
    assert client.get("/operator/import/").status_code == 200
