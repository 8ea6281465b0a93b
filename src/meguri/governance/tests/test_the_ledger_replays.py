"""Whatever is done to promises, in any order: the changes that stay in sight lead from the first state to this one."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.core import guard
from meguri.core.actor import Role
from meguri.core.errors import MeguriError
from meguri.core.scope import in_town
from meguri.governance.actions.promises import hand_over, postpone
from meguri.governance.models import Promise, PromiseChange
from meguri.governance.promise_moves import move_promises
from meguri.governance.tests.promises import day, promise_by_row
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices

STEPS = st.one_of(
    st.tuples(st.just("postpone"), st.integers(-5, 400)),
    st.tuples(st.just("hand_over"), st.integers(0, 4)),
    st.tuples(st.just("move"), st.integers(0, 4)),
    st.tuples(st.just("close"), st.just(0)),
)


def do(cast: Cast, offices: Offices, promise: Promise, step: str, number: int) -> None:
    posts = [offices.officer_post, offices.chief_post, offices.spare_post, offices.admin_post, offices.mayor_post]
    mayor = actor_for(cast.mayor, cast.town, Role.EXECUTIVE)
    owner = actor_for(cast.officer, cast.town, Role.OFFICER)
    promise = Promise.objects.get(pk=promise.pk)
    if step == "postpone":
        postpone(owner, promise, day(number), "採用が遅れたため")
    elif step == "hand_over":
        hand_over(mayor, promise, posts[number], "受け持ちが変わったため")
    elif step == "move":
        with guard.door("tests"):
            move_promises(promise.post, promise.post, posts[number], day(0), "組織替えのため")
    elif promise.state == Promise.State.OPEN:
        with guard.door("tests"):
            Promise.objects.filter(pk=promise.pk).update(state="kept", closed_on=day(0), outcome="走らせています。")


def replayed(post_id: int, due_on: dt.date, changes: list[PromiseChange]) -> tuple[int, dt.date]:
    """The state after all changes; each begins where the one before it ended."""
    for change in changes:
        assert change.reason
        if change.to_due is not None:
            assert change.from_due == due_on
            due_on = change.to_due
        if change.to_post_id is not None:
            assert change.from_post_id == post_id
            post_id = change.to_post_id
    return post_id, due_on


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=7))
def test_the_changes_lead_from_the_first_state_to_the_present(
    cast: Cast, offices: Offices, steps: list[tuple[str, int]]
) -> None:
    promise = promise_by_row(offices.officer_post, due=3)
    with in_town(cast.town):
        closed_after: int | None = None
        for step, number in steps:
            with suppress(MeguriError):  # a refusal changes nothing, which the replay below shows
                do(cast, offices, promise, step, number)
            now = Promise.objects.get(pk=promise.pk)
            count = PromiseChange.objects.filter(promise=promise).count()
            if now.state != Promise.State.OPEN:
                closed_after = count if closed_after is None else closed_after
                assert count == closed_after, "a closed promise changed"
        changes = list(PromiseChange.objects.filter(promise=promise).order_by("pk"))
        assert replayed(offices.officer_post.pk, day(3), changes) == (now.post_id, now.due_on) if steps else True
