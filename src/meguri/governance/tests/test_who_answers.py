"""Appointments: one accountable post on every day, taken over, bounded, relieved, confirmed; promises go along."""

import pytest

from meguri.core.errors import Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.posts import end_post
from meguri.governance.actions.responsibilities import appoint, confirm, confirm_several, relieve
from meguri.governance.models import Promise, PromiseChange, Responsibility
from meguri.governance.queries.responsibilities import accountable_for
from meguri.governance.tests.town_hall import (
    a_promise,
    a_thing,
    administrator,
    answers,
    in_days,
    mayor,
    officer,
    today,
)
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

Part = Responsibility.Part


def test_a_new_accountable_post_takes_over_from_the_old_one_on_that_day(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        appoint(administrator(cast), bus, offices.chief_post, in_days(-10))
        appoint(administrator(cast), bus, offices.officer_post, today())
        assert answers(bus, in_days(-1)) == ["保健福祉課 課長"]
        assert answers(bus, today()) == ["福祉係 係長"]
        assert accountable_for([bus.pk])[bus.pk].name == "福祉係 係長"


def test_what_was_promised_about_it_goes_along(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus, other = a_thing(cast.town), a_thing(cast.town, "見守り")
        appoint(administrator(cast), bus, offices.chief_post, in_days(-10))
        goes, stays = a_promise(offices.chief_post, bus), a_promise(offices.chief_post, other)
        appoint(administrator(cast), bus, offices.officer_post, today())
        assert Promise.objects.get(pk=goes.pk).post == offices.officer_post
        assert Promise.objects.get(pk=stays.pk).post == offices.chief_post
        assert PromiseChange.objects.get().to_post == offices.officer_post


def test_an_appointment_to_come_leaves_today_as_it_is(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        appoint(administrator(cast), bus, offices.chief_post, in_days(-10))
        promise = a_promise(offices.chief_post, bus)
        appoint(administrator(cast), bus, offices.officer_post, in_days(30))
        assert answers(bus, today()) == answers(bus, in_days(29)) == ["保健福祉課 課長"]
        assert answers(bus, in_days(30)) == ["福祉係 係長"]
        assert Promise.objects.get(pk=promise.pk).post == offices.chief_post


def test_a_term_before_a_later_one_ends_where_that_begins(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        appoint(administrator(cast), bus, offices.officer_post, in_days(30))
        made = appoint(administrator(cast), bus, offices.chief_post, in_days(10))
        assert made.until == in_days(30)


def test_history_is_not_written_anew(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        appoint(administrator(cast), bus, offices.chief_post, in_days(-5))
        with pytest.raises(Conflict, match="からは保健福祉課 課長が責任者です"):
            appoint(administrator(cast), bus, offices.officer_post, in_days(-9))


def test_a_day_before_a_confirmation_is_refused(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        confirm(officer(cast), appoint(administrator(cast), bus, offices.officer_post, in_days(-5)))
        with pytest.raises(Conflict, match="福祉係 係長が所管を確認しています"):
            appoint(administrator(cast), bus, offices.chief_post, in_days(-2))
        assert answers(bus, today()) == ["福祉係 係長"]


def test_the_same_post_twice_is_refused(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        appoint(administrator(cast), bus, offices.chief_post, today())
        with pytest.raises(Conflict, match="もう「福祉バスの予約運行」の責任者です"):
            appoint(administrator(cast), bus, offices.chief_post, today())


def test_others_have_parts_beside_the_accountable_post(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        for part, post in ((Part.ACCOUNTABLE, offices.chief_post), (Part.RESPONSIBLE, offices.officer_post),
                           (Part.CONSULTED, offices.spare_post), (Part.CONSULTED, offices.admin_post)):  # fmt: skip
            appoint(administrator(cast), bus, post, today(), part=part)
        assert answers(bus, today()) == ["保健福祉課 課長"]
        assert Responsibility.objects.filter(object=bus, until=None).count() == 4


def test_a_post_that_ends_answers_no_longer_than_it_is_there(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        end_post(administrator(cast), offices.spare_post, in_days(20))
        offices.spare_post.refresh_from_db()
        assert appoint(administrator(cast), bus, offices.spare_post, today()).until == in_days(20)
        with pytest.raises(Conflict, match="総務係 係長は、.*にはありません"):
            appoint(administrator(cast), a_thing(cast.town, "見守り"), offices.spare_post, in_days(20))


def test_a_relieved_post_leaves_a_gap(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        appoint(administrator(cast), bus, offices.chief_post, in_days(-5))
        relieve(administrator(cast), bus, offices.chief_post, today())
        assert answers(bus, in_days(-1)) == ["保健福祉課 課長"]
        assert answers(bus, today()) == []
        with pytest.raises(Conflict, match="その日には「福祉バスの予約運行」を受け持っていません"):
            relieve(administrator(cast), bus, offices.chief_post, today())


def test_only_the_post_itself_confirms(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        term = appoint(administrator(cast), a_thing(cast.town), offices.officer_post, today())
        with pytest.raises(NotAllowed, match="福祉係 係長だけ"):
            confirm(mayor(cast), term)
        confirmed = confirm(officer(cast), term)
        assert confirmed.confirmed_on == today()
        assert Entry.objects.filter(action="governance.confirm").count() == 1


def test_a_new_post_has_to_confirm_anew(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        old = confirm(officer(cast), appoint(administrator(cast), bus, offices.officer_post, in_days(-3)))
        appoint(administrator(cast), bus, offices.mayor_post, in_days(1))
        assert accountable_for([bus.pk], in_days(1))[bus.pk].confirmed_on is None
        appoint(administrator(cast), bus, offices.admin_post, today())
        with pytest.raises(Conflict, match="ほかの役職に移ったか"):
            confirm(officer(cast), old)


def test_several_are_confirmed_all_or_none(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        terms = [
            appoint(administrator(cast), a_thing(cast.town, f"事業{n}"), offices.officer_post, today())
            for n in range(3)
        ]
        anothers = appoint(administrator(cast), a_thing(cast.town), offices.chief_post, today())
        with pytest.raises(NotAllowed):
            confirm_several(officer(cast), [*terms, anothers])
        assert not Responsibility.objects.exclude(confirmed_on=None).exists()
        assert confirm_several(officer(cast), terms) == 3
