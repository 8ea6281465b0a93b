"""今週の3件: what nobody answers for first, then what was never confirmed, what is late and what ends."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import Holder, Post
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row
from meguri.web.tests.test_the_day import first_three
from meguri.web.tests.work import answers, milestone, project, report, subsidy
from tests.fixtures.cast import Cast, signed_in_client
from tests.fixtures.offices import Offices

Counted = Callable[..., AbstractContextManager[object]]


def read(cast: Cast, who: str = "mayor", more: str = "") -> str:
    answer = signed_in_client(getattr(cast, who)).get(f"/{cast.town.code}/work/executive/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def part(text: str, key: str) -> str:
    """One list of the page; "" where it has nothing."""
    _before, _heading, after = text.partition(f'<h2 id="{key}">')
    return after.split("</section>")[0]


def test_what_nobody_answers_for_stands_there_from_the_first_day(cast: Cast, offices: Offices) -> None:
    project(cast.town, "持ち主のない事業")
    answers(offices.officer_post, project(cast.town, "持ち主のある事業"))
    text = part(read(cast), "unanswered")
    assert "持ち主のない事業" in text
    assert "持ち主のある事業" not in text


def test_what_was_never_confirmed_stands_there_from_the_first_day(cast: Cast, offices: Offices) -> None:
    answers(offices.officer_post, project(cast.town, "確認のまだの事業"), since=0, confirmed=False)
    text = read(cast)
    assert "確認のまだの事業" in part(text, "unconfirmed")
    assert "福祉係 係長" in part(text, "unconfirmed")


def test_late_things_of_the_whole_town_come_first(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town)
    answers(offices.officer_post, bus)
    report(bus, due=-3)
    milestone(bus, due=-9)
    promise_by_row(offices.admin_post, due=-1, text="総務課の約束です。はい")
    promise_by_row(offices.admin_post, due=0, text="今日までの約束です。")
    closed_by_row(offices.admin_post, text="終わった約束です。はい", due=-90)
    text = read(cast)
    assert first_three(text) == ["車両の入札", "2025年度の報告", "総務課の約束です。はい"]
    assert "今日までの約束です。" not in part(text, "late-promises")
    assert "終わった約束です。はい" not in text


def test_different_things_stand_side_by_side_and_what_nobody_answers_for_comes_first(
    cast: Cast, offices: Offices
) -> None:
    for number in range(3):
        project(cast.town, f"持ち主のない事業{number}", told_days_ago=9 - number)
    answers(offices.officer_post, project(cast.town, "確認のまだの事業"), confirmed=False)
    promise_by_row(offices.admin_post, due=-1, text="総務課の約束です。はい")
    text = read(cast)
    assert first_three(text) == ["持ち主のない事業0", "確認のまだの事業", "総務課の約束です。はい"]
    assert "責任者のいないもの3件、確認がまだのもの1件、期限をすぎた約束1件と報告0件。" in text


def test_a_closed_project_owes_nothing(cast: Cast, offices: Offices) -> None:
    done = project(cast.town, state="completed")
    report(done, due=-3)
    milestone(done, due=-3)
    text = read(cast)
    assert "期限をすぎた報告はありません" in text
    assert "予定の日をすぎた工程はありません" in text


@pytest.mark.parametrize(
    ("ends", "more", "shown"),
    [(0, {}, True), (364, {}, True), (365, {}, False), (-1, {}, False), (30, {"successor": "福祉係"}, False),
     (30, {"state": "stopped"}, False)],
)  # fmt: skip
def test_a_project_that_ends_with_nobody_to_carry_on(
    cast: Cast, offices: Offices, ends: int, more: dict[str, Any], shown: bool
) -> None:
    project(cast.town, "終わりのある事業", ends_on=day(ends), **more)
    assert ("終わりのある事業" in part(read(cast), "ending")) is shown


@pytest.mark.parametrize(
    ("ends", "carried_by", "shown"), [(0, "", True), (365, "", True), (366, "", False), (30, "town", False)]
)
def test_a_subsidy_that_ends_with_nobody_to_carry_its_part(
    cast: Cast, offices: Offices, ends: int, carried_by: str, shown: bool
) -> None:
    subsidy(project(cast.town, "バスの事業"), ends=ends, carried_by=carried_by)
    assert ("バスの事業" in part(read(cast), "cliff")) is shown


def test_a_late_report_on_a_subsidy_stands_there(cast: Cast, offices: Offices) -> None:
    subsidy(project(cast.town), ends=30, duty_due=-1)
    assert "実績報告" in part(read(cast), "late-duties")


def test_a_term_that_ends_with_nobody_after_it(cast: Cast, offices: Offices) -> None:
    with guard.door("tests"), in_town(cast.town):
        Holder.objects.filter(post=offices.officer_post).update(until=day(60))
        Holder.objects.filter(post=offices.admin_post).update(until=day(60))
        Holder.objects.create(town=cast.town, post=offices.admin_post, since=day(60))
    text = part(read(cast), "terms")
    assert "福祉係 係長" in text
    assert "総務課 課長" not in text


def test_a_promise_of_a_post_that_has_ended_is_not_lost(cast: Cast, offices: Offices) -> None:
    promise_by_row(offices.spare_post, text="なくなった係の約束です")
    with guard.door("tests"), in_town(cast.town):
        Post.objects.filter(pk=offices.spare_post.pk).update(until=day(0))
    assert "なくなった係の約束です" in part(read(cast), "orphans")


def test_the_executives_own_promises_stand_there_like_everyones(cast: Cast, offices: Offices) -> None:
    promise_by_row(offices.mayor_post, due=200, text="町長がした約束です。はい")
    assert "町長がした約束です。はい" in part(read(cast), "own")


def test_sections_are_counted(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town)
    answers(offices.officer_post, bus, confirmed=False)
    report(bus, due=-3)
    promise_by_row(offices.officer_post, due=-3)
    promise_by_row(offices.officer_post, due=-4)
    row = read(cast).split('id="by-section"')[1].split("福祉係")[1].split("</tr>")[0]
    assert [piece.split("</data>")[0].rpartition(">")[2] for piece in row.split("<data")[1:]] == ["1", "2", "1"]


def test_all_of_a_list_is_paged(cast: Cast, offices: Offices) -> None:
    for number in range(51):
        project(cast.town, f"事業{number:02}")
    assert "をすべて見る（51件）" in read(cast)
    assert read(cast, more="?show=unanswered&page=2").count("責任者を決める") == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("journalist", 302), ("resident", 403), ("officer", 403), ("other_towns_officer", 403), ("mayor", 200),
     ("administrator", 200)],
)  # fmt: skip
def test_it_is_for_those_who_lead(cast: Cast, offices: Offices, who: str, status: int) -> None:
    assert signed_in_client(getattr(cast, who)).get(f"/{cast.town.code}/work/executive/").status_code == status


def test_a_town_with_nothing_has_nothing_that_presses(cast: Cast, offices: Offices) -> None:
    assert "今週、急ぐものはありません" in read(cast)


def test_query_counts_do_not_grow(cast: Cast, offices: Offices, django_assert_max_num_queries: Counted) -> None:
    for number in range(12):
        bus = project(cast.town, f"事業{number}", ends_on=day(number))
        answers(offices.officer_post, bus, confirmed=False)
        project(cast.town, f"だれも{number}")
        report(bus, due=-number)
        milestone(bus, due=-number)
        promise_by_row(offices.mayor_post, due=-number)
    client: Client = signed_in_client(cast.mayor)
    with django_assert_max_num_queries(60):
        client.get(f"/{cast.town.code}/work/executive/")
