"""The one place where slices tell of their public objects: what each is called, where it stands, what it is tied to.

A slice writes a module `objects.py` of its own that registers each kind once:

    register(ObjectKind("project", _("事業"), Station.ACT, describe, rows=Project.objects.all, needs_post=True))

and its actions call `tell("project", [row, …])` after each change, in the same transaction. Nothing else has to know.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from meguri.core.batches import batches
from meguri.core.ports import Reference
from meguri.core.scope import active_town
from meguri.governance.models import Link, PublicObject
from meguri.record.titles import kind_named
from meguri.towns.models import Station

T = TypeVar("T")



@dataclass(frozen=True, slots=True)
class Described:
    """What a slice says of one of its rows. `came_from` and `led_to`: references of the objects it is tied to.

    `needs_post`: None says what its kind says. `answered_by`: the post, or the object, through which it is answered
    for while nobody is accountable for it itself: a promise's post, a report's project.
    """

    reference: Reference
    title: str
    summary: str = ""
    state: str = ""
    is_public: bool = True
    came_from: tuple[Reference, ...] = ()
    led_to: tuple[Reference, ...] = ()
    needs_post: bool | None = None
    answered_by: Reference | None = None


@dataclass(frozen=True, slots=True)
class DeskText:
    """What an object can be found by. Later fields say less: a word of the name counts more than one of the text."""

    name: str
    kana: str = ""
    keywords: str = ""
    text: str = ""


@dataclass(frozen=True)
class ObjectKind:
    """A kind of public object, as its slice declares it.

    `station` is its place on the ring (None: it stands beside the ring, as a post does). `describe` turns rows into
    what is told of them, in a fixed number of queries. `rows` gives all rows of the active town, for a rebuild.
    `by_references` finds rows by their public ids. `expects_before`, `expects_after`: stations at which a whole thread
    has something; what lacks is shown as a gap.
    `found_by`: the text by which the desk finds it (None: the desk does not look for it).
    `address`: its page by the town's code and the object's key, where that is another than the record's titles lead to.
    """

    kind: str
    word: str | Promise
    station: Station | None
    describe: Callable[[Sequence[Any]], list[Described]]
    rows: Callable[[], QuerySet[Any]]
    needs_post: bool = False
    expects_before: tuple[Station, ...] = ()
    expects_after: tuple[Station, ...] = ()
    found_by: Callable[[Any], DeskText] | None = None
    by_references: Callable[[Iterable[str]], Sequence[Any]] | None = None
    address: Callable[[str, str], str] | None = None


@dataclass
class _Listeners:
    """What else must know of a changed object, as the index of the desk. Called in the act's own transaction."""

    told: list[Callable[[ObjectKind, Sequence[Any], Sequence[PublicObject]], None]] = field(default_factory=list)


_kinds: dict[str, ObjectKind] = {}
_listeners = _Listeners()


def register(kind: ObjectKind) -> ObjectKind:
    """Declare a kind of public object; once, when its slice is ready."""
    _kinds[kind.kind] = kind
    return kind


def on_told(listener: Callable[[ObjectKind, Sequence[Any], Sequence[PublicObject]], None]) -> None:
    """Let `listener(kind, rows, objects)` run whenever rows are told, in the same transaction.

    Rows and objects stand in the same order. For objects that leave since their rows are gone, there are no rows.
    """
    _listeners.told.append(listener)


def all_kinds() -> list[ObjectKind]:
    return list(_kinds.values())


def kind_of(name: str) -> ObjectKind | None:
    return _kinds.get(name)


def address_of(reference: Reference, town_code: str) -> str:
    """The page of an object in its town; "" where it has none."""
    kind = _kinds.get(reference.kind)
    if kind is not None and kind.address is not None:
        return kind.address(town_code, reference.id)
    titled = kind_named(reference.kind)
    return titled.address(reference.id) if titled is not None and titled.address is not None else ""


def tell(kind: str, rows: Sequence[Any]) -> list[PublicObject]:
    """Store what the thread knows of these rows of the active town, and replace the links they told before.

    Only inside an action. The objects come back in the order of the rows, a row given twice once. A link to an object
    that is not known yet is told as soon as that object's kind can find it (`by_references`); else `LookupError`: tie
    objects in the order in which they come into being.
    """
    told: list[PublicObject] = []
    once = list({row.pk: row for row in rows}.values())
    for some in batches(once):
        told += _tell(_kinds[kind], some)
    return told


