"""Who holds a post and who stands in: terms that do not overlap, members of staff only, no circle, no names."""

import pytest

from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.holders import (
    name_deputy,
    record_absence,
    seat_holder,
    unseat_holder,
    withdraw_absence,
    withdraw_deputy,
)
from meguri.governance.models import Absence, Holder
from meguri.governance.posts import may_act_as
from meguri.governance.tests.town_hall import administrator, in_days, mayor, officer, resident, today
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def test_a_holder_is_seated_and_may_act_as_the_post(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        seat_holder(administrator(cast), offices.chief_post, today(), name="山田花子", email="officer@example.jp")
        assert may_act_as(officer(cast), offices.chief_post) is not None


def test_a_second_holder_is_refused_with_the_standing_term(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town), pytest.raises(Conflict, match="2026年4月1日から在任している人がいます"):
        seat_holder(administrator(cast), offices.officer_post, today(), name="山田花子")


def test_a_term_may_begin_on_the_day_the_other_ends(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        unseat_holder(administrator(cast), Holder.objects.get(post=offices.officer_post), today())
        seat_holder(administrator(cast), offices.officer_post, today(), name="山田花子")
        assert may_act_as(officer(cast), offices.officer_post) is None


def test_a_term_that_would_run_into_a_later_one_is_refused(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        seat_holder(administrator(cast), offices.chief_post, in_days(10), name="山田花子")
        with pytest.raises(Conflict, match="在任している人がいます"):
            seat_holder(administrator(cast), offices.chief_post, today(), name="田中一郎")
        seat_holder(administrator(cast), offices.chief_post, today(), name="田中一郎", until=in_days(10))


@pytest.mark.parametrize("email", ["resident@example.jp", "nobody@example.jp", "other_towns_officer@example.jp"])
def test_only_a_member_of_this_towns_staff_can_sign_in_as_a_post(cast: Cast, offices: Offices, email: str) -> None:
    with in_town(cast.town), pytest.raises(BadInput, match="先にメンバーのページから招待してください"):
        seat_holder(administrator(cast), offices.chief_post, today(), email=email)


def test_a_departure_before_the_arrival_is_refused(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        holder = Holder.objects.get(post=offices.officer_post)
        with pytest.raises(BadInput, match="着任の日（2026年4月1日）以後"):
            unseat_holder(administrator(cast), holder, holder.since.replace(year=2025))


def test_the_record_says_that_somebody_came_and_not_who(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        seat_holder(administrator(cast), offices.chief_post, today(), name="山田花子", email="officer@example.jp")
        said = bytes(Entry.objects.get(action="governance.seat_holder").body).decode()
    assert "山田" not in said
    assert "officer@" not in said


def test_the_head_of_the_organisation_above_seats_a_holder(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        assert seat_holder(mayor(cast), offices.spare_post, today(), name="田中一郎").pk


def test_a_head_does_not_reach_beyond_the_own_organisation(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        for who in (officer(cast), resident(cast)):
            with pytest.raises(NotAllowed, match="総務係の長か、まちの管理者だけ"):
                seat_holder(who, offices.spare_post, today(), name="田中一郎")


def test_a_deputy_acts_while_the_holder_is_away(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        deputy = name_deputy(administrator(cast), offices.admin_post, offices.officer_post, today())
        assert may_act_as(officer(cast), offices.admin_post) is None
        absence = record_absence(administrator(cast), offices.admin_post, today(), in_days(2), reason="出張")
        assert may_act_as(officer(cast), offices.admin_post) is not None
        withdraw_absence(administrator(cast), absence)
        assert may_act_as(officer(cast), offices.admin_post) is None
        withdraw_deputy(administrator(cast), deputy, today())


def test_deputies_in_a_circle_are_refused_and_named(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        name_deputy(administrator(cast), offices.chief_post, offices.officer_post, today())
        name_deputy(administrator(cast), offices.officer_post, offices.spare_post, today())
        with pytest.raises(Conflict, match="総務係 係長 → 保健福祉課 課長 → 福祉係 係長 → 総務係 係長"):
            name_deputy(administrator(cast), offices.spare_post, offices.chief_post, today())


def test_a_deputy_twice_or_of_itself_is_refused(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        name_deputy(administrator(cast), offices.chief_post, offices.officer_post, today())
        with pytest.raises(Conflict, match="もう保健福祉課 課長の代理です"):
            name_deputy(administrator(cast), offices.chief_post, offices.officer_post, today())
        with pytest.raises(BadInput, match="別の役職"):
            name_deputy(administrator(cast), offices.chief_post, offices.chief_post, today())


def test_one_says_oneself_when_one_is_away_and_the_public_does_not_see_it(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        record_absence(officer(cast), offices.officer_post, in_days(1), in_days(3))
        with pytest.raises(Conflict, match="不在と入っています"):
            record_absence(officer(cast), offices.officer_post, in_days(2), in_days(4))
        with pytest.raises(BadInput, match="始まりの日より後"):
            record_absence(officer(cast), offices.officer_post, in_days(9), in_days(9))
        withdraw_absence(officer(cast), Absence.objects.get())
        assert not Absence.objects.exists()
        assert not Entry.objects.filter(action__contains="absence").exists()
