"""A number that grows with every act: what was made from an older one may be stale, from the same it is not."""

from collections.abc import Callable
from typing import Generic, TypeVar

from meguri.core.models import PerformedAction

T = TypeVar("T")


def current_revision() -> int:
    """The number of the newest act. One query on the primary key."""
    newest = PerformedAction.objects.order_by("-id").values_list("id", flat=True).first()
    return newest or 0


class PerRevision(Generic[T]):
    """A value of this process, made once for each revision by `make`.

    For what many pages read and few acts change, such as the list of definitions.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._kept: tuple[int, T] | None = None

    def at(self, revision: int) -> T:
        """The value at `revision`; made anew when the kept one belongs to another."""
        kept = self._kept
        if kept is None or kept[0] != revision:
            kept = (revision, self._make())
            self._kept = kept
        return kept[1]

    def now(self) -> T:
        """The value at the current revision. One query, more only after an act."""
        return self.at(current_revision())
