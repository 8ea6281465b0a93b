"""What nobody answers for and what was never confirmed, at once for staff and later for everybody."""

import datetime as dt

from django.utils import timezone

from meguri.core.scope import in_town
from meguri.governance.actions.responsibilities import appoint, confirm, relieve
from meguri.governance.models import TownRule
from meguri.governance.queries.gaps import is_public_gap, never_confirmed, objects_without_post, public_gaps_among
from meguri.governance.tests.town_hall import a_thing, administrator, in_days, officer, today
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def test_what_needs_a_post_and_has_none_is_a_gap(cast: Cast, offices: Offices) -> None:
    bus, walk = a_thing(cast.town), a_thing(cast.town, "見守り")
    a_thing(cast.town, "役職", needs_post=False)
    a_thing(cast.town, "取り下げた事業", is_public=False)
    with in_town(cast.town):
        appoint(administrator(cast), bus, offices.officer_post, today())
        assert list(objects_without_post()) == [walk]


def test_one_to_come_does_not_fill_the_gap_of_today(cast: Cast, offices: Offices) -> None:
    bus = a_thing(cast.town)
    with in_town(cast.town):
        appoint(administrator(cast), bus, offices.officer_post, in_days(1))
        assert list(objects_without_post()) == [bus]
        assert not objects_without_post(in_days(1)).exists()


def test_a_gap_is_public_only_when_it_is_old_enough(cast: Cast, offices: Offices) -> None:
    a_thing(cast.town, "新しい事業")
    old = a_thing(cast.town, "古い事業", first_told_at=timezone.now() - dt.timedelta(days=40))
    with in_town(cast.town):
        assert list(objects_without_post(older_than_days=30)) == [old]


def test_one_rule_says_which_gap_is_public(cast: Cast, offices: Offices) -> None:
    long_ago = timezone.now() - dt.timedelta(days=40)
    new, old = a_thing(cast.town, "新しい事業"), a_thing(cast.town, "古い事業", first_told_at=long_ago)
    left = a_thing(cast.town, "受け持ちが終わったばかりの事業", first_told_at=long_ago)
    with in_town(cast.town):
        term = appoint(administrator(cast), left, offices.officer_post, in_days(-40))
        relieve(administrator(cast), left, term.post, in_days(-3))
        assert [is_public_gap(one, None) for one in (new, old, left)] == [False, True, False]
        at_once = TownRule(town=cast.town, grace_days=0)
        assert all(is_public_gap(one, at_once) for one in (new, old, left))
        assert public_gaps_among([new.pk, old.pk, left.pk], 30) == {old.pk}


def test_what_was_never_confirmed_is_told_until_it_is(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        term = appoint(administrator(cast), a_thing(cast.town), offices.officer_post, in_days(-40))
        appoint(administrator(cast), a_thing(cast.town, "見守り"), offices.chief_post, in_days(-3))
        assert never_confirmed().count() == 2
        assert list(never_confirmed(older_than_days=30)) == [term]
        confirm(officer(cast), term)
        assert not never_confirmed(older_than_days=30).exists()
