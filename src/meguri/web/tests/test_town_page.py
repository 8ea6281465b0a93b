"""A municipality's page: honest figures for all, and the doors and the ring for a town that has opened."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from meguri.core import guard
from meguri.core.actor import operator, system
from meguri.core.period import Period
from meguri.core.ports import Act, Reference
from meguri.core.revision import PerRevision
from meguri.core.scope import in_town
from meguri.governance.models import Organisation
from meguri.indicators.sample import state_sample_figures
from meguri.record.append import append
from meguri.record.sequencer import sequence_all
from meguri.towns.actions import choose_stations, open_town, state_desk, state_facts
from meguri.towns.models import Municipality, SourcedFact, Station, Town
from tests.fixtures.cast import open_made_up_town

StateFigures = Callable[[str, str, dict[str, float]], None]

TOWN = "016331"


def _page(client: Client, path: str = f"/{TOWN}/") -> str:
    return client.get(path).content.decode()


def _opened(code: str = TOWN) -> Town:
    town: Town = open_town(operator(), Municipality.objects.get(code=code))
    return town


def _desk(town: Town, name: str, phone: str) -> None:
    with in_town(town):
        state_desk(system(), town, name, phone)


def test_figures_are_told_in_a_sentence_with_table_date_and_source(client: Client, state_figures: StateFigures) -> None:
    state_figures(TOWN, "population-census", {"2015-10-01": 4765, "2020-10-01": 4778})
    state_figures(TOWN, "revenue", {"2017年度": 10_048_188, "2022年度": 9_610_102})
    page = _page(client)
    words = strip_tags(page)
    assert "人口は、2015年から2020年までに13人増えました。" in words
    assert "2022年度の歳入は、2017年度より約4億3,810万円減りました。" in words
    assert '<data value="4765.0">4,765</data>' in page
    assert "2020年10月1日" in words
    assert "出典: 国勢調査／独立行政法人統計センター SSDSE（教育用標準データセット）" in words
    assert "住む人の所得は、ここで使っている資料（SSDSE）に載っていないため、ありません。" in words


@pytest.mark.usefixtures("country")
def test_a_place_without_figures_says_so_and_shows_no_zero(client: Client) -> None:
    page = _page(client)
    assert page.count('class="family__missing">公開資料なし') == 5
    assert "<data" not in page
    assert "町の公式ページではありません（公開資料による）" in page
    assert "ring__" not in page


@pytest.mark.usefixtures("country")
def test_in_a_town_that_has_opened_a_missing_figure_is_not_entered_yet(client: Client) -> None:
    _opened()
    page = _page(client)
    assert page.count('class="family__missing">未入力') == 5
    assert "町の公式ページではありません" not in page


def test_a_true_zero_is_a_zero_and_a_blank_is_not_published(client: Client, state_figures: StateFigures) -> None:
    state_figures("075469", "population-census", {"2015-10-01": 0, "2020-10-01": 0})
    state_figures("075469", "establishments-private", {"2016-06-01": 0, "2021-06-01": 4})
    page = _page(client, "/075469/")
    assert '<data value="0.0">0</data>' in page
    assert "避難の指示" in page
    assert "公表なし" in page[page.index('id="family-businesses"') :]


def test_figures_counted_otherwise_are_not_joined_and_the_page_says_why(
    client: Client, state_figures: StateFigures
) -> None:
    state_figures(TOWN, "population-census", {"2020-10-01": 4778})
    state_figures(TOWN, "population-register", {"2020-01-01": 4948})
    page = _page(client)
    assert "「総人口（住民基本台帳）」は数え方がちがうので、同じ線にはつないでいません。" in page


@pytest.mark.usefixtures("country")
def test_sourced_facts_stand_by_topic_and_an_empty_one_is_said_to_be_unknown(client: Client) -> None:
    facts = [
        SourcedFact(topic="移動", label="福祉バス", statement="月・水に走ります。", as_of="2024年", source="町の紙"),
        SourcedFact(topic="移動", label="利用者数", statement=""),
    ]
    state_facts(system(), Municipality.objects.get(code=TOWN), facts)
    words = re.sub(r"\s+", " ", strip_tags(_page(client)))
    assert "福祉バス月・水に走ります。2024年 出典: 町の紙" in words
    assert "利用者数公開資料なし" in words


@pytest.mark.usefixtures("country")
def test_a_town_that_has_opened_leads_with_three_doors_then_the_ring_of_its_stations(client: Client) -> None:
    town = _opened()
    with in_town(town):
        choose_stations(system(), town, [Station.VOICES, Station.RESULTS])
    page = _page(client)
    doors = [page.index(f'door__word">{word}') for word in ("きく", "つたえる", "しらべる")]
    assert doors == sorted(doors)
    assert doors[-1] < page.index('class="ring ') < page.index('id="figures"')
    assert "ring__station--voices" in page
    assert "ring__station--fund" not in page


@pytest.mark.usefixtures("country")
def test_the_first_door_has_the_telephone_once_the_town_has_stated_it(client: Client) -> None:
    town = _opened()
    assert "tel:" not in _page(client)
    _desk(town, "総務課 総務係", "01564-2-2111")
    page = _page(client)
    assert 'href="tel:01564-2-2111"' in page
    assert "総務課 総務係" in page


@pytest.mark.usefixtures("country")
def test_what_moved_this_month_is_told_in_words(client: Client) -> None:
    town = _opened()
    sequence_all()
    assert "今月は、まだ動きがありません" in _page(client)
    _desk(town, "総務課", "01564-2-2111")
    sequence_all()
    assert "代表の窓口と電話を知らせました" in _page(client)


@pytest.mark.usefixtures("country")
def test_what_moved_names_the_thing_that_it_was_about(client: Client) -> None:
    town = _opened()
    with guard.door("tests"), in_town(town):
        hall = Organisation.objects.create(town=town, name="福祉課", since="2026-04-01")
        append(Act(uuid4(), "governance.found_organisation", system(), timezone.now(), town, {
            "responsibility": Reference("responsibility", "7"), "organisation": hall.public_reference(),
        }))  # fmt: skip
    sequence_all()
    assert "「福祉課」: 組織をつくりました" in _page(client)


@pytest.mark.usefixtures("country")
def test_a_made_up_town_is_labelled_and_its_figures_are_nobodys_statistics(client: Client) -> None:
    town = open_made_up_town("999016", "見本町")
    figures = [("population-census", Period.parse("2020-10-01"), 4778.0)]
    state_sample_figures(system(), town.municipality, figures)
    page = _page(client, "/999016/")
    assert "これは架空の町の見本です。" in page
    assert "見本のために作った架空の数字です" in page
    assert "国勢調査／" not in page


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [("/044237/", "/042161/"), ("/403059/", "/402311/"), ("/01633/", "/016331/"), ("/16331/", "/016331/")],
)
def test_a_former_or_shortened_code_leads_to_the_code_of_today(client: Client, path: str, leads_to: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, leads_to)


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/016332/", "2 とありますが、1 のはずです"),
        ("/016985/", "いまの一覧にありません"),
        ("/999999/", "という自治体のコードはありません"),
        ("/99999/", "検査数字（末尾の1桁）が合いません"),
    ],
)
def test_an_unknown_code_is_told_what_is_wrong_with_the_box_to_search(client: Client, path: str, says: str) -> None:
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert says in page
    assert 'data-combobox="/suggest/"' in page
    assert ('href="/016331/"' in page) == (path == "/016332/")


def test_the_page_takes_at_most_12_queries_open_or_not(
    client: Client, state_figures: StateFigures, django_assert_max_num_queries: Any
) -> None:
    state_figures(TOWN, "population-census", {"2015-10-01": 4765, "2020-10-01": 4778})
    _opened("342084")
    for code in (TOWN, "342084"):
        with django_assert_max_num_queries(12):
            _page(client, f"/{code}/")
        PerRevision.forget_all()
        with django_assert_max_num_queries(12):
            _page(client, f"/{code}/?after_an_act")


def test_the_page_is_small_and_asks_nothing_of_a_session(client: Client, state_figures: StateFigures) -> None:
    for key in ("population-census", "employed", "establishments-private", "revenue", "local-tax"):
        state_figures(TOWN, key, {"2015-06-01": 300, "2020-06-01": 400})
    answer = client.get(f"/{TOWN}/")
    assert len(gzip.compress(answer.content)) < 15_000
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


@pytest.mark.browser
def test_the_first_load_on_a_phone_stays_under_150_kilobytes(client: Client, state_figures: StateFigures) -> None:
    """Marked as a browser's, since the bundles must have been built."""
    state_figures(TOWN, "population-census", {"2015-10-01": 4765, "2020-10-01": 4778})
    page = _page(client)
    loaded = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page))
    assert {"built/app.css", "built/app.js"} <= loaded
    files = [Path(finders.find(name) or name).read_bytes() for name in loaded]
    assert sum(len(gzip.compress(body)) for body in [page.encode(), *files]) < 150_000


