"""Made-up kinds of public objects for tests: they plug in through governance/objects.py alone."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from meguri.core import guard
from meguri.core.ports import Reference
from meguri.core.scope import in_town
from meguri.governance import objects
from meguri.governance.models import PublicObject
from meguri.governance.objects import Described, ObjectKind, register, tell
from meguri.towns.models import Station, Town


@dataclass(frozen=True)
class Thing:
    """A row of a made-up kind."""

    pk: int
    title: str = ""
    came_from: tuple[Reference, ...] = ()
    led_to: tuple[Reference, ...] = ()
    is_public: bool = True
    kind: str = "wish"
    answered_by: Reference | None = None

    @property
    def reference(self) -> Reference:
        return Reference(self.kind, str(self.pk))


def describe(rows: Sequence[Thing]) -> list[Described]:
    return [
        Described(
            one.reference, one.title or f"{one.kind} {one.pk}", is_public=one.is_public, came_from=one.came_from,
            led_to=one.led_to, answered_by=one.answered_by,
        )
        for one in rows
    ]  # fmt: skip


def _no_rows() -> Any:
    return PublicObject.objects.none()


def kind(name: str, station: Station | None, **more: Any) -> ObjectKind:
    return ObjectKind(name, gettext_lazy("願い"), station, describe, _no_rows, **more)


@contextmanager
def kinds_of_a_later_slice(*kinds: ObjectKind) -> Iterator[None]:
    """Registers them while the block runs."""
    known = dict(objects._kinds)
    for one in kinds:
        register(one)
    try:
        yield
    finally:
        objects._kinds.clear()
        objects._kinds.update(known)


def say(town: Town, things: Iterable[Thing]) -> dict[Reference, PublicObject]:
    """Tell these rows in their order; each has to come after what it is tied to."""
    with guard.door("tests"), in_town(town):
        return {one.reference: tell(one.kind, [one])[0] for one in things}


def wish(pk: int) -> Reference:
    return Reference("wish", str(pk))


def chain(length: int, kind: str = "wish") -> list[Thing]:
    """Each came from the one before; ids from 1."""
    return [
        Thing(pk, kind=kind, came_from=(Reference(kind, str(pk - 1)),) if pk > 1 else ()) for pk in range(1, length + 1)
    ]
