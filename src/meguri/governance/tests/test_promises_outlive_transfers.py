"""A promise stays with its post when the holder changes, goes along when the post is handed over, and is never lost."""

import datetime as dt

import pytest

from meguri.core import guard
from meguri.core.actor import Role
from meguri.core.errors import BadInput, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.promises import hand_over, postpone
from meguri.governance.models import Holder, Post, Promise, PromiseChange, PublicObject
from meguri.governance.promise_moves import move_promises
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices, seat

REASON = "4月の組織替えのため"


def hand(cast: Cast, promise: Promise, to: Post, who: str = "officer", role: Role = Role.OFFICER) -> Promise:
    with in_town(cast.town):
        return hand_over(actor_for(getattr(cast, who), cast.town, role), promise, to, REASON)


def test_a_new_holder_answers_for_what_the_former_promised(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post, due=5)
    with guard.door("tests"), in_town(cast.town):
        Holder.objects.filter(post=offices.officer_post).update(until=day(0))
    seat(offices.officer_post, cast.elder, since=day(0))
    with in_town(cast.town):
        with pytest.raises(NotAllowed):
            postpone(actor_for(cast.officer, cast.town, Role.OFFICER), promise, day(50), REASON)
        put_off = postpone(actor_for(cast.elder, cast.town, Role.OFFICER), promise, day(50), REASON)
    assert put_off.post == offices.officer_post


def test_all_that_a_post_promised_moves_and_what_is_closed_stays(cast: Cast, offices: Offices) -> None:
    open_one, closed = promise_by_row(offices.officer_post), closed_by_row(offices.officer_post)
    with guard.door("tests"), in_town(cast.town):
        moved = move_promises(offices.officer_post, offices.officer_post, offices.spare_post, day(0), REASON)
        assert moved == [open_one]
        assert Promise.objects.get(pk=open_one.pk).post == offices.spare_post
        assert Promise.objects.get(pk=closed.pk).post == offices.officer_post
        change = PromiseChange.objects.get()
        assert PublicObject.objects.get(kind="promise", key=open_one.public_reference().id).summary == "係長"
    assert (change.from_post, change.to_post, change.reason) == (offices.officer_post, offices.spare_post, REASON)


def test_with_an_object_only_what_was_promised_about_it_moves(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        thing = PublicObject.objects.get(kind="organisation", key=offices.welfare.public_reference().id)
    about, other = promise_by_row(offices.officer_post, about=thing), promise_by_row(offices.officer_post)
    with guard.door("tests"), in_town(cast.town):
        moved = move_promises(thing, offices.officer_post, offices.spare_post, day(0), REASON)
        assert [one.pk for one in moved] == [about.pk]
        assert Promise.objects.get(pk=other.pk).post == offices.officer_post


def test_moving_to_the_same_post_changes_nothing(cast: Cast, offices: Offices) -> None:
    promise_by_row(offices.officer_post)
    with guard.door("tests"), in_town(cast.town):
        assert move_promises(offices.officer_post, offices.officer_post, offices.officer_post, day(0), REASON) == []
        assert not PromiseChange.objects.exists()


def test_no_promise_goes_to_a_post_that_has_ended(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post)
    with guard.door("tests"), in_town(cast.town):
        Post.objects.filter(pk=offices.spare_post.pk).update(until=day(0))
        gone = Post.objects.get(pk=offices.spare_post.pk)
        with pytest.raises(BadInput, match="もうない役職"):
            move_promises(gone, offices.officer_post, gone, day(0), REASON)
        assert Promise.objects.get(pk=promise.pk).post == offices.officer_post


def test_moving_many_takes_a_fixed_number_of_queries(
    cast: Cast, offices: Offices, django_assert_max_num_queries: object
) -> None:
    for _one in range(12):
        promise_by_row(offices.officer_post)
    with guard.door("tests"), in_town(cast.town), django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(move_promises(offices.officer_post, offices.officer_post, offices.spare_post, day(0), REASON)) == 12


def test_a_post_gives_a_promise_to_a_post_of_its_own_organisation(cast: Cast, offices: Offices) -> None:
    with guard.door("tests"), in_town(cast.town):
        beside = Post.objects.create(town=cast.town, organisation=offices.welfare_section, name="主任", since=day(-90))
    assert hand(cast, promise_by_row(offices.officer_post), beside).post == beside


def test_a_post_cannot_leave_its_promise_with_another_section(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post)
    with pytest.raises(NotAllowed, match="両方の上に立つ長"):
        hand(cast, promise, offices.spare_post)
    with in_town(cast.town):
        assert Promise.objects.get().post == offices.officer_post


def test_who_leads_both_gives_it_to_another_section(cast: Cast, offices: Offices) -> None:
    assert hand(cast, promise_by_row(offices.officer_post), offices.spare_post, "mayor", Role.EXECUTIVE).post == (
        offices.spare_post
    )


@pytest.mark.parametrize("who", ["resident", "administrator", "other_towns_officer"])
def test_nobody_else_moves_it(cast: Cast, offices: Offices, who: str) -> None:
    with pytest.raises(NotAllowed):
        hand(cast, promise_by_row(offices.officer_post), offices.chief_post, who)


def test_handing_it_to_where_it_is_is_told(cast: Cast, offices: Offices) -> None:
    with pytest.raises(BadInput, match="いまと同じ役職"):
        hand(cast, promise_by_row(offices.officer_post), offices.officer_post)


def test_nothing_is_hidden_by_the_day_of_the_move(cast: Cast, offices: Offices) -> None:
    """The change bears the day that the caller gives, also one before today."""
    promise_by_row(offices.officer_post)
    before = day(0) - dt.timedelta(days=3)
    with guard.door("tests"), in_town(cast.town):
        move_promises(offices.officer_post, offices.officer_post, offices.spare_post, before, REASON)
        assert PromiseChange.objects.get().on == before
