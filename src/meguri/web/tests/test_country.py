"""The first page asks for the reader's town, and shows the map, the opened towns and the prefectures."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from meguri.core.actor import operator
from meguri.core.revision import PerRevision
from meguri.towns.actions import open_town
from meguri.towns.models import Municipality
from tests.fixtures.cast import open_made_up_town


@pytest.mark.usefixtures("country")
def test_the_page_asks_for_the_town_and_says_what_will_be_found(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "あなたのまちは？" in page
    assert "1,741の市区町村の、公開されている数字を見られます。" in strip_tags(page)
    assert 'data-combobox="/suggest/"' in page
    assert page.count("<h1") == 1


@pytest.mark.usefixtures("country")
def test_each_prefecture_is_named_once_in_the_list_and_linked_on_the_map(client: Client) -> None:
    page = client.get("/").content.decode()
    for number in range(1, 48):
        assert page.count(f'href="/prefectures/{number:02d}/"') == 2
    assert page.count('tabindex="-1"') == 47 + 1


@pytest.mark.usefixtures("country")
def test_the_three_towns_that_opened_last_are_shown_and_a_made_up_one_is_labelled(client: Client) -> None:
    for code in ("016331", "342084", "075469"):
        open_town(operator(), Municipality.objects.get(code=code))
    made_up = open_made_up_town("999016", "見本町")
    page = client.get("/").content.decode()
    shown = page[page.index('id="opened"') : page.index('id="by-place"')]
    assert shown.count("<li") == 3
    assert "府中市" in shown
    assert "上士幌町" not in shown
    assert "架空の見本" in shown[shown.index(made_up.name) :]


def test_before_the_list_is_loaded_the_page_still_stands(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("country")
def test_the_page_takes_no_more_queries_when_towns_open(client: Client, django_assert_max_num_queries: object) -> None:
    client.get("/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # the fixture's type is not exported
        client.get("/?again")
    PerRevision.forget_all()
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # the fixture's type is not exported
        client.get("/?anew")


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("path", ["/about/", "/sources/", "/map/"])
def test_what_meguri_is_and_where_figures_come_from_can_be_read(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.usefixtures("country")
def test_each_source_has_its_credit_line(client: Client) -> None:
    page = client.get("/sources/").content.decode()
    assert "独立行政法人統計センター SSDSE（教育用標準データセット）" in page
    assert "code4fukui/localgovjp（CC0）" in page
