"""A town is found in one box: suggestions for the script, a page of results without it, and words of help for none."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from meguri.core.actor import operator
from meguri.towns.actions import open_town
from meguri.towns.models import Municipality

pytestmark = pytest.mark.usefixtures("country")


def _items(client: Client, typed: str) -> list[dict[str, str]]:
    items: list[dict[str, str]] = client.get("/suggest/", {"q": typed}).json()["items"]
    return items


def test_a_suggestion_tells_namesakes_apart_and_says_who_has_opened(client: Client) -> None:
    open_town(operator(), Municipality.objects.get(code="342084"))
    assert _items(client, "府中市") == [
        {"text": "府中市", "note": "ふちゅうし・東京都・132063", "url": "/132063/"},
        {"text": "府中市", "note": "ふちゅうし・広島県・342084・開いています", "url": "/342084/"},
    ]


def test_a_near_name_is_suggested_as_near_and_none_is_said_in_a_line(client: Client) -> None:
    assert _items(client, "大宮市")[0]["note"] == "ひたちおおみやし・茨城県・082252・近い名前"
    assert [one["text"] for one in _items(client, "上士幌市")] == ["上士幌町"]
    assert [one["text"] for one in _items(client, "神士幌")] == ["上士幌町", "士幌町"]
    assert "近い名前" in client.get("/suggest/", {"q": "神士幌"}).json()["message"]
    assert "見つかりません" in client.get("/suggest/", {"q": "zzz"}).json()["message"]
    assert client.get("/suggest/", {"q": "上士"}).json()["message"] == ""


@pytest.mark.parametrize("typed", ["", "　", "zzz", "\x00", "%00", "<script>", "あ" * 5000])
def test_suggestions_for_what_names_nothing_are_an_empty_list(client: Client, typed: str) -> None:
    assert _items(client, typed) == []


def test_a_suggestion_costs_one_query_and_less_than_ten_milliseconds(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    _items(client, "上士幌")
    with django_assert_max_num_queries(2):
        _items(client, "かみし")
    begun = time.process_time()
    for typed in ("か", "かみ", "kami", "上士", "府中", "016", "とうきょう", "osaka", "ふ", "m"):
        _items(client, typed)
    assert (time.process_time() - begun) / 10 < 0.010


def test_one_hit_leads_straight_to_the_town(client: Client) -> None:
    for typed in ("上士幌", "016331", "01633", "kamishihoro", "かみしほろちょう", "北海道上士幌町", "1633"):
        assert client.get("/search/", {"q": typed}).headers["Location"] == "/016331/"


def test_a_whole_name_leads_to_its_town_though_others_hold_it_inside(client: Client) -> None:
    for typed, code in [("津市", "242012"), ("東京 府中", "132063"), ("東京都港区", "131032"), ("篠山市", "282219")]:
        assert client.get("/search/", {"q": typed}).headers["Location"] == f"/{code}/"


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("清水市", "土佐清水市"), ("清水市", "清水町"), ("大宮市", "常陸大宮市"), ("町", "町田市"),
        ("かみしほりょ", "上士幌町"), ("かみしほ", "上士幌町"), ("上士幌市", "上士幌町"), ("上志幌", "上士幌町"),
        ("神士幌", "上士幌町"), ("上士ほろ町", "上士幌町"), ("じょうしほろ", "上士幌町"), ("佐渡ヶ島", "佐渡市"),
        ("津軽", "深浦町"),
    ],
)  # fmt: skip
def test_a_loose_hit_is_listed_as_near_and_never_followed(client: Client, typed: str, listed: str) -> None:
    answer = client.get("/search/", {"q": typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "見つかりません。" in page
    assert f'lang="ja">{listed}</a>' in page
    assert "合併より" in page


@pytest.mark.parametrize("typed", ["中央区", "港区", "きたく", "minato-ku"])
def test_a_wards_name_that_other_cities_bear_too_is_not_followed(client: Client, typed: str) -> None:
    answer = client.get("/search/", {"q": typed})
    assert answer.status_code == 200
    assert "東京都" in answer.content.decode()
    assert "大阪市" in answer.content.decode()


def test_places_of_a_prefecture_are_not_called_namesakes(client: Client) -> None:
    assert "同じ名前のまち" not in client.get("/search/", {"q": "東京"}).content.decode()
    assert "同じ名前のまち" in client.get("/search/", {"q": "府中市"}).content.decode()


def test_a_code_that_was_completed_is_told_as_it_was_typed(client: Client) -> None:
    assert "「1699」を6桁にした 016993" in client.get("/search/", {"q": "1699"}).content.decode()
    assert "「999999」という" in client.get("/999999/").content.decode()


def test_a_short_former_code_leads_to_the_place_of_today_at_once(client: Client) -> None:
    assert client.get("/40305/").headers["Location"] == "/402311/"


def test_several_hits_are_listed_with_their_prefectures(client: Client) -> None:
    page = client.get("/search/", {"q": "那珂川町"}).content.decode()
    assert "栃木県" in page
    assert "福岡県" in page
    assert 'href="/402311/"' in page


def test_a_prefectures_name_leads_to_its_own_page_first(client: Client) -> None:
    page = client.get("/search/", {"q": "tokyo"}).content.decode()
    assert page.index("/prefectures/13/") < page.index("/131016/")


def test_nothing_found_keeps_what_was_typed_and_says_what_to_try(client: Client) -> None:
    page = client.get("/search/", {"q": "ありえない<b>町"}).content.decode()
    assert 'value="ありえない&lt;b&gt;町"' in page
    assert "こうすると見つかるかもしれません" in page
    assert "/prefectures/47/" in page


def test_a_code_with_a_wrong_check_digit_is_told_with_the_right_one(client: Client) -> None:
    page = client.get("/search/", {"q": "016332"}).content.decode()
    assert "2 とありますが、1 のはずです" in page


def test_an_empty_search_asks_for_a_town(client: Client) -> None:
    page = client.get("/search/").content.decode()
    assert "まちをさがす" in page
    assert "に合うまちはありません" not in page


@pytest.mark.django_db(transaction=True)
def test_the_box_takes_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="あなたのまちは？")
    box.focus()
    box.press_sequentially("府中")
    expect(page.get_by_role("option")).to_have_count(3)
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(page.get_by_role("option", name="広島県・")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url("**/342084/")


@pytest.mark.django_db(transaction=True)
def test_without_script_the_box_leads_to_the_results(page_of: Callable[..., Page]) -> None:
    page = page_of(None, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("伊達市")
    page.get_by_role("button", name="さがす").click()
    expect(page.get_by_role("main").get_by_role("link", name="伊達市")).to_have_count(2)


@pytest.mark.django_db(transaction=True)
def test_the_box_says_and_shows_that_nothing_was_found(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="あなたのまちは？").press_sequentially("zzz")
    expect(page.locator(".search__message")).to_contain_text("見つかりません。")
    expect(page.get_by_role("status").filter(has_text="見つかりません。")).to_have_count(1)
    expect(page.get_by_role("option")).to_have_count(0)