def leave(kind: str, keys: Iterable[str]) -> int:
    """Take objects out of view whose rows are gone, with the links they told; how many. Only inside an action.

    They keep their own row, since a promise or a responsibility may still speak of them.
    """
    left = 0
    for some in batches(list(keys)):
        gone = list(PublicObject.objects.filter(kind=kind, key__in=some, is_public=True))
        Link.objects.filter(told_by__in=gone).delete()
        for one in gone:
            one.is_public = one.needs_post = False
        PublicObject.objects.bulk_update(gone, ["is_public", "needs_post"])
        for listener in _listeners.told:
            listener(_kinds[kind], [], gone)
        left += len(gone)
    return left


def ensure(references: Iterable[Reference]) -> dict[Reference, PublicObject]:
    """The stored objects of these references; those not stored yet are told by their kind. `LookupError` for others."""
    wanted = list(dict.fromkeys(references))
    found = _stored(wanted)
    for name in {reference.kind for reference in wanted if reference not in found}:
        kind = _kinds.get(name)
        if kind is None or kind.by_references is None:
            continue
        missing = [reference.id for reference in wanted if reference.kind == name and reference not in found]
        rows = kind.by_references(missing)
        found |= {Reference(one.kind, one.key): one for one in tell(name, rows)}
    if lacking := [reference for reference in wanted if reference not in found]:
        raise LookupError(f"no public object {lacking[0].kind} {lacking[0].id} in this town")
    return found


def object_of(row: Any) -> PublicObject:
    """The stored object of a row with a `public_reference()`; told now if it was not yet. Inside an action, if so."""
    reference = row.public_reference()
    return ensure([reference])[reference]


def _stored(references: Sequence[Reference]) -> dict[Reference, PublicObject]:
    """By reference. One query for each kind asked for."""
    by_kind: dict[str, list[str]] = {}
    for reference in references:
        by_kind.setdefault(reference.kind, []).append(reference.id)
    return {
        Reference(one.kind, one.key): one
        for kind, keys in by_kind.items()
        for some in batches(keys)
        for one in PublicObject.objects.filter(kind=kind, key__in=some)
    }


def fields_of(kind: ObjectKind, said: Described) -> dict[str, Any]:
    """What is stored of an object besides its links and `answered_by`, as its kind describes it now."""
    needs_post = kind.needs_post if said.needs_post is None else said.needs_post
    return {
        "title": said.title[:200],
        "summary": said.summary[:200],
        "station": kind.station.value if kind.station else "",
        "state": said.state[:40],
        "is_public": said.is_public,
        "needs_post": needs_post and said.is_public,
    }


def ties_of(described: Iterable[Described]) -> set[tuple[Reference, Reference, Reference]]:
    """The links that these objects tell: source, target, teller. An object is never tied to itself."""
    return {
        (source, target, one.reference)
        for one in described
        for source, target in (
            *((end, one.reference) for end in one.came_from),
            *((one.reference, end) for end in one.led_to),
        )
        if source != target
    }


def _tell(kind: ObjectKind, rows: Sequence[Any]) -> list[PublicObject]:
    described = kind.describe(rows)
    if len(described) != len(rows):
        raise LookupError(f"{kind.kind}: {len(described)} descriptions of {len(rows)} rows")
    town, now = active_town(), timezone.now()
    through = ensure({one.answered_by for one in described if one.answered_by is not None})
    PublicObject.objects.bulk_create(
        [
            PublicObject(
                town=town, kind=kind.kind, key=one.reference.id, first_told_at=now,
                answered_by=through.get(one.answered_by) if one.answered_by else None, **fields_of(kind, one),
            )
            for one in described
        ],
        update_conflicts=True,
        unique_fields=["town", "kind", "key"],
        update_fields=["title", "summary", "station", "state", "is_public", "needs_post", "answered_by"],
    )  # fmt: skip
    stored = _stored([one.reference for one in described])
    objects = [stored[one.reference] for one in described]
    _tie(described, stored)
    for listener in _listeners.told:
        listener(kind, rows, objects)
    return objects


def _tie(described: Sequence[Described], tellers: dict[Reference, PublicObject]) -> None:
    """Make the links that these objects tell exactly those they tell now."""
    told = ties_of(described)
    ends = {end for source, target, _teller in told for end in (source, target)} - tellers.keys()
    known = tellers | (ensure(sorted(ends, key=lambda end: (end.kind, end.id))) if ends else {})
    wanted = {(known[source].pk, known[target].pk, known[teller].pk) for source, target, teller in told}
    standing = {
        (link.source_id, link.target_id, link.told_by_id): link.pk
        for link in Link.objects.filter(told_by__in=[one.pk for one in tellers.values()])
    }
    for some in batches([pk for ends_of, pk in standing.items() if ends_of not in wanted]):
        Link.objects.filter(pk__in=some).delete()
    Link.objects.bulk_create(
        Link(town=active_town(), source_id=source, target_id=target, told_by_id=teller)
        for source, target, teller in sorted(wanted - standing.keys())
    )
