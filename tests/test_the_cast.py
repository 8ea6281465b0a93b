"""The cast stands ready: members by actions alone, and a database that can be emptied."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory

from meguri.core import guard, triggers
from meguri.core.actor import Role
from meguri.core.models import OutboxMessage
from meguri.core.scope import in_town
from meguri.record.models import Leaf
from meguri.record.sequencer import sequence_all
from meguri.towns.models import Municipality
from meguri.towns.request import actor_of, has_second_factor, roles_held
from tests.fixtures.cast import Cast


def test_each_member_holds_the_role_they_were_invited_to(cast: Cast) -> None:
    with in_town(cast.town):
        assert roles_held(cast.officer, cast.town) == {Role.OFFICER}
        assert roles_held(cast.other_towns_officer, cast.town) == frozenset()
    assert cast.operator.is_operator
    assert not OutboxMessage.objects.exists()


def test_a_client_has_shown_a_second_factor_unless_told_otherwise(cast: Cast, client_of: Callable[..., Client]) -> None:
    for shown in (True, False):
        request = RequestFactory().get("/")
        request.user = cast.officer
        request.session = client_of(cast.officer, second_factor=shown).session
        assert has_second_factor(request) is shown


def test_staff_without_a_second_factor_have_their_roles_withheld(cast: Cast, client_of: Callable[..., Client]) -> None:
    request = RequestFactory().get("/")
    request.user = cast.officer
    request.session = client_of(cast.officer, second_factor=False).session
    request.town = cast.town  # type: ignore[attr-defined]  # as the middleware does
    with in_town(cast.town):
        assert actor_of(request).withheld_roles == {Role.OFFICER}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["once", "and again after the tables were emptied"])
def test_the_append_only_rules_hold_in_tests_that_commit(cast: Cast, time: str) -> None:
    sequence_all()
    assert Leaf.objects.exists()
    assert triggers.missing(connection) == []
    with guard.door("tests"), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Leaf.objects.all()._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_what_was_committed(cast: Cast) -> None:
    seen: list[str] = []

    def read() -> None:
        seen.append(Municipality.objects.get(code=cast.town.code).name)
        connection.close()

    thread = Thread(target=read)
    thread.start()
    thread.join()
    assert seen == ["ためし町"]
