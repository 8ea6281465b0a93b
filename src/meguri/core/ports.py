"""What core asks of slices that stand on it, so that it need not know them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from meguri.core.actor import Actor


@dataclass(frozen=True)
class Reference:
    """A public name for a stored object: `kind` as in "town", `id` stable and public."""

    kind: str
    id: str


@dataclass(frozen=True)
class Person:
    """A person in a record: never named there, only committed to."""

    id: int


@dataclass(frozen=True)
class Text:
    """A free text in a record: never quoted there, only committed to."""

    value: str


@dataclass(frozen=True)
class Act:
    """One public act, ready for the record. `facts` hold JSON values, `Reference`, `Person` and `Text`."""

    id: UUID
    action: str
    actor: Actor
    at: datetime
    town: Any | None
    facts: Mapping[str, Any] = field(default_factory=dict)


class Recorder(Protocol):
    """Appends an act to the public record in the running transaction; raises if it cannot."""

    def __call__(self, act: Act) -> None: ...


_recorder: list[Recorder] = []


def set_recorder(recorder: Recorder) -> None:
    """Called once, by the slice `record`, when it is ready."""
    _recorder[:] = [recorder]


def recorder() -> Recorder:
    """The recorder in use; `LookupError` when none was set: an act must never go unrecorded."""
    if not _recorder:
        raise LookupError("no recorder is installed; is meguri.record in INSTALLED_APPS?")
    return _recorder[0]
