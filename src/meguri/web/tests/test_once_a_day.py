"""Once a day promises follow their posts, and letters tell of what is due in a week; on Mondays those who lead."""

import datetime as dt

import pytest
from django.core import mail

from meguri.core import guard
from meguri.core.actor import Actor, Role, system
from meguri.core.errors import NotAllowed
from meguri.core.models import OutboxMessage, PerformedAction
from meguri.core.outbox import deliver_due
from meguri.core.scope import in_town
from meguri.governance.models import Promise, PromiseChange, Responsibility
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row
from meguri.web import daily
from meguri.web.tests.work import answers, object_of_project, project, report
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices

TODAY = day(0)
TUESDAY = TODAY + dt.timedelta((1 - TODAY.weekday()) % 7)
MONDAY = TUESDAY - dt.timedelta(1)


def begin(cast: Cast, on: dt.date) -> list[str]:
    """The bodies of the letters that this day brings."""
    mail.outbox.clear()
    with in_town(cast.town):
        daily.begin_day(system(), cast.town, on)
    deliver_due()
    return [f"{letter.to[0]} {letter.subject} {letter.body}" for letter in mail.outbox]


def in_days(on: dt.date, days: int) -> int:
    """So many days after `on`, counted from today."""
    return (on - TODAY).days + days


def test_the_holder_is_told_a_week_before(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town)
    answers(offices.officer_post, bus)
    promise_by_row(offices.officer_post, due=in_days(TUESDAY, 7), text="土曜の運行についてお答えします")
    promise_by_row(offices.officer_post, due=in_days(TUESDAY, 8), text="あしたでよい約束です。")
    promise_by_row(offices.spare_post, due=in_days(TUESDAY, 7), text="だれもいない役職の約束です")
    closed_by_row(offices.officer_post, due=in_days(TUESDAY, 7), text="終わった約束です。はい")
    report(bus, due=in_days(TUESDAY, 7))
    (letter,) = begin(cast, TUESDAY)
    assert cast.officer.email in letter
    assert "（2件）" in letter
    for words in ("土曜の運行についてお答えします", "2025年度の報告", f"/{cast.town.code}/work/"):
        assert words in letter
    assert "あしたでよい" not in letter
    assert "終わった約束" not in letter


def test_those_who_lead_are_told_on_mondays_what_presses(cast: Cast, offices: Offices) -> None:
    project(cast.town)
    promise_by_row(offices.officer_post, due=-30)
    assert begin(cast, TUESDAY) == []
    (letter,) = begin(cast, MONDAY)
    assert cast.mayor.email in letter
    assert "責任者のいないもの1件、確認がまだのもの0件。" in letter
    assert "期限をすぎた約束1件、報告0件。" in letter


def test_where_nothing_presses_no_letter_goes(cast: Cast, offices: Offices) -> None:
    assert begin(cast, MONDAY) == []


def test_promises_follow_an_appointment_on_the_day_on_which_it_holds(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town)
    held = answers(offices.officer_post, bus)
    promise = promise_by_row(offices.officer_post, due=30, about=object_of_project(bus))
    other = promise_by_row(offices.officer_post, due=30)
    with guard.door("tests"), in_town(cast.town):
        Responsibility.objects.filter(pk=held.pk).update(until=TODAY)
        Responsibility.objects.create(
            town=cast.town, object=held.object, post=offices.spare_post, part="accountable", since=TODAY
        )
    for _run in range(2):
        begin(cast, TODAY)
    with in_town(cast.town):
        assert Promise.objects.get(pk=promise.pk).post == offices.spare_post
        assert Promise.objects.get(pk=other.pk).post == offices.officer_post
        assert PromiseChange.objects.count() == 1


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process has begun no day yet."""
    monkeypatch.setattr(daily, "_begun", daily._Begun())


def test_a_day_is_begun_once_however_many_workers_ask(
    cast: Cast, offices: Offices, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise_by_row(offices.officer_post, due=7)
    for _worker in range(2):
        monkeypatch.setattr(daily, "_begun", daily._Begun())
        daily.begin_days()
    assert OutboxMessage.objects.filter(event="web.remind").count() == 1
    assert PerformedAction.objects.filter(action="web.begin_day").count() == 2  # one for each of two towns


def test_a_worker_that_has_begun_the_day_asks_nothing_more(
    cast: Cast, fresh: None, django_assert_num_queries: object
) -> None:
    daily.begin_days()
    with django_assert_num_queries(0):  # type: ignore[operator]
        daily.begin_days()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR])
def test_nobody_begins_a_day_by_hand(cast: Cast, role: Role) -> None:
    actor: Actor = actor_for(cast.officer, cast.town, role)
    with in_town(cast.town), pytest.raises(NotAllowed):
        daily.begin_day(actor, cast.town, TODAY)
