"""The database itself refuses a second holder or accountable post on any day: both engines, concurrency too."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from meguri.core import guard, triggers
from meguri.core.scope import in_town
from meguri.governance.models import Holder, Organisation, Post, PublicObject, Responsibility
from tests.fixtures.cast import Cast

APRIL = dt.date(2026, 4, 1)


@pytest.fixture
def post(cast: Cast) -> Post:
    with guard.door("tests"), in_town(cast.town):
        organisation = Organisation.objects.create(town=cast.town, name="福祉係", since=APRIL)
        return Post.objects.create(town=cast.town, organisation=organisation, name="福祉係長", since=APRIL)


def hold(post: Post, since: dt.date, until: dt.date | None) -> None:
    with guard.door("tests"), in_town(post.town), transaction.atomic():
        Holder.objects.create(town=post.town, post=post, since=since, until=until)


def days(first: int, last: int | None) -> tuple[dt.date, dt.date | None]:
    return APRIL + dt.timedelta(first), None if last is None else APRIL + dt.timedelta(last)


def test_the_rules_stand_after_a_migration(db: None) -> None:
    assert triggers.missing(connection) == []


@pytest.mark.parametrize("second", [(5, 15), (0, 10), (3, None), (9, 10), (-5, 1), (-5, None)])
def test_a_term_that_shares_a_day_with_another_is_refused(post: Post, second: tuple[int, int | None]) -> None:
    hold(post, *days(0, 10))
    with pytest.raises(IntegrityError):
        hold(post, *days(*second))


@pytest.mark.parametrize("second", [(10, None), (-5, 0), (10, 20), (4, 4)])
def test_terms_that_touch_or_are_empty_stand_beside_each_other(post: Post, second: tuple[int, int | None]) -> None:
    hold(post, *days(0, 10))
    hold(post, *days(*second))
    with in_town(post.town):
        assert Holder.objects.count() == 2


def test_a_term_cannot_be_stretched_over_another(post: Post) -> None:
    hold(post, *days(0, 10))
    hold(post, *days(10, 20))
    with guard.door("tests"), in_town(post.town), pytest.raises(IntegrityError), transaction.atomic():
        Holder.objects.filter(since=APRIL).update(until=None)


def test_only_the_accountable_part_is_held_by_one_post(post: Post) -> None:
    with guard.door("tests"), in_town(post.town):
        thing = PublicObject.objects.create(town=post.town, kind="project", key="1", title="x",
                                            first_told_at=timezone.now())  # fmt: skip
        other = Post.objects.create(town=post.town, organisation=post.organisation, name="福祉係員", since=APRIL)
        given = {"town": post.town, "object": thing, "since": APRIL}
        for one in (post, other):
            Responsibility.objects.create(**given, post=one, part="consulted")
        Responsibility.objects.create(**given, post=post, part="accountable")
        with pytest.raises(IntegrityError), transaction.atomic():
            Responsibility.objects.create(**given, post=other, part="accountable")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_post(post: Post) -> None:
    together, kept = Barrier(8), []

    def try_to_hold() -> None:
        together.wait()
        try:
            hold(post, APRIL, None)
            kept.append(True)
        except IntegrityError:
            pass
        finally:
            connection.close()

    threads = [Thread(target=try_to_hold) for _one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept == [True]
