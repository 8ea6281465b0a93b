"""A new head of section sees what came with the post: what it answers for and promised, what is due, who was there."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import Holder, Responsibility
from meguri.governance.promise_moves import move_promises
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row
from meguri.record.models import Entry
from meguri.towns.models import Membership
from meguri.web.tests.work import answers, handover, project, report
from tests.fixtures.cast import Cast, signed_in_client
from tests.fixtures.offices import Offices, seat

Counted = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def successor(cast: Cast, offices: Offices) -> Client:
    """Yesterday the officer left the post; today the expert, now an officer too, takes it up."""
    with guard.door("tests"), in_town(cast.town):
        Holder.objects.filter(post=offices.officer_post).update(until=day(0), name="前任 花子")
        Membership.objects.create(town=cast.town, person=cast.expert, role="officer", since=day(0))
    seat(offices.officer_post, cast.expert, since=day(0))
    return signed_in_client(cast.expert)


def read(cast: Cast, client: Client, more: str = "") -> str:
    answer = client.get(f"/{cast.town.code}/work/first-day/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_former_holders_promises_open_the_successors_first_day(
    cast: Cast, offices: Offices, successor: Client
) -> None:
    promise_by_row(offices.officer_post, due=200, text="前任の人がした約束です。")
    closed_by_row(offices.officer_post, text="もう終わった約束です。")
    text = read(cast, successor)
    assert "福祉係 係長についてきたもの" in text
    assert "前任の人がした約束です。" in text
    assert "もう終わった約束です。" not in text
    assert "前任 花子" in text
    assert (
        f"work/first-day/?post={offices.officer_post.pk}" in successor.get(f"/{cast.town.code}/work/").content.decode()
    )


def test_all_that_came_with_the_post_is_there(cast: Cast, offices: Offices, successor: Client) -> None:
    bus = project(cast.town)
    answers(offices.officer_post, bus, since=0, confirmed=False)
    report(bus, due=300)
    handover(answers(offices.spare_post, project(cast.town, "街灯の管理")), offices.officer_post)
    text = read(cast, successor)
    for words in ("確認がまだのものが1件", "2025年度の報告", "街灯の管理", "バスは総務係が運行するため"):
        assert words in text


def test_promises_that_came_from_another_post_are_named_with_the_reason(
    cast: Cast, offices: Offices, successor: Client
) -> None:
    promise_by_row(offices.spare_post, text="総務係がした約束です。")
    with guard.door("tests"), in_town(cast.town):
        move_promises(offices.spare_post, offices.spare_post, offices.officer_post, day(0), "4月の組織替えのため")
    text = read(cast, successor)
    assert "ほかの役職から引き継いだ約束" in text
    assert "4月の組織替えのため" in text
    assert "総務係 係長から" in text


def test_a_responsibility_is_confirmed_here_once(cast: Cast, offices: Offices, successor: Client) -> None:
    held = answers(offices.officer_post, project(cast.town), since=0, confirmed=False)
    path = f"/{cast.town.code}/work/first-day/"
    for _press in range(2):
        answer = successor.post(path, {"responsibility": held.pk, "idempotency_key": "one"})
        assert answer["Location"] == f"{path}?post={offices.officer_post.pk}"
    with in_town(cast.town):
        assert Responsibility.objects.get(pk=held.pk).confirmed_on == day(0)
    assert Entry.objects.filter(action="governance.confirm").count() == 1
    assert "所管は1件、すべて確認されています" in read(cast, successor)


def test_another_posts_responsibility_cannot_be_confirmed(cast: Cast, offices: Offices, successor: Client) -> None:
    held = answers(offices.admin_post, project(cast.town), confirmed=False)
    answer = successor.post(f"/{cast.town.code}/work/first-day/", {"responsibility": held.pk})
    assert answer.status_code == 403
    assert "総務課 課長" in answer.content.decode()
    assert successor.post(f"/{cast.town.code}/work/first-day/", {"responsibility": "x"}).status_code == 404


def test_a_post_that_is_not_ones_own_is_not_shown(cast: Cast, offices: Offices, successor: Client) -> None:
    for wanted in (offices.mayor_post.pk, "x", 10**30):
        assert successor.get(f"/{cast.town.code}/work/first-day/?post={wanted}").status_code == 404


def test_who_holds_two_posts_chooses(cast: Cast, offices: Offices, successor: Client) -> None:
    seat(offices.spare_post, cast.expert, since=day(-30))
    promise_by_row(offices.spare_post, text="総務係がした約束です。")
    assert "総務係がした約束です。" not in read(cast, successor)
    assert "総務係がした約束です。" in read(cast, successor, f"?post={offices.spare_post.pk}")


def test_a_post_with_nothing_says_so(cast: Cast, offices: Offices, successor: Client) -> None:
    assert "まだ所管も約束もありません" in read(cast, successor)


@pytest.mark.parametrize(("who", "status"), [("journalist", 302), ("resident", 403), ("other_towns_officer", 403)])
def test_it_is_for_those_who_work_here(cast: Cast, offices: Offices, who: str, status: int) -> None:
    client = signed_in_client(getattr(cast, who))
    assert client.get(f"/{cast.town.code}/work/first-day/").status_code == status


def test_query_counts_do_not_grow(
    cast: Cast,
    offices: Offices,
    successor: Client,
    django_assert_max_num_queries: Counted,
) -> None:
    for number in range(12):
        bus = project(cast.town, f"事業{number}")
        answers(offices.officer_post, bus, confirmed=False)
        report(bus, due=number)
        promise_by_row(offices.officer_post, due=number)
    with django_assert_max_num_queries(60):
        read(cast, successor)
