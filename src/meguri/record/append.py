"""Appends an act to the record, in the act's own transaction: core's port for recording, filled."""

from typing import Any

from meguri.core.ports import Act, Person
from meguri.record.canonical import OpenedCommitment, seal
from meguri.record.models import COUNTRY, Entry, Log, Opening, Subject, Unsequenced

VERSION = 1


def append(act: Act) -> None:
    """Write the entry, what it is about, and the openings of its commitments."""
    log = log_of(act.town)
    sealed = seal(_content(act, log))
    entry = Entry.objects.create(log=log, act_id=act.id, action=act.action, at=act.at, body=sealed.body)
    Unsequenced.objects.create(entry=entry, log=log)
    if sealed.references:
        Subject.objects.bulk_create(Subject(entry=entry, kind=r.kind, key=r.id) for r in sealed.references)
    if sealed.openings:
        Opening.objects.bulk_create(_opening(entry, opened) for opened in sealed.openings)


def log_of(town: Any | None) -> Log:
    """The log of a town (anything with `pk` and `code`), made at its first act; None is the country's."""
    if town is None:
        return Log.objects.get_or_create(origin=COUNTRY)[0]
    return Log.objects.get_or_create(origin=town.code, town_id=town.pk)[0]


def _content(act: Act, log: Log) -> dict[str, Any]:
    actor: dict[str, Any] = {"channel": str(act.actor.channel), "roles": sorted(map(str, act.actor.roles))}
    if act.actor.person_id is not None:
        actor["person"] = Person(act.actor.person_id)
    if act.actor.on_behalf_of_id is not None:
        actor["on_behalf_of"] = Person(act.actor.on_behalf_of_id)
    return {
        "version": VERSION,
        "log": log.origin,
        "act": str(act.id),
        "action": act.action,
        "at": act.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": actor,
        "facts": dict(act.facts),
    }


def _opening(entry: Entry, opened: OpenedCommitment) -> Opening:
    person = opened.meant.id if isinstance(opened.meant, Person) else None
    return Opening(
        entry=entry,
        commitment=opened.commitment,
        kind=Opening.Kind.TEXT if person is None else Opening.Kind.PERSON,
        salt=opened.salt,
        person_id=person,
        text="" if isinstance(opened.meant, Person) else opened.meant.value,
    )
