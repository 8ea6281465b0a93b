"""Whatever is appointed, relieved or handed over, in whatever order: at most one accountable post on every day."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.core.errors import MeguriError
from meguri.core.scope import in_town
from meguri.governance.actions.handovers import answer_handover, ask_handover
from meguri.governance.actions.responsibilities import appoint, confirm, relieve
from meguri.governance.models import Post, PublicObject, Responsibility
from meguri.governance.queries.responsibilities import accountable_for
from meguri.governance.tests.town_hall import a_thing, administrator, in_days, mayor, officer, today
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

FAR = 20


@dataclass(frozen=True)
class Step:
    """One act: what, by which of three posts, on which day from today."""

    act: str
    post: int
    day: int


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(["appoint", "appoint", "relieve", "hand over", "confirm"]),
        st.integers(0, 2),
        st.integers(-FAR, FAR),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_at_most_one_post_is_accountable_on_every_day(cast: Cast, offices: Offices, given_steps: list[Step]) -> None:
    posts = [offices.officer_post, offices.mayor_post, offices.chief_post]
    with in_town(cast.town), transaction.atomic():
        bus = a_thing(cast.town)
        for step in given_steps:
            before = accountable_for([bus.pk]).get(bus.pk)
            done = _done(cast, offices, bus, posts[step.post], step)
            if done and step.act in {"appoint", "hand over", "confirm"} and before is not None:
                assert bus.pk in accountable_for([bus.pk])
            _holds(bus)
        transaction.set_rollback(True)


def _done(cast: Cast, offices: Offices, bus: PublicObject, post: Post, step: Step) -> bool:
    """Whether the act was done; a no leaves everything as it was."""
    day = in_days(step.day)
    try:
        with transaction.atomic():
            if step.act == "appoint":
                appoint(administrator(cast), bus, post, day)
            elif step.act == "relieve":
                relieve(administrator(cast), bus, post, day)
            elif (now := accountable_for([bus.pk]).get(bus.pk)) is None or now.post != offices.officer_post:
                return False
            else:
                _by_the_officer(cast, offices, Responsibility.objects.get(pk=now.responsibility_id), step)
    except MeguriError:
        return False
    return True


def _by_the_officer(cast: Cast, offices: Offices, term: Responsibility, step: Step) -> None:
    if step.act == "confirm":
        confirm(officer(cast), term)
    else:
        answer_handover(mayor(cast), ask_handover(officer(cast), term, offices.mayor_post, "異動のため"), True)


def _holds(bus: PublicObject) -> None:
    terms = list(Responsibility.objects.filter(object=bus, part="accountable"))
    for offset in range(-FAR - 1, FAR + 2):
        day = today() + dt.timedelta(days=offset)
        assert sum(term.since <= day and (term.until is None or day < term.until) for term in terms) <= 1
