"""From the arguments of an action to the facts of its record, led by type and safe by default."""

import datetime as dt
import enum
import inspect
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from django.db import models

from meguri.core.ports import Person, Reference, Text

T = TypeVar("T")


class Mark(enum.Enum):
    """What an annotation on an action's parameter asks for."""

    LOCKED = "lock the row and read it again before the policy is asked"
    PLAIN = "this string is public, short and no free text: show it in the record"
    YEN = "an amount of money: recorded as a string"
    UNRECORDED = "leave it out of the record"


Locked = Annotated[T, Mark.LOCKED]
Plain = Annotated[str, Mark.PLAIN]
Yen = Annotated[int, Mark.YEN]
Unrecorded = Annotated[T, Mark.UNRECORDED]

MAX_SAFE_INTEGER = 2**53 - 1


def marks_of(function: Any) -> dict[str, frozenset[Mark]]:
    """The marks on each parameter of `function`."""
    hints = get_type_hints(function, include_extras=True)
    return {name: frozenset(_marks(hints.get(name))) for name in inspect.signature(function).parameters}


def _marks(hint: Any) -> list[Mark]:
    if get_origin(hint) is Annotated:
        return [mark for mark in hint.__metadata__ if isinstance(mark, Mark)]
    return [mark for inner in get_args(hint) for mark in _marks(inner)]


def fact(value: Any, marks: frozenset[Mark] = frozenset()) -> Any:
    """`value` as it may stand in a public record.

    A string is committed to, never quoted, unless its parameter is marked `Plain`. A stored object becomes
    its public reference. `TypeError` for anything else, so that nothing slips in unseen.
    """
    if value is None or isinstance(value, bool | Reference | Person | Text):
        return value
    if isinstance(value, models.Model):
        return reference(value)
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, str):
        return value if Mark.PLAIN in marks else Text(value)
    return _fact_of_number_or_collection(value, marks)


def _fact_of_number_or_collection(value: Any, marks: frozenset[Mark]) -> Any:
    if isinstance(value, int):
        return str(value) if Mark.YEN in marks or abs(value) > MAX_SAFE_INTEGER else value
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): fact(inner, marks) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        inner_facts = [fact(inner, marks) for inner in value]
        return sorted(inner_facts, key=str) if isinstance(value, set | frozenset) else inner_facts
    raise TypeError(f"{type(value).__name__} has no place in the record; mark the parameter Unrecorded")


def reference(stored: models.Model) -> Reference | Person:
    """The public name of a stored object: its own `public_reference()`, else its kind and key."""
    named = getattr(stored, "public_reference", None)
    if named is not None:
        found: Reference | Person = named()
        return found
    return Reference(kind=stored._meta.model_name or "", id=str(stored.pk))
