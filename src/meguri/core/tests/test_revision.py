"""The revision grows with every act, in whatever order acts become visible."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meguri.core import guard
from meguri.core.models import PerformedAction
from meguri.core.revision import WINDOW, PerRevision, current_revision, held_at

pytestmark = pytest.mark.django_db


def act(number: int | None = None) -> None:
    with guard.door("tests"):
        PerformedAction(id=number, action="tests.act", channel="command", at=timezone.now()).save(force_insert=True)


def test_it_grows_with_every_act() -> None:
    seen = [current_revision()]
    for _i in range(WINDOW + 3):
        act()
        seen.append(current_revision())
    assert seen == sorted(set(seen))


def test_an_act_with_an_older_number_that_is_committed_later_changes_it() -> None:
    for number in (100, 101, 103):
        act(number)
    before = current_revision()
    act(102)
    assert current_revision() > before


def test_a_value_is_made_once_for_each_revision() -> None:
    made: list[int] = []
    value = PerRevision(lambda: made.append(0) or len(made))  # type: ignore[func-returns-value]  # counts its calls
    assert (value.now(), value.now()) == (1, 1)
    act()
    assert value.now() == 2


def test_a_request_that_holds_a_revision_asks_the_database_no_more() -> None:
    with held_at(current_revision()), CaptureQueriesContext(connection) as queries:
        current_revision()
    assert len(queries) == 0


def test_a_held_revision_is_let_go_by_an_act() -> None:
    before = current_revision()
    with held_at(before):
        act()
        assert current_revision() > before
