"""One client may ask the API so often a minute, is told how it stands, and then how long to wait."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from meguri.web.rate_limit import MOST_CLIENTS, ApiRateLimit, Limiter, client_of


class Clock:
    """A clock that stands still until told otherwise; seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_after_its_quota_a_client_has_to_wait_and_then_may_again() -> None:
    clock = Clock()
    limiter = Limiter(60, clock)
    assert all(limiter.ask("a").allowed for _i in range(60))
    refused = limiter.ask("a")
    assert (refused.allowed, refused.remaining, refused.retry_seconds) == (False, 0, 1)
    clock.now += refused.retry_seconds
    assert limiter.ask("a").allowed
    assert not limiter.ask("a").allowed


def test_clients_do_not_wait_for_each_other() -> None:
    limiter = Limiter(1, Clock())
    assert limiter.ask("a").allowed
    assert limiter.ask("b").allowed


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 50))
def test_who_waits_as_told_is_never_refused(pauses: list[float], quota: int) -> None:
    clock = Clock()
    limiter = Limiter(quota, clock)
    for pause in pauses:
        clock.now += pause
        standing = limiter.ask("a")
        assert 0 <= standing.remaining <= quota
        if not standing.allowed:
            clock.now += standing.retry_seconds
            assert limiter.ask("a").allowed


def test_only_so_many_clients_are_remembered() -> None:
    limiter = Limiter(5, Clock())
    for number in range(MOST_CLIENTS + 10):
        limiter.ask(str(number))
    assert len(limiter._buckets) == MOST_CLIENTS


def limited(quota: int, workers: int = 1) -> Callable[[HttpRequest], HttpResponse]:
    with override_settings(API_REQUESTS_PER_MINUTE=quota, WORKERS=workers):
        return ApiRateLimit(lambda request: HttpResponse("fine"))


def ask(limit: Callable[[HttpRequest], HttpResponse], path: str = "/api/v1/towns", **meta: Any) -> HttpResponse:
    return limit(RequestFactory().get(path, **meta))


def test_each_answer_says_how_many_requests_are_left() -> None:
    answer = ask(limited(10))
    assert answer.headers["RateLimit-Policy"] == '"default";q=10;w=60'
    assert answer.headers["RateLimit"] == '"default";r=9;t=6'


def test_workers_share_the_quota_out() -> None:
    assert '"default";q=5;w=60' in ask(limited(10, workers=2)).headers["RateLimit-Policy"]


def test_one_request_too_many_is_told_in_a_problem_how_long_to_wait() -> None:
    limit = limited(1)
    ask(limit)
    refused = ask(limit, HTTP_ACCEPT_LANGUAGE="ja")
    assert refused.status_code == 429
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Retry-After"] == "60"
    assert "60秒待ってから" in refused.content.decode()


def test_pages_are_not_counted() -> None:
    limit = limited(1)
    assert [ask(limit, path="/record/").status_code for _i in range(3)] == [200, 200, 200]


def test_no_limit_is_a_limit_of_0() -> None:
    answer = ask(limited(0))
    assert "RateLimit" not in answer.headers


def test_a_whole_home_network_of_ipv6_counts_as_one() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:aaaa::1")
    other = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:bbbb::2")
    assert client_of(request) == client_of(other)


def test_a_forged_forwarding_header_is_not_believed_without_a_proxy_of_ours() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert client_of(request) == "192.0.2.1"
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert client_of(request) == "198.51.100.7"


@pytest.mark.django_db
def test_the_api_itself_is_limited(client: Client) -> None:
    answer = client.get("/api/v1/prefectures")
    assert answer.headers["RateLimit"].startswith('"default";r=')
