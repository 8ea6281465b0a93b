"""Anybody follows the yen of a gift, a project, a fund, a year and of a sum of tax: words, picture, table, files."""

import html
import json
import re
from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.funding.flow.pages.gift import gift_section
from meguri.funding.flow.tests.tills import Till
from meguri.funding.tests.budgets import BUS, CARE, SNOW, TAX, but, take
from meguri.projects.tests.works import day, report
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def text_of(content: bytes | str) -> str:
    text = content.decode() if isinstance(content, bytes) else content
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", text, flags=re.DOTALL)))


def drawn_in(content: bytes | str) -> list[int]:
    """The yen of the ribbons into the last places, as drawn."""
    text = content.decode() if isinstance(content, bytes) else content
    return [int(yen) for yen in re.findall(r'data-yen="(\d+)"', text)]


def table_in(content: bytes | str) -> list[int]:
    text = content.decode() if isinstance(content, bytes) else content
    body = text.split("<tbody>")[1].split("</tbody>")[0]
    return [int(yen) for yen in re.findall(r'<data value="(\d+)">', body)]


@pytest.fixture
def till(offices: Offices) -> Iterator[Till]:
    with guard.door("tests"), in_town(offices.town):
        yield Till(offices)


def url(till: Till, path: str) -> str:
    return f"/{till.town.code}/yen/{path}"


def test_the_start_leads_to_project_fund_and_year(till: Till, client: Client) -> None:
    till.give(500)
    till.spend(200)
    page = client.get(url(till, ""))
    said = text_of(page.content)
    assert "空き店舗の改修 資金から 200円" in said
    for path in (f"projects/{till.shop.pk}/", f"funds/{till.books.fund.pk}/", "2026/"):
        assert url(till, path) in page.content.decode()
        assert client.get(url(till, path)).status_code == 200


def test_a_town_without_money_says_what_will_be_here(cast: Cast, client: Client) -> None:
    said = text_of(client.get(f"/{cast.town.code}/yen/").content)
    assert "資金から支出した事業は、まだありません。" in said
    assert "まちの決算が入ると" in said
    assert "まちの決算は、まだ入っていません" in text_of(client.get(f"/{cast.town.code}/yen/tax/").content)
    for path in ("projects/1/", "funds/1/", "2026/", "projects/1/flow.csv"):
        assert client.get(f"/{cast.town.code}/yen/{path}").status_code == 404


def test_a_giver_reads_where_the_yen_went_who_answers_and_what_was_reported(till: Till) -> None:
    report(till.shop, day(-5), published_at=timezone.now(), done="壁をなおしました。")
    gift = till.give(10_000)
    till.spend(6_200)
    section = render_to_string("funding/flow/_gift.html", {"yen": gift_section([gift])})
    said = text_of(section)
    assert "1万円のうち、6,200円を使いました。" in said
    assert "「空き店舗の改修」に6,200円（62.0％）です。" in said
    assert "3,800円は、まだ使わずに残っています。" in said
    assert "受け持ち 保健福祉課 課長" in said
    assert "2025年度の報告" in said
    assert "先にいただいたお金から、順に使っています。" in said


def test_the_picture_and_the_table_say_the_same_yen(till: Till) -> None:
    gift = till.give(10_000)
    till.spend(6_200)
    till.spend(1_000, till.street)
    section = render_to_string("funding/flow/_gift.html", {"yen": gift_section([gift])})
    assert table_in(section) == [6_200, 1_000, 2_800]
    assert drawn_in(section) == [10_000, 6_200, 1_000, 2_800]


def test_of_a_gift_that_lies_untouched_the_section_says_so_and_nothing_twice(till: Till) -> None:
    section = render_to_string("funding/flow/_gift.html", {"yen": gift_section([till.give(10_000)])})
    assert "お預かりしています。まだ使っていません。" in text_of(section)
    assert "1万円" not in text_of(section)
    assert "<table" not in section
    assert "<figure" not in section


def test_a_gift_that_was_taken_back_says_so(till: Till) -> None:
    from meguri.funding.journal.booking import reverse

    gift = till.give(100)
    reverse(gift, on=gift.on, reason="二重に記帳したため")
    said = text_of(render_to_string("funding/flow/_gift.html", {"yen": gift_section([gift])}))
    assert "このお金の記帳は、取り消されています。" in said


