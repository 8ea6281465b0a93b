"""The public pages of those who answer: the tree, an organisation, a post, a facility; names if the town says so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meguri.core.scope import in_town
from meguri.governance.actions.facilities import FacilityDetails, close_facility, open_facility
from meguri.governance.actions.holders import name_deputy
from meguri.governance.actions.organisations import found_organisation
from meguri.governance.actions.posts import PostDetails, end_post, found_post
from meguri.governance.actions.responsibilities import appoint, confirm
from meguri.governance.actions.rules import set_rules
from meguri.governance.models import Organisation, Responsibility
from meguri.governance.tests.town_hall import a_promise, a_thing, administrator, in_days, officer, today
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

Part = Responsibility.Part


@pytest.fixture
def visitor(client_of: Callable[..., Client]) -> Client:
    return client_of(None)


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_tree_shows_each_post_with_what_it_answers_for_and_its_telephone(
    cast: Cast, offices: Offices, visitor: Client
) -> None:
    with in_town(cast.town):
        appoint(administrator(cast), a_thing(cast.town), offices.officer_post, today())
    shown = text(visitor, f"/{cast.town.code}/who/")
    for words in (
        "ためし町役場",
        "保健福祉課",
        "福祉係",
        "係長",
        "福祉バスの予約運行",
        'href="tel:0156424111"',
        "内線 121",
    ):
        assert words in shown


def test_a_town_that_has_opened_and_set_nothing_up_says_what_will_be_here(cast: Cast, visitor: Client) -> None:
    shown = text(visitor, f"/{cast.town.code}/who/")
    assert "まだ登録されていません" in shown
    assert "組織図を取り込むと" in shown


def test_who_is_outside_the_town_is_shown_as_such_with_what_it_may_change(
    cast: Cast, offices: Offices, visitor: Client
) -> None:
    with in_town(cast.town):
        outside = found_organisation(administrator(cast), "架空県庁", kind=Organisation.Kind.PREFECTURE, since=today())
        desk = found_post(administrator(cast), outside, "道路課長", since=today())
        appoint(administrator(cast), a_thing(cast.town, "県道の除雪"), desk, today(), part=Part.MAY_CHANGE)
    assert "まちの外で受け持つところ" in text(visitor, f"/{cast.town.code}/who/")
    shown = text(visitor, f"/{cast.town.code}/organisations/{outside.pk}/")
    assert "役場の外にある組織です（都道府県）" in shown
    assert "ここが変えられること" in shown
    assert "県道の除雪" in shown


def test_a_post_shows_what_it_answers_for_whether_it_said_so_and_what_it_promised(
    cast: Cast, offices: Offices, visitor: Client
) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        confirm(officer(cast), appoint(administrator(cast), bus, offices.officer_post, today()))
        appoint(administrator(cast), a_thing(cast.town, "見守り"), offices.officer_post, in_days(-40))
        a_promise(offices.officer_post, bus)
        name_deputy(administrator(cast), offices.officer_post, offices.chief_post, today())
    shown = text(visitor, f"/{cast.town.code}/posts/{offices.officer_post.pk}/")
    for words in (
        "所管を確認しました",
        "まだ確認していません",
        "土曜の運行を検討します",
        "保健福祉課 課長",
        "01564-2-4111",
    ):
        assert words in shown


def test_what_is_not_confirmed_yet_is_not_held_against_a_post_within_the_days_of_grace(
    cast: Cast, offices: Offices, visitor: Client
) -> None:
    with in_town(cast.town):
        appoint(administrator(cast), a_thing(cast.town), offices.officer_post, in_days(-5))
    assert "まだ確認していません" not in text(visitor, f"/{cast.town.code}/posts/{offices.officer_post.pk}/")


def test_names_are_shown_only_if_the_town_says_so(cast: Cast, offices: Offices, visitor: Client) -> None:
    pages = [f"/{cast.town.code}/who/?open=1", f"/{cast.town.code}/posts/{offices.mayor_post.pk}/",
             f"/{cast.town.code}/organisations/{offices.root.pk}/"]  # fmt: skip
    assert not any("mayor" in text(visitor, page) for page in pages)
    with in_town(cast.town):
        set_rules(administrator(cast), True, 30)
    assert all("mayor" in text(visitor, page) for page in pages)


def test_what_has_ended_says_so_and_leads_on(cast: Cast, offices: Offices, visitor: Client) -> None:
    with in_town(cast.town):
        end_post(administrator(cast), offices.spare_post, today())
    assert "この役職は" in text(visitor, f"/{cast.town.code}/posts/{offices.spare_post.pk}/")
    with in_town(cast.town):
        assert "係長" in text(visitor, f"/{cast.town.code}/posts/{offices.spare_post.pk}/")


def test_a_facility_shows_where_when_and_who_runs_it(cast: Cast, offices: Offices, visitor: Client) -> None:
    details = FacilityDetails(address="ためし町字ためし2番地", hours="9:00〜17:00", latitude=35.5, longitude=139.25)
    with in_town(cast.town):
        hall = open_facility(
            administrator(cast), "公民館", since=today(), organisation=offices.welfare, details=details
        )
    shown = text(visitor, f"/{cast.town.code}/facilities/{hall.pk}/")
    for words in ("公民館", "9:00〜17:00", "保健福祉課", "01564-2-4111", "地理院地図"):
        assert words in shown
    with in_town(cast.town):
        close_facility(administrator(cast), hall, today())
    assert "に閉じました" in text(visitor, f"/{cast.town.code}/facilities/{hall.pk}/")


def test_another_towns_post_is_not_found(cast: Cast, offices: Offices, visitor: Client) -> None:
    for path in (f"posts/{offices.mayor_post.pk}/", f"organisations/{offices.root.pk}/"):
        assert visitor.get(f"/{cast.other_town.code}/{path}").status_code == 404


def test_queries_do_not_grow_with_the_town_hall(
    cast: Cast, offices: Offices, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    with in_town(cast.town):
        for number in range(12):
            section = found_organisation(administrator(cast), f"{number}係", parent=offices.welfare, since=today())
            post = found_post(
                administrator(cast), section, "係長", since=today(), details=PostDetails(duties="いろいろ")
            )
            for other in range(5):
                appoint(administrator(cast), a_thing(cast.town, f"事業{number}-{other}"), post, today())
    for path, most in (("who/", 12), (f"organisations/{offices.welfare.pk}/", 24), (f"posts/{post.pk}/", 24)):
        with django_assert_max_num_queries(most):
            shown = text(visitor, f"/{cast.town.code}/{path}")
    assert "事業11-4" in shown


def test_a_big_town_hall_is_shown_in_pages(cast: Cast, offices: Offices, visitor: Client) -> None:
    with in_town(cast.town):
        for number in range(70):
            found_organisation(administrator(cast), f"{number}係", parent=offices.general, since=today())
    first, second = (text(visitor, f"/{cast.town.code}/who/?page={page}") for page in (1, 2))
    assert "69係" not in first
    assert "69係" in second
    assert "総務課" in second


def test_each_page_leads_to_what_was_recorded(cast: Cast, offices: Offices, visitor: Client) -> None:
    with in_town(cast.town):
        confirm(officer(cast), appoint(administrator(cast), a_thing(cast.town), offices.officer_post, today()))
    key = offices.officer_post.public_reference().id
    assert f"/history/post/{key}/" in text(visitor, f"/{cast.town.code}/posts/{offices.officer_post.pk}/")
    history = text(visitor, f"/history/post/{key}/")
    assert "所管を確認しました" in history
    assert "福祉係 係長" in history
