"""Events reach their handlers at least once, in spite of crashes and failures."""

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from meguri.core import guard, outbox
from meguri.core.models import OutboxMessage

seen: list[dict[str, Any]] = []


@pytest.fixture(autouse=True)
def _fresh_handlers() -> Iterator[None]:
    handlers = {event: dict(found) for event, found in outbox._handlers.items()}
    seen.clear()
    yield
    outbox._handlers.clear()
    outbox._handlers.update(handlers)


def emit(event: str, **payload: Any) -> None:
    with guard.door("tests"):
        outbox.emit(event, **payload)


@pytest.mark.django_db
def test_an_event_reaches_each_handler_and_leaves_nothing_behind() -> None:
    @outbox.handles("test.event")
    def one(**payload: Any) -> None:
        seen.append(payload)

    @outbox.handles("test.event")
    def two(**payload: Any) -> None:
        seen.append(payload)

    emit("test.event", number=3)
    assert outbox.deliver_due() == 2
    assert seen == [{"number": 3}, {"number": 3}]
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_a_failing_handler_is_tried_again_later_and_does_not_stop_the_others() -> None:
    @outbox.handles("test.event")
    def fails(**payload: Any) -> None:
        raise ValueError("not today")

    @outbox.handles("test.event")
    def works(**payload: Any) -> None:
        seen.append(payload)

    emit("test.event")
    assert outbox.deliver_due() == 2
    assert len(seen) == 1
    waiting = OutboxMessage.objects.get()
    assert waiting.attempts == 1
    assert "not today" in waiting.error
    assert waiting.due_at > timezone.now()
    assert outbox.deliver_due() == 0


@pytest.mark.django_db
def test_an_event_may_only_be_emitted_inside_an_action() -> None:
    with pytest.raises(LookupError):
        outbox.emit("test.event")


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_handler_loses_no_message() -> None:
    @outbox.handles("test.event")
    def dies(**payload: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    emit("test.event")
    connections.close_all()
    child = os.fork()
    if child == 0:
        outbox.deliver_due()
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])

    outbox._handlers["test.event"] = {name: lambda **payload: seen.append(payload)
                                      for name in outbox._handlers["test.event"]}  # fmt: skip
    assert outbox.deliver_due() == 1
    assert len(seen) == 1