def test_a_project_says_whose_money_it_spent_in_the_order_in_which_it_came(till: Till, client: Client) -> None:
    till.give(300, way="hometown_tax")
    till.give(500, way="donation")
    till.spend(100, till.street)
    till.spend(400)
    page = client.get(url(till, f"projects/{till.shop.pk}/"))
    said = text_of(page.content)
    assert "資金から、これまでに400円を使いました。" in said
    assert "200円は、寄附のお金です（にぎわい資金 空き店舗の改修）。" in said
    assert "200円は、ふるさと納税のお金です" in said
    assert table_in(page.content) == [200, 200]


def test_a_fund_says_what_it_spent_and_what_it_has(till: Till, client: Client) -> None:
    till.give(1_000)
    till.give(500, till.b)
    till.spend(300)
    page = client.get(url(till, f"funds/{till.books.fund.pk}/"))
    said = text_of(page.content)
    assert "これまでに1,500円を受け取り、300円を使いました。1,200円が残っています。" in said
    assert table_in(page.content) == [300, 700, 500]
    files = client.get(url(till, f"funds/{till.books.fund.pk}/flow.json")).json()
    assert (files["yen"], [row["yen"] for row in files["rows"]]) == (1_500, [300, 700, 500])
    body = b"".join(client.get(url(till, f"funds/{till.books.fund.pk}/flow.csv")).streaming_content)  # type: ignore[attr-defined]  # a streaming response
    assert "にぎわい資金,空き店舗の改修,空き店舗の改修,300,20.0" in body.decode("utf-8-sig")


def test_100000_yen_of_tax_are_divided_to_the_yen_as_the_settlement_was(cast: Cast, client: Client) -> None:
    take(cast.town, BUS, CARE, SNOW, TAX)
    page = client.get(f"/{cast.town.code}/yen/tax/")
    said = text_of(page.content)
    assert "これは平均で、あなたへの請求や明細ではありません。" in said
    assert "2025年度（令和7年度）の決算" in said
    assert sum(table_in(page.content)) == 100_000
    assert table_in(page.content) == [60_272, 39_728]
    seven = client.get(f"/{cast.town.code}/yen/tax/", {"yen": "７円"})
    assert table_in(seven.content) == [4, 3]
    assert sum(row["yen"] for row in client.get(f"/{cast.town.code}/yen/tax/flow.json?yen=99").json()["rows"]) == 99


@pytest.mark.parametrize("typed", ["0", "abc", "-5", "1000000000", ""])
def test_a_sum_that_cannot_be_followed_is_told_and_kept(cast: Cast, client: Client, typed: str) -> None:
    take(cast.town, BUS)
    page = client.get(f"/{cast.town.code}/yen/tax/", {"yen": typed})
    assert page.status_code == 422
    assert "100,000" in text_of(page.content) or "円の数だけ" in text_of(page.content)
    assert f'value="{typed}"' in page.content.decode()


def test_a_kan_below_zero_takes_nothing_from_the_others(cast: Cast, client: Client) -> None:
    take(cast.town, BUS, but(SNOW, 決算額=-5))
    assert table_in(client.get(f"/{cast.town.code}/yen/tax/").content) == [100_000]


def test_the_pages_take_as_many_queries_with_many_entries_as_with_few(
    till: Till, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for at in range(30):
        till.give(100 + at)
        till.spend(50, till.shop if at % 2 else till.street)
    for path in ("", f"projects/{till.shop.pk}/", f"funds/{till.books.fund.pk}/", "2026/"):
        with django_assert_max_num_queries(34):
            assert client.get(url(till, path)).status_code == 200


def test_the_json_names_the_pages_behind_each_place(till: Till, client: Client) -> None:
    till.give(100)
    till.spend(40)
    rows = json.loads(client.get(url(till, "2026/flow.json")).content)["rows"]
    assert [place["name"] for place in rows[0]["places"]] == ["にぎわい資金", "空き店舗の改修", "空き店舗の改修"]
    assert rows[0]["places"][2]["url"].endswith(url(till, f"projects/{till.shop.pk}/"))
