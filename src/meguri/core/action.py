"""An action is the only door: begin, lock, ask the policy, run, record, put events into the outbox, commit."""

import functools
import inspect
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, OperationalError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core import guard
from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.core.models import PerformedAction
from meguri.core.policy import answer
from meguri.core.ports import Act, recorder
from meguri.core.recording import Mark, fact, marks_of
from meguri.core.scope import active_town

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS_AFTER_DEADLOCK = 4


class Record(Enum):
    """Whether the public may see an act."""

    PUBLIC = "public"
    INTERNAL = "internal"


Public = Record.PUBLIC
Internal = Record.INTERNAL


@dataclass
class _Running:
    """The outermost action under way in this context, and what it has noted."""

    act_id: uuid.UUID
    facts: dict[str, Any] = field(default_factory=dict)


_running: ContextVar[_Running | None] = ContextVar("meguri_running_action", default=None)


@dataclass(frozen=True)
class ActionSpec:
    """An action as declared: its name, whether it is public, its body and the marks on its parameters."""

    name: str
    record: Record
    body: Callable[..., Any]
    signature: inspect.Signature
    marks: dict[str, frozenset[Mark]]


_actions: dict[str, ActionSpec] = {}


def all_actions() -> dict[str, ActionSpec]:
    return dict(_actions)


def action(name: str, *, record: Record) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make the decorated function an action called `name` ("slice.verb").

    Its first parameter is the `Actor`. Callers may add `idempotency_key="…"`: a second call by the same
    person with the same key does nothing and returns the first call's result. A body may call other
    actions; they run in its transaction. After a deadlock or a busy database the whole act is tried again.
    """

    def declare(body: Callable[P, R]) -> Callable[P, R]:
        if name in _actions:
            raise LookupError(f"two actions named {name}")
        spec = ActionSpec(name, record, body, inspect.signature(body), marks_of(body))
        _actions[name] = spec

        @functools.wraps(body)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            key = cast("str | None", kwargs.pop("idempotency_key", None))
            bound = spec.signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return cast(R, _perform(spec, bound, key))

        return perform

    return declare


def note(**facts: Any) -> None:
    """Add facts to the record of the running action: what only its body knows (counts, digests)."""
    running = _running.get()
    if running is None:
        raise LookupError("note() outside an action")
    running.facts.update(facts)


def _perform(spec: ActionSpec, bound: inspect.BoundArguments, key: str | None) -> Any:
    if _running.get() is not None:
        return _run(spec, bound, key)
    for attempt in range(1, ATTEMPTS_AFTER_DEADLOCK + 1):
        try:
            with transaction.atomic(), guard.door(spec.name):
                return _run(spec, bound, key)
        except OperationalError as error:
            if attempt == ATTEMPTS_AFTER_DEADLOCK or not _worth_another_try(error):
                raise
            time.sleep(0.05 * 2**attempt)
    raise AssertionError("unreachable")


def _worth_another_try(error: OperationalError) -> bool:
    """Deadlock (40P01) or serialisation failure (40001) on PostgreSQL, a busy file on SQLite."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code in {"40P01", "40001"} or "database is locked" in str(error)


def _run(spec: ActionSpec, bound: inspect.BoundArguments, key: str | None) -> Any:
    actor: Actor = bound.args[0]
    if key is not None and (earlier := _earlier(spec, actor, key)) is not None:
        return _restored(earlier.result)
    _lock(spec, bound)
    if (refusal := answer(spec.name, *bound.args, **bound.kwargs)) is not None:
        raise refusal
    running = _Running(act_id=uuid.uuid4())
    token = _running.set(running)
    try:
        result = spec.body(*bound.args, **bound.kwargs)
    finally:
        _running.reset(token)
    _leave_traces(spec, bound, key, running, result)
    return result


def _earlier(spec: ActionSpec, actor: Actor, key: str) -> PerformedAction | None:
    return PerformedAction.objects.filter(action=spec.name, person_id=actor.person_id, key=key).first()


def _lock(spec: ActionSpec, bound: inspect.BoundArguments) -> None:
    """Read the rows marked `Locked` again, for update, always in the order of their parameters."""
    for name, marks in spec.marks.items():
        row = bound.arguments.get(name)
        if Mark.LOCKED in marks and isinstance(row, models.Model):
            locked = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
            if locked is None:
                raise Conflict(_("ほかの人が先に取り消したようです。ページを読み直してください。"))
            bound.arguments[name] = locked


def _leave_traces(
    spec: ActionSpec, bound: inspect.BoundArguments, key: str | None, running: _Running, result: Any
) -> None:
    actor: Actor = bound.args[0]
    town = active_town()
    performed = PerformedAction(
        act_id=running.act_id,
        action=spec.name,
        town_id=getattr(town, "pk", None),
        person_id=actor.person_id,
        on_behalf_of_id=actor.on_behalf_of_id,
        roles=" ".join(sorted(actor.roles)),
        channel=actor.channel,
        key=key,
        result=_storable(result) if key is not None else None,
        at=timezone.now(),
    )
    try:
        performed.save(force_insert=True)  # a second act with the same key undoes the whole of its transaction
    except IntegrityError:
        raise Conflict(_("同じ操作がいま行われています。少し待ってから、もう一度お試しください。")) from None
    if spec.record is Public:
        recorder()(Act(running.act_id, spec.name, actor, performed.at, town, _facts(spec, bound, running, result)))


def _facts(spec: ActionSpec, bound: inspect.BoundArguments, running: _Running, result: Any) -> dict[str, Any]:
    facts = {
        name: fact(value, spec.marks[name])
        for name, value in list(bound.arguments.items())[1:]
        if Mark.UNRECORDED not in spec.marks[name]
    }
    if isinstance(result, models.Model):
        facts["result"] = fact(result)
    facts.update({name: fact(value, frozenset({Mark.PLAIN})) for name, value in running.facts.items()})
    return facts


def _storable(result: Any) -> Any:
    """A result as JSON, to be given again to a client that tries again with the same key."""
    if isinstance(result, models.Model):
        return {"model": result._meta.label_lower, "pk": str(result.pk)}
    return {"value": result}


def _restored(stored: Any) -> Any:
    if stored is None or "model" not in stored:
        return stored and stored["value"]
    return apps.get_model(stored["model"])._default_manager.get(pk=stored["pk"])
