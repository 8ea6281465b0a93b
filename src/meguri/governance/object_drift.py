"""Whether what is stored of public objects and their links is what their rows say now; and putting it right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from meguri.core.batches import AT_ONCE
from meguri.core.ports import Reference
from meguri.governance.models import Link, PublicObject
from meguri.governance.objects import Described, ObjectKind, all_kinds, fields_of, leave, tell, ties_of

Tie = tuple[Reference, Reference, Reference]


@dataclass(frozen=True, slots=True)
class Drift:
    """How many objects of a kind are not as their rows say: not stored, stored or tied otherwise, or left over."""

    kind: str
    word: str
    lacking: int = 0
    different: int = 0
    tied_otherwise: int = 0
    left_over: int = 0

    @property
    def total(self) -> int:
        return self.lacking + self.different + self.tied_otherwise + self.left_over


def drifts() -> list[Drift]:
    """Of the active town, each kind that has drifted. Reads every row: for upkeep, not for pages."""
    found = (_drift(kind) for kind in all_kinds())
    return [one for one in found if one.total]


def put_right() -> int:
    """Tell every row of the active town anew, and take what has none out of view; how many objects. In an action."""
    told = 0
    for kind in all_kinds():
        seen: set[str] = set()
        for rows in _rows_of(kind):
            seen |= {one.key for one in tell(kind.kind, rows)}
        told += len(seen) + leave(kind.kind, _visible_keys(kind) - seen)
    return told


def _drift(kind: ObjectKind) -> Drift:
    lacking = different = tied_otherwise = 0
    seen: set[str] = set()
    for rows in _rows_of(kind):
        described = kind.describe(rows)
        keys = [one.reference.id for one in described]
        stored = {one.key: one for one in _stored(kind, keys)}
        standing = _ties_told_by([one.pk for one in stored.values()])
        for one in described:
            thing = stored.get(one.reference.id)
            if thing is None:
                lacking += 1
            elif not _is_stored(kind, one, thing):
                different += 1
            elif ties_of([one]) != standing.get(one.reference, set()):
                tied_otherwise += 1
        seen |= set(keys)
    return Drift(kind.kind, str(kind.word), lacking, different, tied_otherwise, len(_visible_keys(kind) - seen))


def _stored(kind: ObjectKind, keys: Sequence[str]) -> QuerySet[PublicObject]:
    found: QuerySet[PublicObject] = PublicObject.objects.filter(kind=kind.kind, key__in=keys)
    return found.select_related("answered_by")


def _rows_of(kind: ObjectKind) -> Iterator[Sequence[Any]]:
    rows = kind.rows().order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _visible_keys(kind: ObjectKind) -> set[str]:
    return set(PublicObject.objects.filter(kind=kind.kind, is_public=True).values_list("key", flat=True))


def _is_stored(kind: ObjectKind, said: Described, thing: PublicObject) -> bool:
    through = thing.answered_by.public_reference() if thing.answered_by else None
    return through == said.answered_by and all(
        getattr(thing, name) == value for name, value in fields_of(kind, said).items()
    )


def _ties_told_by(tellers: Sequence[int]) -> dict[Reference, set[Tie]]:
    """By teller. One query."""
    found: dict[Reference, set[Tie]] = {}
    for link in Link.objects.filter(told_by__in=tellers).select_related("source", "target", "told_by"):
        source, target, teller = (end.public_reference() for end in (link.source, link.target, link.told_by))
        found.setdefault(teller, set()).add((source, target, teller))
    return found
