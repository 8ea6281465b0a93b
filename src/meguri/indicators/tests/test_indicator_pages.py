"""One indicator of a place: figure, chart, table, what stands beside it, and what may not."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.html import strip_tags

from meguri.indicators.models import Indicator
from meguri.indicators.tests.figures import KAMISHIHORO, SHIHORO, UTASHINAI, load_reference, publish
from meguri.towns.models import Municipality

ONE = f"/{KAMISHIHORO}/indicators/population-census/"
Counter = Callable[..., Any]


@pytest.fixture
def figures(db: None) -> None:
    load_reference()
    publish(
        "population-census",
        {
            (KAMISHIHORO, "2015-10-01"): 4765,
            (KAMISHIHORO, "2020-10-01"): 4778,
            (SHIHORO, "2020-10-01"): 5848,
            (UTASHINAI, "2020-10-01"): 2989,
        },
    )
    publish("population-under-15", {(KAMISHIHORO, "2020-10-01"): 551})
    publish("population-register", {(KAMISHIHORO, "2020-01-01"): 4957}, label="2020", rank=2020)


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()[:500]
    return html.unescape(response.content.decode())


def cells_of(page: str, table_id: str) -> list[list[tuple[str, str]]]:
    """The machine values of a table on a page, row by row; the text where a figure is missing."""
    body = page.split(f'id="{table_id}"')[1].split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [re.findall(r'<t[hd][^>]*>(?:<data value="([^"]*)">.*?</data>|(.*?))</t[hd]>', row) for row in rows]


def values_of(page: str, table_id: str) -> list[list[str]]:
    return [[raw or text for raw, text in row] for row in cells_of(page, table_id)]


@pytest.mark.usefixtures("figures")
class TestOneIndicator:
    def test_the_newest_figure_stands_first_with_unit_date_and_source(self, client: Client) -> None:
        page = text_of(client, ONE)
        assert '<data value="4778.0">4,778</data>' in page
        assert "2020年10月1日" in page
        assert "国勢調査" in page
        assert "総人口は、2015年から2020年までに13人増えました。" in strip_tags(page)

    def test_the_table_the_chart_and_the_csv_say_the_same(self, client: Client) -> None:
        page = text_of(client, f"{ONE}?with={SHIHORO}")
        chart = json.loads(client.get(f"{ONE}chart.json?with={SHIHORO}").content)
        drawn = {one["name"]: {label: value for label, value, _state in one["points"]} for one in chart["series"]}
        assert drawn == {"上士幌町": {"2015年": 4765, "2020年": 4778}, "士幌町": {"2020年": 5848}}
        assert values_of(page, "figures-population-census") == [
            ["2020年10月1日", "4778.0", "5848.0"],
            ["2015年10月1日", "4765.0", "公開資料なし"],
        ]
        sent = b"".join(client.get(f"{ONE}figures.csv?with={SHIHORO}").streaming_content)  # type: ignore[attr-defined]
        assert sent.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig"))))
        assert [(r["自治体"], r["時点"], r["値"]) for r in rows] == [
            ("北海道上士幌町", "2015-10-01", "4765"),
            ("北海道上士幌町", "2020-10-01", "4778"),
            ("北海道士幌町", "2020-10-01", "5848"),
        ]

    def test_money_is_drawn_in_yen_on_an_axis_from_zero_while_the_table_keeps_its_thousands(
        self, client: Client
    ) -> None:
        publish("revenue", {(KAMISHIHORO, "FY2017"): 10_048_188, (KAMISHIHORO, "FY2022"): 9_610_230})
        url = f"/{KAMISHIHORO}/indicators/revenue/"
        chart = json.loads(client.get(f"{url}chart.json").content)
        assert chart["unit"] == "円"
        assert chart["series"][0]["points"][-1][1] == 9_610_230_000
        assert chart["ticks"][0] == [0, "0"]
        assert chart["ticks"][-1][1].endswith("億")
        page = text_of(client, url)
        assert f'text-anchor="end">{chart["ticks"][1][1]}</text>' in page
        assert "（単位: 千円）" in page
        assert "たて軸は0から始まっていません" not in page
        english = client.get(url, headers={"accept-language": "en"}).content.decode()
        assert ">9,610,230,000</data>" in english

    def test_a_share_may_have_a_cut_axis_and_then_says_so(self, client: Client) -> None:
        ratio = {(KAMISHIHORO, "FY2021"): 86.1, (KAMISHIHORO, "FY2022"): 88.4}
        publish("current-balance-ratio", ratio, label="2", rank=2)
        page = text_of(client, f"/{KAMISHIHORO}/indicators/current-balance-ratio/")
        assert "たて軸は0から始まっていません。" in page

    def test_a_zero_is_drawn_and_told_with_its_reason(self, client: Client) -> None:
        publish("population-census", {("075434", "2015-10-01"): 0, ("075434", "2020-10-01"): 2128}, label="3", rank=3)
        page = text_of(client, "/075434/indicators/population-census/")
        assert "総人口は、2015年は0人、2020年は2,128人です。" in strip_tags(page)
        assert "避難の指示" in strip_tags(page).split("うつりかわり")[0]

    def test_newer_figures_of_another_kind_are_dated_beneath(self, client: Client) -> None:
        publish("births", {(KAMISHIHORO, "2023"): 24}, label="4", rank=4)
        assert "もっと新しいものがあります: 生まれた人の数（2023年）" in text_of(client, ONE)

    def test_the_page_and_the_api_say_the_same(self, client: Client) -> None:
        answer = client.get(f"/api/v1/municipalities/{KAMISHIHORO}/indicators/population-census")
        assert answer.status_code == 200
        told = [(figure["period"], figure["value"]) for figure in json.loads(answer.content)["figures"]]
        assert told == [("2015-10-01", 4765.0), ("2020-10-01", 4778.0)]
        chart = json.loads(client.get(f"{ONE}chart.json").content)
        assert [value for _label, value, _state in chart["series"][0]["points"]] == [value for _period, value in told]

    def test_a_revised_figure_keeps_both_vintages_in_chart_and_table(self, client: Client) -> None:
        publish("population-census", {(KAMISHIHORO, "2020-10-01"): 4780}, label="SSDSE-A-2027", rank=2027)
        page = text_of(client, ONE)
        assert '<data value="4780.0">4,780</data>' in page
        assert values_of(page, "revisions-population-census") == [
            ["2020年10月1日", "上士幌町", "4778.0", "SSDSE-A-2026", "4780.0", "SSDSE-A-2027"]
        ]
        assert "chart__vintage" in page

    def test_a_zero_that_means_nothing_published_is_not_drawn_as_zero(self, client: Client) -> None:
        publish("population-register", {(UTASHINAI, "2020-01-01"): 0}, label="2020", rank=2020)
        page = text_of(client, f"/{UTASHINAI}/indicators/population-register/")
        assert "公表なし" in page
        assert '<data value="0' not in page

    def test_an_indicator_without_figures_says_that_no_public_material_was_found(self, client: Client) -> None:
        page = text_of(client, f"/{KAMISHIHORO}/indicators/births/")
        assert "公開資料なし" in page
        assert "<figure data-chart-src" not in page

    def test_an_unknown_indicator_leads_to_the_list(self, client: Client) -> None:
        response = client.get(f"/{KAMISHIHORO}/indicators/nothing-here/")
        assert response.status_code == 404
        assert "一覧からさがしてください" in response.content.decode()

    def test_english_readers_get_names_dates_and_units_in_english(self, client: Client) -> None:
        client.cookies["django_language"] = "en"
        page = text_of(client, ONE)
        assert "Total population (census)" in page
        assert "1 October 2020" in page


@pytest.mark.usefixtures("figures")
class TestSideBySide:
    def test_definitions_that_differ_are_not_drawn_on_one_axis_and_the_page_says_why(self, client: Client) -> None:
        page = text_of(client, f"{ONE}?and=population-register")
        assert "数え方がちがうので、一つの図には重ねません" in page
        chart = json.loads(client.get(f"{ONE}chart.json?and=population-register").content)
        assert len(chart["series"]) == 1
        assert page.count("<figure data-chart-src") == 2
        assert values_of(page, "figures-population-register")[0][:2] == ["2020年1月1日", "4957.0"]

    def test_definitions_of_one_group_share_the_axis(self, client: Client) -> None:
        chart = json.loads(client.get(f"{ONE}chart.json?and=population-under-15").content)
        assert [one["name"] for one in chart["series"]] == ["総人口（国勢調査）", "15歳未満の人口（国勢調査）"]

    def test_a_sixth_town_is_told_in_one_sentence_and_five_are_shown(self, client: Client) -> None:
        codes = list(Municipality.objects.real().exclude(code=KAMISHIHORO).values_list("code", flat=True)[:6])
        page = text_of(client, f"{ONE}?with={','.join(codes)}")
        assert "並べられるのは5つまでです" in page
        chart = json.loads(client.get(f"{ONE}chart.json?with={','.join(codes)}").content)
        assert len(chart["series"]) == 6

    def test_a_code_that_is_no_town_is_named(self, client: Client) -> None:
        assert "「999999」という番号のまちはありません" in text_of(client, f"{ONE}?with=999999")

    def test_a_town_typed_by_name_comes_beside(self, client: Client) -> None:
        response = client.get(f"{ONE}?add=士幌町&with={UTASHINAI}")
        assert response.headers["Location"] == f"{ONE}?with={UTASHINAI},{SHIHORO}"

    def test_a_name_that_several_towns_bear_is_asked_back(self, client: Client) -> None:
        page = text_of(client, f"{ONE}?add=府中市")
        assert "どのまちですか" in page
        assert "?with=132063" in page

    def test_suggestions_lead_to_the_page_with_the_town_added(self, client: Client) -> None:
        answer = client.get(f"{ONE}beside/{UTASHINAI}/?q=しほろ")
        urls = {item["text"]: item["url"] for item in json.loads(answer.content)["items"]}
        assert urls["士幌町"] == f"{ONE}?with={UTASHINAI},{SHIHORO}"
        assert "上士幌町" not in urls

    def test_the_alike_towns_can_be_put_beside_at_once(self, client: Client) -> None:
        response = client.get(f"{ONE}?alike")
        assert response.status_code == 302
        assert response.headers["Location"].startswith(ONE)


@pytest.mark.usefixtures("figures")
class TestLists:
    def test_all_indicators_of_a_place_stand_by_family_with_their_newest_figure(self, client: Client) -> None:
        page = text_of(client, f"/{KAMISHIHORO}/indicators/")
        assert '<data value="4778.0">4,778</data>' in page
        assert "住む人の所得は" in text_of(client, f"/{KAMISHIHORO}/indicators/?family=income")

    def test_the_list_is_narrowed_by_words_and_family(self, client: Client) -> None:
        page = text_of(client, f"/{KAMISHIHORO}/indicators/?q=住民基本台帳 世帯")
        assert "世帯数（住民基本台帳）" in page
        assert "総人口（国勢調査）" not in page

    def test_the_catalogue_says_what_is_counted(self, client: Client) -> None:
        assert "総人口（国勢調査）" in text_of(client, "/indicators/")
        page = text_of(client, "/indicators/population-census/")
        assert "A1101" in page
        assert "10月1日にその市町村にふだん住んでいる人の数です" in page
        assert "SSDSE-A-2026" in page

    def test_towns_stand_in_the_order_of_codes_never_of_figures(self, client: Client) -> None:
        page = text_of(client, "/indicators/population-census/?prefecture=01&q=しほろ")
        shown = re.findall(r'<th scope="row"><a href="/(\d{6})/', page)
        assert shown == sorted(shown)
        assert {KAMISHIHORO, SHIHORO} <= set(shown)

    def test_the_figures_of_one_date_can_be_asked_for(self, client: Client) -> None:
        page = text_of(client, "/indicators/population-census/?q=上士幌&period=20151001")
        assert '<data value="4765.0">4,765</data>' in page
        assert "4,778" not in page


@pytest.mark.parametrize(
    "url",
    [
        ONE,
        f"{ONE}?with={SHIHORO},{UTASHINAI}&and=population-register",
        f"/{KAMISHIHORO}/indicators/",
        "/indicators/",
        "/indicators/population-census/",
        f"/{KAMISHIHORO}/alike/",
    ],
)
def test_a_page_asks_the_database_the_same_few_times_for_one_town_or_all(
    client: Client, figures: None, url: str, django_assert_max_num_queries: Counter
) -> None:
    client.get(url)
    caches["pages"].clear()
    with django_assert_max_num_queries(12) as few:
        assert client.get(url).status_code == 200
    others = Municipality.objects.real().exclude(code__in=[KAMISHIHORO, SHIHORO, UTASHINAI])
    codes = list(others.values_list("code", flat=True)[:60])
    publish("population-census", {(code, "2020-10-01"): 1000.0 for code in codes})
    publish("population-register", {(code, "2020-01-01"): 1000.0 for code in codes}, label="2020", rank=2020)
    client.get(url)
    caches["pages"].clear()
    with django_assert_max_num_queries(12) as many:
        client.get(url)
    assert len(few) >= 1
    assert len(many) == len(few)


def test_every_national_indicator_may_share_an_axis_with_itself_and_says_no_both_ways(figures: None) -> None:
    from meguri.indicators.compare import why_unlike

    known = list(Indicator.objects.select_related("source")[:60])
    for one in known:
        for other in known:
            assert (why_unlike(one, other) is None) == (why_unlike(other, one) is None)
        assert why_unlike(one, one) is None


@pytest.mark.usefixtures("figures")
class TestTheCatalogue:
    def test_the_definition_stands_once_on_its_page(self, client: Client) -> None:
        page = text_of(client, "/indicators/population-census/")
        assert page.count("ふだん住んでいる人の数です") == 1
        assert "出典の書き方" in page

    def test_english_readers_get_english_words_with_commas_between(self, client: Client) -> None:
        page = client.get("/indicators/?q=population", headers={"accept-language": "en"}).content.decode()
        listed = page[page.index("<main") : page.index("</main>")]
        assert '<span class="source">' in listed
        assert "・" not in listed
