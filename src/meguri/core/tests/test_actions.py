"""What an action does: asks the policy, locks, runs, records, and does nothing twice."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connections

from meguri.core import action as action_module
from meguri.core import policy as policy_module
from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import VISITOR, Actor, Channel, Role, operator
from meguri.core.errors import Conflict, NotAllowed
from meguri.core.models import PerformedAction
from meguri.core.policy import answer, policy
from meguri.core.recording import Locked, Plain, Unrecorded, Yen
from meguri.record.models import Entry, Opening
from meguri.record.queries import history
from meguri.towns.models import Prefecture

OPERATOR = operator()


@pytest.fixture(autouse=True)
def _declarations_of_a_test_go_with_it() -> Iterator[None]:
    actions, policies = dict(action_module._actions), dict(policy_module._policies)
    yield
    action_module._actions.clear()
    action_module._actions.update(actions)
    policy_module._policies.clear()
    policy_module._policies.update(policies)


def declare_naming() -> Any:
    @policy("test.name")
    def only_the_operator(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
        return None if actor.has(Role.OPERATOR) else NotAllowed("この操作は運用者だけができます。")

    @action("test.name", record=Public)
    def name_it(actor: Actor, code: Plain, name: str, cost: Yen = 0, secret: Unrecorded[str] = "") -> Prefecture:
        note(length=len(name))
        return Prefecture.objects.create(code=code, name=name, kana="x", romaji="x", latitude=0, longitude=0)

    return name_it


@pytest.mark.django_db
def test_a_no_carries_its_reason_and_changes_nothing() -> None:
    name_it = declare_naming()
    with pytest.raises(NotAllowed, match="運用者だけ"):
        name_it(VISITOR, "98", "見本県")
    assert not Prefecture.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_action_without_a_policy_is_refused() -> None:
    @action("test.orphan", record=Internal)
    def orphan(actor: Actor) -> None:
        raise AssertionError("it must not run")

    with pytest.raises(NotAllowed):
        orphan(OPERATOR)
    assert answer("test.orphan", OPERATOR) is not None


@pytest.mark.django_db
def test_the_record_shows_what_is_plain_commits_to_texts_and_leaves_out_secrets() -> None:
    name_it = declare_naming()
    name_it(OPERATOR, "98", "見本県", cost=12, secret="しずか")
    (entry,) = history("prefecture", "98")
    facts = entry.content["facts"]
    assert facts["code"] == "98"
    assert facts["cost"] == "12"
    assert facts["length"] == 3
    assert facts["result"] == {"kind": "prefecture", "id": "98"}
    assert set(facts["name"]) == {"commitment", "of"}
    assert "secret" not in facts
    assert "見本県".encode() not in entry.body
    assert Opening.objects.get(entry__act_id=entry.content["act"]).text == "見本県"


@pytest.mark.django_db
def test_an_error_in_the_body_leaves_nothing_behind() -> None:
    @policy("test.fail")
    def anybody(actor: Actor) -> None:
        return None

    @action("test.fail", record=Public)
    def fail(actor: Actor) -> None:
        Prefecture.objects.create(code="98", name="x", kana="x", romaji="x", latitude=0, longitude=0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail(OPERATOR)
    assert not Prefecture.objects.exists()
    assert not PerformedAction.objects.exists()


@pytest.mark.django_db
def test_the_same_key_does_the_act_once_and_gives_the_same_result() -> None:
    name_it = declare_naming()
    first = name_it(OPERATOR, "98", "見本県", idempotency_key="k1")
    again = name_it(OPERATOR, "98", "見本県", idempotency_key="k1")
    assert first == again
    assert Prefecture.objects.count() == 1
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_a_key_belongs_to_one_person() -> None:
    name_it = declare_naming()
    name_it(operator(1), "98", "見本県", idempotency_key="k1")
    name_it(operator(2), "97", "別の県", idempotency_key="k1")
    assert Prefecture.objects.count() == 2


@pytest.mark.django_db
def test_a_row_that_vanished_before_it_was_locked_is_a_conflict() -> None:
    @policy("test.rename")
    def anybody(actor: Actor, prefecture: Prefecture) -> None:
        return None

    @action("test.rename", record=Internal)
    def rename(actor: Actor, prefecture: Locked[Prefecture]) -> None:
        raise AssertionError("it must not run")

    with pytest.raises(Conflict):
        rename(OPERATOR, Prefecture(code="98"))


@pytest.mark.django_db
def test_an_action_within_an_action_shares_its_transaction() -> None:
    name_it = declare_naming()

    @policy("test.outer")
    def anybody(actor: Actor) -> None:
        return None

    @action("test.outer", record=Internal)
    def outer(actor: Actor) -> None:
        name_it(actor, "98", "見本県")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outer(OPERATOR)
    assert not Prefecture.objects.exists()


@pytest.mark.django_db
def test_after_a_deadlock_the_whole_act_is_tried_again() -> None:
    tries = []

    @policy("test.deadlock")
    def anybody(actor: Actor) -> None:
        return None

    @action("test.deadlock", record=Internal)
    def deadlock(actor: Actor) -> int:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return len(tries)

    assert deadlock(OPERATOR) == 3
    assert PerformedAction.objects.filter(action="test.deadlock").count() == 1


@pytest.mark.django_db
def test_what_has_no_place_in_the_record_is_refused_when_it_is_met() -> None:
    @policy("test.odd")
    def anybody(actor: Actor, thing: object) -> None:
        return None

    @action("test.odd", record=Public)
    def odd(actor: Actor, thing: object) -> None:
        return None

    with pytest.raises(TypeError, match="Unrecorded"):
        odd(OPERATOR, object())


@pytest.mark.django_db(transaction=True)
def test_the_same_key_sent_eight_times_at_once_is_done_once() -> None:
    name_it = declare_naming()
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def send() -> None:
        start.wait()
        try:
            name_it(Actor(Channel.API, person_id=7, roles=frozenset({Role.OPERATOR})), "98", "県", idempotency_key="k")
            outcomes.append("done")
        except Exception as error:  # noqa: BLE001 - the losers may meet the conflict or the unique row
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Prefecture.objects.count() == 1
    assert Entry.objects.filter(action="test.name").count() == 1
    assert outcomes.count("done") >= 1
