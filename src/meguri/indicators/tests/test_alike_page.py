"""The towns most alike: by a published method, with reasons in words, and weights that the reader may change."""

import html
import re

import pytest
from django.test import Client
from django.utils.translation import override

from meguri.core.scope import in_town
from meguri.indicators.alike import alike_towns
from meguri.indicators.likeness import SERIES, Weights
from meguri.indicators.likeness_words import THEMES, is_near, reason, reasons_of, weights_of
from meguri.indicators.tests.figures import KAMISHIHORO, SHIHORO, UTASHINAI, load_reference, place, publish
from tests.fixtures.cast import Cast, made_up_municipality

# population, under 15, 15-64, 65 and over, hectares, primary, secondary, tertiary
TOWNS = {
    KAMISHIHORO: (4778, 551, 2530, 1690, 69423, 900, 300, 1400),
    SHIHORO: (5848, 700, 3000, 2100, 25919, 1400, 350, 1500),
    "016373": (5420, 610, 2800, 2000, 81570, 850, 320, 1500),
    UTASHINAI: (2989, 150, 1200, 1600, 5595, 20, 300, 900),
    "011002": (1973395, 219000, 1200000, 540000, 112126, 4000, 120000, 750000),
    "131016": (66680, 9000, 46000, 11000, 1166, 50, 3000, 25000),
}
SERIES_IN_ORDER = ("population", "under_15", "from_15_to_64", "over_65", "area_hectares", "primary", "secondary",
                   "tertiary")  # fmt: skip
PAGE = f"/{KAMISHIHORO}/alike/"


@pytest.fixture
def towns(db: None) -> None:
    load_reference()
    for number, name in enumerate(SERIES_IN_ORDER):
        publish(SERIES[name], {(code, "2020-10-01"): row[number] for code, row in TOWNS.items()})


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def order_on(page: str) -> list[str]:
    return re.findall(r'<li><a href="/(\d{6})/">', page.split('id="alike-found"')[1].split("</section>")[0])


@pytest.mark.usefixtures("towns")
class TestAlike:
    def test_the_nearest_stands_first_with_reasons_in_words(self, client: Client) -> None:
        page = text_of(client, PAGE)
        assert order_on(page)[0] == "016373"
        assert re.search(r"人口が近い（4,778人と5,420人）|65歳以上の割合が近い（35\.4%と37\.0%）", page), page
        assert "まちの順位ではありません" in page

    def test_when_a_weight_changes_list_and_reasons_change(self, client: Client) -> None:
        default = text_of(client, PAGE)
        by_size = text_of(client, f"{PAGE}?size=5&age=0&area=0&density=0&industries=0")
        assert order_on(by_size)[:2] == ["016373", SHIHORO]
        by_density = text_of(client, f"{PAGE}?size=0&age=0&area=0&density=5&industries=0")
        assert order_on(by_density) != order_on(by_size)
        assert "人口密度が近い" in by_density
        assert "面積が近い" not in by_size.split("くらべた数字")[0]
        assert order_on(default)

    def test_when_an_input_changes_list_and_reasons_change(self, client: Client) -> None:
        before = order_on(text_of(client, PAGE))
        publish(SERIES["area_hectares"], {("016373", "2020-10-01"): 900}, label="SSDSE-A-2027", rank=2027)
        publish(SERIES["population"], {("016373", "2020-10-01"): 900000}, label="SSDSE-A-2027", rank=2027)
        page = text_of(client, PAGE)
        assert order_on(page) != before
        assert "815.7km²" not in page

    def test_the_weights_and_the_method_are_published(self, client: Client) -> None:
        page = text_of(client, PAGE)
        assert all(f'name="{theme.key}"' in page for theme in THEMES)
        assert "標準偏差で割り" in page
        assert "2020年10月1日" in page

    @pytest.mark.parametrize("query", ["size=-1", "size=99", "size=x", "size=0&age=0&area=0&density=0&industries=0"])
    def test_weights_that_cannot_be_are_told_first_and_no_other_list_stands_for_theirs(
        self, client: Client, query: str
    ) -> None:
        page = text_of(client, f"{PAGE}?{query}")
        assert page.index("error-summary") < page.index('id="alike-found"')
        assert page.count("error-summary__title") == 1
        assert order_on(page) == []
        assert f'type="text" name="size" value="{query.split("&")[0].split("=")[1]}"' in page

    def test_the_weights_that_were_used_stand_above_the_list(self, client: Client) -> None:
        assert "見た重さ: 人口の大きさ 5、年齢のかたち 1、" in text_of(client, f"{PAGE}?size=5")

    def test_towns_are_given_reasons_of_their_own(self, client: Client) -> None:
        here = alike_towns(place(KAMISHIHORO), 5)
        named = [reasons_of(town, Weights()) for town in here.found.towns]
        assert len(set(named)) > 1
        assert all(len(set(names)) == len(names) <= 3 for names in named)

    def test_a_town_that_lacks_inputs_says_which(self, client: Client) -> None:
        publish(SERIES["population"], {("012041", "2020-10-01"): 329306})
        publish(SERIES["area_hectares"], {("012041", "2020-10-01"): 74766})
        page = text_of(client, "/012041/alike/")
        assert "15歳未満の割合、65歳以上の割合" in page
        assert "くらべられませんでした" in page or "数がありません" in page

    def test_a_town_without_any_input_says_that_nothing_can_be_compared(self, client: Client) -> None:
        assert "くらべられるまちがありません" in text_of(client, "/012025/alike/")

    def test_a_made_up_town_is_never_among_real_ones_but_finds_some_itself(self, client: Client) -> None:
        made_up = made_up_municipality("998028", "見本町")
        for number, name in enumerate(SERIES_IN_ORDER):
            publish(SERIES[name], {("998028", "2020-10-01"): TOWNS[KAMISHIHORO][number]}, label="見本", rank=1)
        assert "998028" not in {town.code for town in alike_towns(place(KAMISHIHORO), 30).found.towns}
        assert alike_towns(made_up, 3).found.towns[0].code == KAMISHIHORO
        assert "見本町" not in text_of(client, PAGE)


def test_only_figures_that_are_near_are_called_near() -> None:
    near, far = ({"area_hectares": hectares} for hectares in (81570.0, 109940.0))
    assert is_near("area", {"area_hectares": 69420.0}, near)
    with override("ja"):
        told = reason("area", {"area_hectares": 69420.0}, far)
    assert told == "面積は694.2km²と1,099.4km²（差はありますが、全国のまちの中では近いほうです）"


def test_shares_that_differ_by_a_point_are_near() -> None:
    few, other = ({"primary": part, "secondary": 0.0, "tertiary": 100.0 - part} for part in (2.0, 2.9))
    assert is_near("primary", few, other)


def test_the_published_weights_are_those_of_the_calculation() -> None:
    assert weights_of({theme.key: 1.0 for theme in THEMES}) == Weights()


def test_an_open_towns_page_stands_too(cast: Cast, client: Client) -> None:
    with in_town(cast.town):
        load_reference()
    assert "くらべられるまちがありません" in text_of(client, f"/{cast.town.code}/alike/")
