"""Events: put into the outbox within the act, handled afterwards at least once by idempotent handlers."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from meguri.core import guard
from meguri.core.batches import AT_ONCE
from meguri.core.models import OutboxMessage

log = logging.getLogger(__name__)

Handler = Callable[..., None]
H = TypeVar("H", bound=Handler)

FIRST_DELAY_SECONDS = 5
LONGEST_DELAY_SECONDS = 3600
ATTEMPTS_BEFORE_ALARM = 8

_handlers: dict[str, dict[str, Handler]] = {}


def handles(event: str) -> Callable[[H], H]:
    """Register the decorated function as a handler of `event`; it gets the payload as keyword arguments.

    A handler is called at least once, so it must be idempotent; it changes state through actions alone.
    """

    def register(function: H) -> H:
        _handlers.setdefault(event, {})[f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return register


def emit(event: str, *, town_id: int | None = None, **payload: Any) -> None:
    """Put `event` into the outbox, once for each handler. Payload: JSON values. Only inside an action."""
    emit_each(event, [payload], town_id=town_id)


def emit_each(event: str, payloads: Iterable[Mapping[str, Any]], *, town_id: int | None = None) -> None:
    """`emit` for each of these payloads. One statement for each batch."""
    if guard.open_door() is None:
        raise LookupError("emit() outside an action")
    now = timezone.now()
    messages = [
        OutboxMessage(event=event, handler=name, payload=dict(one), town_id=town_id, created_at=now, due_at=now)
        for one in payloads for name in _handlers.get(event, {})
    ]  # fmt: skip
    OutboxMessage.objects.bulk_create(messages, batch_size=AT_ONCE)


def deliver_due(limit: int = 100) -> int:
    """Deliver up to `limit` due messages, one transaction each; returns how many were tried."""
    tried = 0
    while tried < limit and _deliver_one():
        tried += 1
    return tried


def overdue() -> int:
    """Messages that failed so often that somebody should look."""
    return OutboxMessage.objects.filter(attempts__gte=ATTEMPTS_BEFORE_ALARM).count()


def _deliver_one() -> bool:
    if not _waiting().exists():
        return False  # an idle worker takes no write lock
    with transaction.atomic():
        message = _next_due()
        if message is None:
            return False
        try:
            with transaction.atomic():
                _handlers[message.event][message.handler](**message.payload)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises must not stop the others
            log.exception("outbox message %s failed in %s", message.pk, message.handler)
            _put_off(message, error)
        else:
            message.delete()
    return True


def _put_off(message: OutboxMessage, error: Exception) -> None:
    message.error = f"{type(error).__name__}: {error}"[:2000]
    message.due_at = timezone.now() + _delay(message.attempts)
    message.attempts += 1
    message.save(update_fields=["error", "due_at", "attempts"])


def _next_due() -> OutboxMessage | None:
    return _waiting().select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()


def _waiting() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "id")


def _delay(attempts: int) -> dt.timedelta:
    return dt.timedelta(seconds=min(FIRST_DELAY_SECONDS * 2**attempts, LONGEST_DELAY_SECONDS))