@pytest.mark.usefixtures("country")
def test_a_newer_figure_of_another_kind_is_dated_and_each_figure_names_its_own_source(
    client: Client, state_figures: StateFigures
) -> None:
    state_figures(TOWN, "population-census", {"2015-10-01": 4765, "2020-10-01": 4778})
    state_figures(TOWN, "births", {"2023": 24})
    words = strip_tags(_page(client))
    assert "ほかの数字には、もっと新しいものがあります: 生まれた人の数（2023年）" in words
    asides = _page(client).split('class="asides"')[1].split("</ul>")[0]
    assert "出典: 人口動態調査／" in asides
    assert "出典: 国勢調査" not in asides


def test_english_readers_get_the_page_in_english_words(client: Client, state_figures: StateFigures) -> None:
    state_figures(TOWN, "population-census", {"2015-10-01": 4765, "2020-10-01": 4778})
    page = client.get(f"/{TOWN}/", headers={"accept-language": "en"}).content.decode()
    assert "rose by 13 from 2015 to 2020." in page
    assert "Kamishihoro" in page
    assert "1 October 2020" in page


@pytest.mark.usefixtures("country")
def test_a_name_with_markup_is_shown_as_it_is_written(client: Client) -> None:
    with guard.door("tests"):
        Municipality.objects.filter(code=TOWN).update(name="<b>町")
    assert "<b>町" not in _page(client)
