"""The page of answers: the telephone first, until when, for what, how to write; and what it does with no answer."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.scope import in_town
from meguri.governance.actions.facilities import FacilityDetails, open_facility
from meguri.governance.actions.responsibilities import appoint
from meguri.governance.desk_index import index
from meguri.governance.models import PublicObject, UnansweredQuestion
from meguri.governance.objects import DeskText, ObjectKind
from meguri.governance.tests.desk_town import SINCE, Desk, a_thing, open_desk, organisation, post
from tests.fixtures.cast import Cast

TUESDAY = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast.town)


def page_of(desk: Desk, question: str, **more: str) -> str:
    answer = Client().get(f"/{desk.town.code}/ask/", {"q": question, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_answer_names_the_post_its_telephone_and_what_it_answers_for(desk: Desk) -> None:
    page = page_of(desk, "家の前の街灯が消えています")
    assert '<a href="tel:0156424293">' in page
    assert "管理係 係長" in page
    assert "「街路灯の修理・新設」を受け持っています。" in page
    assert "平日 8:30〜17:15" in page
    assert "ためし町字本町1" in page


def test_it_says_until_when_today_where_the_hours_can_be_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: TUESDAY)
    assert "今日は17:15まで" in page_of(desk, "街灯")
    monkeypatch.setattr("django.utils.timezone.now", lambda: TUESDAY - dt.timedelta(days=1))
    caches["pages"].clear()
    assert "今日は17:15まで" not in page_of(desk, "街灯 道路"), "勤労感謝の日"


def test_an_extension_and_a_public_address_to_write_to_are_shown(desk: Desk) -> None:
    page = page_of(desk, "生活保護")
    assert "内線 12" in page
    assert 'href="mailto:fukushi@example.jp"' in page


def test_a_place_answers_with_its_own_telephone(desk: Desk) -> None:
    page = page_of(desk, "図書館")
    assert 'href="tel:0156424634"' in page
    assert "ためし町字西2" in page


def test_an_undertaking_leads_to_its_accountable_post(desk: Desk) -> None:
    found = indexed(desk, "移動図書館の巡回")
    with in_town(desk.town):
        appoint(system(), found, desk.welfare, SINCE)
    page = page_of(desk, "移動図書館の巡回")
    assert page.index("0156424296") < page.index("0156424634")
    assert "「移動図書館の巡回」を受け持っています。" in page


def test_an_undertaking_without_a_post_falls_to_the_general_desk_and_says_so(desk: Desk) -> None:
    indexed(desk, "巡回展")
    page = page_of(desk, "巡回展")
    assert "「巡回展」を受け持つ役職は、まだ決まっていません。" in page
    assert 'href="tel:0156422111"' in page


def indexed(desk: Desk, title: str) -> PublicObject:
    kind = ObjectKind("thing", "もの", None, lambda rows: [], PublicObject.objects.all,
                      found_by=lambda row: DeskText(title))  # fmt: skip
    found = a_thing(desk.town, title)
    with guard.door("tests"), in_town(desk.town):
        index(kind, [found], [found])
    return found


def test_a_question_is_shown_as_it_was_typed_and_never_as_markup(desk: Desk) -> None:
    page = page_of(desk, '<script>alert("ごみ")</script>')
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&quot;ごみ&quot;)" in page


def test_nothing_found_leads_to_the_general_desk_and_writes_nothing(desk: Desk) -> None:
    page = page_of(desk, "宇宙人の侵略")
    assert "総務課 総務係" in page
    assert '<a href="tel:0156422111">' in page
    assert "data-send-itself" in page
    with in_town(desk.town):
        assert not UnansweredQuestion.objects.exists()


def test_an_empty_question_says_what_one_may_ask_in_residents_words_that_a_post_answers_for(desk: Desk) -> None:
    page = page_of(desk, "")
    shown = re.findall(r'whom__example"[^>]*>([^<]+)<', page)
    assert shown == ["ごみ", "街灯", "除雪", "バス", "犬", "お金に困った", "道路"]


def test_a_weak_match_says_so_and_gives_the_general_desk_first(desk: Desk) -> None:
    page = page_of(desk, "修理")
    assert "ぴったりのところは見つかりませんでした。" in page
    assert page.index('href="tel:0156422111"') < page.index('href="tel:0156424293"')


@pytest.mark.parametrize(("question", "number"), [("救急車", "119"), ("火事です", "119"), ("泥棒に入られた", "110")])
def test_an_emergency_is_told_before_any_desk(desk: Desk, question: str, number: str) -> None:
    page = page_of(desk, question)
    assert page.index(f'href="tel:{number}"') < page.index('href="tel:0156422111"')


def test_what_a_place_is_for_stands_without_double_brackets(desk: Desk) -> None:
    with in_town(desk.town):
        open_facility(system(), "町民プール", since=SINCE, organisation=desk.library.organisation,
                      details=FacilityDetails(purpose="夏の水泳（いまは休んでいます）"))  # fmt: skip
    page = page_of(desk, "プール")
    assert "夏の水泳（いまは休んでいます）" in page
    assert "（夏の水泳" not in page


def test_an_organisation_without_a_number_is_reached_by_its_head(desk: Desk) -> None:
    with in_town(desk.town):
        water = organisation("上下水道係")
        post(water, "係長", phone="01564-2-4297", duties="水道", is_head=True)
        post(water, "主任", duties="井戸の検査")
    assert 'href="tel:0156424297"' in page_of(desk, "井戸")
    office = Client().get(f"/{desk.town.code}/organisations/{water.pk}/").content.decode()
    assert office.index('href="tel:0156424297"') < office.index("seat__phone")
    assert 'class="reach__phone" href="tel:0156424297"' in office


def test_a_town_with_nothing_set_up_yet_shows_its_general_desk(cast: Cast) -> None:
    page = Client().get(f"/{cast.town.code}/ask/").content.decode()
    assert "受け持ちは、まだ登録されていません" in page
    assert "代表電話は、まだ登録されていません" in page


def test_a_municipality_that_has_not_opened_has_no_desk(cast: Cast) -> None:
    assert Client().get("/012345/ask/").status_code == 404


@pytest.mark.parametrize("question", ["街灯", "道路の街灯と塵芥と福祉バスと図書館", "宇宙人", ""])
def test_the_page_takes_a_fixed_number_of_queries(
    desk: Desk, question: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page_of(desk, "温める")
    with django_assert_max_num_queries(10):
        page_of(desk, question)


def test_more_posts_take_no_more_queries(desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with in_town(desk.town):
        for number in range(12):
            post(organisation(f"街灯{number}係"), "主任", duties="街灯")
    with django_assert_max_num_queries(10):
        page = page_of(desk, "街灯")
    assert page.count("whom--small") == 9


def test_found_pages_are_kept_for_everybody_and_those_with_a_form_are_not(desk: Desk) -> None:
    found = Client().get(f"/{desk.town.code}/ask/", {"q": "街灯"})
    lost = Client().get(f"/{desk.town.code}/ask/", {"q": "宇宙人"})
    assert "ETag" in found.headers
    assert "ETag" not in lost.headers


def test_suggestions_name_what_was_found(desk: Desk) -> None:
    items = Client().get(f"/{desk.town.code}/ask/suggest/", {"q": "街灯"}).json()["items"]
    assert items[0]["text"] == "管理係 係長"
    assert items[0]["note"] == "街路灯の修理・新設"
    assert items[0]["url"].startswith(f"/{desk.town.code}/ask/?q=")


def test_each_page_of_an_opened_town_has_the_box_and_others_the_search(desk: Desk) -> None:
    inside = Client().get(f"/{desk.town.code}/").content.decode()
    outside = Client().get("/").content.decode() + Client().get("/about/").content.decode()
    assert f'action="/{desk.town.code}/ask/"' in inside
    assert "どこに話せばよい？" in inside
    assert "/ask/" not in outside


def test_the_api_answers_with_the_telephone(desk: Desk, client_of: Callable[..., Client]) -> None:
    answer = Client().get(f"/api/v1/municipalities/{desk.town.code}/ask", {"q": "ごみ"}).json()
    assert answer["items"][0]["contact"]["phone"] == "01564-2-4292"
    assert answer["general"]["phone"] == "01564-2-2111"
    assert Client().get(f"/api/v1/municipalities/{desk.town.code}/ask", {"q": ""}).status_code == 422
    lost = Client().get(f"/api/v1/municipalities/{desk.town.code}/ask", {"q": "宇宙人"}).json()
    assert lost["items"] == []
