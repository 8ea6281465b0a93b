"""Sourced facts say that they are no statistics, and an address in their source can be followed."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from meguri.core.actor import system
from meguri.towns.actions import state_facts
from meguri.towns.models import Municipality, SourcedFact
from meguri.web.templatetags.fact_sources import source_links

TOWN = "016331"


def test_an_address_becomes_a_link_and_the_other_sources_stay_words() -> None:
    linked = source_links("kamishihoro.jp/sp/self_driving_bus、国土交通白書")
    assert linked == (
        '<a href="https://kamishihoro.jp/sp/self_driving_bus" rel="noopener nofollow">'
        "kamishihoro.jp/sp/self_driving_bus</a>、国土交通白書"
    )


@pytest.mark.parametrize("source", ["Yahoo!ニュース", "十勝毎日新聞 484908", "mainichiworld", "a@town.jp"])
def test_what_is_no_address_gets_no_link(source: str) -> None:
    assert source_links(source) == source


def test_markup_in_a_source_stays_text() -> None:
    assert "<b>" not in source_links("<b>furupay.jp</b>")


@pytest.mark.usefixtures("country")
class TestThePages:
    @pytest.fixture(autouse=True)
    def stated(self, country: None) -> None:
        facts = [
            SourcedFact(topic="交通", label="バス", statement="走る。", source="kamishihoro.jp/page/00000218、町の紙"),
            SourcedFact(topic="交通", label="橋", statement="あります。", source="町の紙"),
        ]
        state_facts(system(), Municipality.objects.get(code=TOWN), facts)

    def test_the_town_says_they_are_secondary_sources_and_links_the_address(self, client: Client) -> None:
        page = client.get(f"/{TOWN}/").content.decode()
        assert "（二次資料）" in page
        assert 'href="https://kamishihoro.jp/page/00000218" rel="noopener nofollow"' in page

    def test_the_page_of_sources_names_each_once_and_calls_them_no_statistics(self, client: Client) -> None:
        page = client.get("/sources/").content.decode()
        listed = page[page.index('id="fact-sources"') : page.index('id="places"')]
        assert re.findall(r"<li>(.*?)</li>", listed)[1:] == ["町の紙"]
        assert "kamishihoro.jp/page/00000218</a>" in listed
        assert "統計ではありません。" in strip_tags(listed)
