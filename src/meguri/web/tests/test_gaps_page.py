"""まだ決まっていないこと in public: only once the days of grace are over; nothing shames a town on its first day."""

import pytest
from django.test import Client

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import Responsibility
from meguri.governance.tests.promises import day, rule
from meguri.web.tests.work import answers, project
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def read(cast: Cast, more: str = "") -> str:
    answer = Client().get(f"/{cast.town.code}/gaps/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("told", "shown"), [(0, False), (30, False), (32, True)])
def test_what_nobody_answers_for_shows_after_the_days_of_grace(
    cast: Cast, offices: Offices, told: int, shown: bool
) -> None:
    project(cast.town, "持ち主のない事業", told_days_ago=told)
    text = read(cast)
    assert ("持ち主のない事業" in text) is shown
    assert ("いまは、ありません" in text) is not shown


@pytest.mark.parametrize(("until", "shown"), [(0, False), (-29, False), (-30, True)])
def test_a_post_that_left_has_its_own_days_of_grace(cast: Cast, offices: Offices, until: int, shown: bool) -> None:
    bus = project(cast.town, "責任者のいた事業", told_days_ago=300)
    held = answers(offices.officer_post, bus)
    with guard.door("tests"), in_town(cast.town):
        Responsibility.objects.filter(pk=held.pk).update(until=day(until))
    assert ("責任者のいた事業" in read(cast)) is shown


@pytest.mark.parametrize(
    ("since", "told", "shown"), [(-31, 300, True), (-30, 300, False), (-400, 0, False), (-400, 32, True)]
)
def test_what_was_never_confirmed_shows_after_the_days_of_grace(
    cast: Cast, offices: Offices, since: int, told: int, shown: bool
) -> None:
    """An old term that was brought here today is no old omission."""
    bus = project(cast.town, "確認のまだの事業", told_days_ago=told)
    answers(offices.officer_post, bus, since=since, confirmed=False)
    text = read(cast)
    assert ("確認のまだの事業" in text) is shown
    assert ("福祉係 係長" in text) is shown


def test_a_town_without_grace_shows_at_once(cast: Cast, offices: Offices) -> None:
    rule(cast.town, grace_days=0)
    project(cast.town, "持ち主のない事業")
    assert "持ち主のない事業" in read(cast)


def test_the_two_lists_are_counted_and_paged(cast: Cast, offices: Offices) -> None:
    for number in range(51):
        project(cast.town, f"だれも{number:02}", told_days_ago=99)
    answers(offices.officer_post, project(cast.town, "確認のまだの事業", told_days_ago=99), confirmed=False)
    assert "責任者のいないものが51件、責任者がまだ確認していないものが1件" in read(cast)
    assert read(cast, "?show=unanswered&page=2").count("だれも") == 1
    assert "確認のまだの事業" in read(cast, "?show=unconfirmed")


def test_a_town_that_has_set_nothing_up_says_who_brings_it(cast: Cast) -> None:
    assert "まだ事業がのっていません" in read(cast)


def test_a_municipality_that_has_not_opened_has_no_such_page(cast: Cast) -> None:
    assert Client().get("/393649/gaps/").status_code == 404
