"""Appends an act to the record, in the act's own transaction: core's port for recording, filled."""

from typing import Any

from meguri.core.ports import Act, Person
from meguri.record.canonical import OpenedCommitment, seal
from meguri.record.models import COUNTRY, Entry, Log, Opening, Subject, Unsequenced
from meguri.record.rows import Rows, insert_with

VERSION = 1

ENTRIES = Rows(Entry, "log", "act_id", "action", "at", "body")
WAITING = Rows(Unsequenced, "log", hangs_on="entry_id")
SUBJECTS = Rows(Subject, "kind", "key", hangs_on="entry_id")
OPENINGS = Rows(Opening, "commitment", "kind", "salt", "person_id", "text", hangs_on="entry_id")


def append(act: Act) -> None:
    """Write the entry, what it is about, and the openings of its commitments."""
    log = log_of(act.town)
    sealed = seal(_content(act, log))
    insert_with(
        ENTRIES,
        (log.pk, act.id, act.action, act.at, sealed.body),
        [
            (WAITING, [(log.pk,)]),
            (SUBJECTS, [(about.kind, about.id) for about in sealed.references]),
            (OPENINGS, [_opening(opened) for opened in sealed.openings]),
        ],
    )


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


def _opening(opened: OpenedCommitment) -> tuple[object, ...]:
    kind, person, text = (
        (Opening.Kind.PERSON, opened.meant.id, "")
        if isinstance(opened.meant, Person)
        else (Opening.Kind.TEXT, None, opened.meant.value)
    )
    return opened.commitment, kind, opened.salt, person, text
