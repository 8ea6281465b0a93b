"""Who reads without signing in gets finished pages, 304 while nothing changed, the new page after an act."""

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meguri.core.actor import Actor, Channel, Role, operator
from meguri.core.scope import in_town
from meguri.record.sequencer import sequence_all
from meguri.towns.actions import open_town, state_desk
from meguri.towns.models import Town
from meguri.web.page_cache import OVERHEAD_BYTES, KeptPage, PageCache
from tests.fixtures.cast import CODE, OTHER_CODE, Cast, made_up_municipality

pytestmark = pytest.mark.django_db

RECORD = "/record/"


@pytest.fixture
def town(db: None) -> Town:
    opened = open_town(operator(), made_up_municipality(CODE, "ためし町"))
    sequence_all()
    return opened


def queries_of(client: Client, path: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers=headers)
    return len(queries)


@pytest.mark.parametrize("path", [RECORD, f"/{CODE}/", "/api/v1/towns"])
def test_a_second_reader_costs_one_query(town: Town, client: Client, path: str) -> None:
    assert queries_of(client, path) > 1
    assert queries_of(client, path) == 1


@pytest.mark.parametrize("path", [RECORD, "/api/v1/towns"])
def test_who_has_the_page_already_gets_304_without_a_body(town: Town, client: Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_304_is_answered_before_any_view_runs(town: Town, client: Client) -> None:
    etag = client.get(RECORD).headers["ETag"]
    caches["pages"].clear()
    assert queries_of(client, RECORD, **{"If-None-Match": f'"other", {etag}'}) == 1


def test_after_an_act_the_page_changes_at_once(town: Town, client: Client) -> None:
    path = f"/{CODE}/record/"
    before = client.get(path)
    administrator = Actor(Channel.WEB, person_id=1, roles=frozenset({Role.ADMINISTRATOR}), town_id=town.pk)
    with in_town(town):
        state_desk(administrator, town, "総務課", "000-000-0000")
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "代表の窓口と電話を知らせました" in after.content.decode()
    assert "代表の窓口と電話を知らせました" not in before.content.decode()


def test_on_another_day_the_page_is_made_anew(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = client.get(RECORD).headers["ETag"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("meguri.web.anonymous.timezone.localdate", lambda: tomorrow)
    assert client.get(RECORD, headers={"If-None-Match": etag}).status_code == 200


def test_each_language_has_its_own_page(town: Town, client: Client) -> None:
    japanese = client.get(RECORD, headers={"Accept-Language": "ja"})
    english = client.get(RECORD, headers={"Accept-Language": "en"})
    assert japanese.headers["ETag"] != english.headers["ETag"]
    assert 'lang="en"' in english.content.decode()
    chosen = Client()
    chosen.cookies["django_language"] = "en"
    assert chosen.get(RECORD).headers["Content-Language"] == "en"


def test_who_takes_gzip_and_who_does_not_each_get_what_they_can_read(town: Town, client: Client) -> None:
    packed = client.get(RECORD, headers={"Accept-Encoding": "gzip"})
    plain = client.get(RECORD)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain.headers
    again = client.get(RECORD, headers={"Accept-Encoding": "gzip"})
    assert again.content == packed.content


@pytest.mark.parametrize("path", [RECORD, "/api/v1/towns"])
def test_head_gives_the_headers_of_the_page_and_no_body(town: Town, client: Client, path: str) -> None:
    for _time in range(2):
        page, head = client.get(path), client.head(path)
        assert head.content == b""
        assert head.headers["Content-Length"] == str(len(page.content))
        assert head.headers["ETag"] == page.headers["ETag"]
        caches["pages"].clear()


def test_a_page_of_somebody_signed_in_is_never_kept(cast: Cast, client_of: Callable[..., Client]) -> None:
    resident = client_of(cast.resident)
    own = resident.get(RECORD)
    assert own.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in own.headers
    assert "わたしのページ" in own.content.decode()
    assert "わたしのページ" not in Client().get(RECORD).content.decode()
    assert "わたしのページ" in resident.get(RECORD).content.decode()


def test_a_form_with_a_token_is_never_kept(db: None, client: Client) -> None:
    path = "/account/login/"
    first, second = client.get(path), Client().get(path)
    assert "csrftoken" in first.cookies
    assert "csrftoken" in second.cookies
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value
    assert "ETag" not in first.headers


def test_a_page_that_was_not_found_is_not_kept(db: None, client: Client) -> None:
    assert client.get("/nowhere/").status_code == 404
    made_up_municipality(OTHER_CODE, "となり町")
    assert "ETag" not in client.get("/nowhere/").headers


def test_shared_caches_are_told_what_a_page_depends_on(town: Town, client: Client) -> None:
    page = {word.strip().lower() for word in client.get(RECORD).headers["Vary"].split(",")}
    api = {word.strip().lower() for word in client.get("/api/v1/towns").headers["Vary"].split(",")}
    assert {"cookie", "accept-language", "accept-encoding"} <= page
    assert "cookie" not in api


def kept(size: int) -> KeptPage:
    return KeptPage(200, (), b"x" * (size - OVERHEAD_BYTES))


def test_the_cache_of_pages_is_bounded_by_bytes_and_lets_the_least_used_go() -> None:
    cache = PageCache("bounded", {"OPTIONS": {"MAX_MEGABYTES": 1}})
    cache.clear()
    for number in range(10):
        cache.set(number, kept(100_000))
        cache.get(0)
    cache.set(10, kept(100_000))
    assert cache.bytes_kept <= 1024 * 1024
    assert cache.get(0) is not None
    assert cache.get(1) is None


def test_a_page_that_would_fill_the_cache_is_not_kept() -> None:
    cache = PageCache("bounded", {"OPTIONS": {"MAX_MEGABYTES": 1}})
    cache.clear()
    cache.set("large", kept(200_000))
    assert cache.get("large") is None
    assert cache.bytes_kept == 0


def test_a_page_set_twice_is_counted_once() -> None:
    cache = PageCache("bounded", {"OPTIONS": {"MAX_MEGABYTES": 1}})
    cache.clear()
    cache.set("page", kept(50_000))
    cache.set("page", kept(60_000))
    assert cache.bytes_kept == 60_000
    assert cache.delete("page")
    assert cache.bytes_kept == 0
