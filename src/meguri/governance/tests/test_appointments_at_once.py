"""Under many appointments and confirmations at once: never two accountable posts, never none after a confirmation."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connection

from meguri.core.errors import Conflict
from meguri.core.scope import in_town
from meguri.governance.actions.handovers import answer_handover, ask_handover
from meguri.governance.actions.posts import found_post
from meguri.governance.actions.responsibilities import appoint, confirm
from meguri.governance.models import Post, PublicObject, Responsibility
from meguri.governance.tests.town_hall import a_thing, administrator, in_days, mayor, officer, today
from meguri.towns.models import Town
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

AT_ONCE = 50


def all_at_once(town: Town, acts: list[Callable[[], object]]) -> list[BaseException]:
    """Each in a thread and on a connection of its own, begun together; returns what they raised."""
    together, raised = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        together.wait()
        try:
            with in_town(town):
                act()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def new_posts(cast: Cast, offices: Offices, count: int) -> list[Post]:
    with in_town(cast.town):
        return [
            found_post(administrator(cast), offices.welfare_section, f"係員{n}", since=today()) for n in range(count)
        ]


def lasting(thing: PublicObject) -> list[Responsibility]:
    """Terms that hold today or later; empty ones do not."""
    terms = Responsibility.objects.filter(object=thing, part="accountable")
    return [term for term in terms if term.until is None or term.since < term.until]


@pytest.mark.django_db(transaction=True)
def test_fifty_appointments_leave_one_accountable_post(cast: Cast, offices: Offices) -> None:
    posts = new_posts(cast, offices, AT_ONCE)
    bus = a_thing(cast.town)
    raised = all_at_once(cast.town, [partial(appoint, administrator(cast), bus, post, today()) for post in posts])
    assert raised == []
    with in_town(cast.town):
        assert len(lasting(bus)) == 1
        assert Responsibility.objects.filter(object=bus).count() == AT_ONCE


@pytest.mark.django_db(transaction=True)
def test_confirmations_among_the_appointments_never_leave_nobody(cast: Cast, offices: Offices) -> None:
    posts = new_posts(cast, offices, AT_ONCE // 2)
    bus = a_thing(cast.town)
    with in_town(cast.town):
        term = appoint(administrator(cast), bus, offices.officer_post, in_days(-3))
    acts: list[Callable[[], object]] = [
        *(partial(appoint, administrator(cast), bus, post, today()) for post in posts),
        *(lambda: confirm(officer(cast), term) for _one in posts),
    ]
    raised = all_at_once(cast.town, acts)
    assert all(isinstance(error, Conflict) for error in raised)
    with in_town(cast.town):
        assert [one.until for one in lasting(bus) if one.until is None] == [None]
        assert sum(one.since <= today() and (one.until is None or today() < one.until) for one in lasting(bus)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_handover_and_appointments_at_once_leave_one(cast: Cast, offices: Offices) -> None:
    posts = new_posts(cast, offices, 10)
    bus = a_thing(cast.town)
    with in_town(cast.town):
        asked = ask_handover(
            officer(cast),
            appoint(administrator(cast), bus, offices.officer_post, in_days(-3)),
            offices.mayor_post,
            "異動",
        )
    acts: list[Callable[[], object]] = [
        *(partial(appoint, administrator(cast), bus, post, today()) for post in posts),
        *(lambda: answer_handover(mayor(cast), asked, True) for _one in posts),
    ]
    raised = all_at_once(cast.town, acts)
    assert all(isinstance(error, Conflict) for error in raised)
    with in_town(cast.town):
        assert sum(one.since <= today() and (one.until is None or today() < one.until) for one in lasting(bus)) == 1
