"""A log as acts leave it, laid in bulk, and an act of the bench's own that is as large as most."""

import uuid
from datetime import UTC, datetime
from itertools import islice

from meguri.core import guard
from meguri.core.action import Public, action
from meguri.core.actor import Actor, Channel, Role
from meguri.core.policy import policy
from meguri.core.ports import Reference
from meguri.core.recording import Plain
from meguri.record.append import log_of
from meguri.record.models import Entry, Unsequenced

BATCH = 5_000
OFFICER = Actor(Channel.WEB, person_id=7, roles=frozenset({Role.OFFICER}))
AT = datetime(2026, 4, 1, tzinfo=UTC)
BODY = (
    '{"act":"%s","action":"bench.state","actor":{"channel":"web","person":{"commitment":'
    '"0123456789012345678901234567890123456789012","of":"person"},"roles":["officer"]},'
    '"at":"2026-04-01T00:00:00.000000Z","facts":{"desk":{"id":"998010","kind":"town"},"name":"保健福祉課",'
    '"yen":"4200000"},"log":"jp","version":1}'
)


@action("bench.state", record=Public)
def state(actor: Actor, desk: Reference, name: Plain, text: str) -> None:
    """One reference, one public word, one text that is committed to."""


@policy("bench.state")
def may_state(actor: Actor, desk: Reference, name: str, text: str) -> None:
    return None


def act() -> None:
    state(OFFICER, Reference("town", "998010"), "保健福祉課", "福祉バスの土曜の運行を、10月から始めます。")


def lay(count: int) -> None:
    """`count` entries of the country's log that wait for their place."""
    with guard.door("bench"):
        log = log_of(None)
        numbers = iter(range(count))
        while some := list(islice(numbers, BATCH)):
            acts = [uuid.UUID(int=number, version=4) for number in some]
            entries = Entry.objects.bulk_create(
                Entry(log=log, act_id=one, action="bench.state", at=AT, body=(BODY % one).encode()) for one in acts
            )
            Unsequenced.objects.bulk_create(Unsequenced(entry=entry, log=log) for entry in entries)
