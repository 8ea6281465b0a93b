"""Runs after the acts: gives every waiting entry its place and signs. The worker calls it; so may a command."""

import logging
import time

from django.db import connection
from django.db.models import F, Q

from meguri.core.actor import Channel, system
from meguri.record.actions import BATCH, sequence, sign
from meguri.record.models import Log
from meguri.record.signing import CannotSign

log = logging.getLogger(__name__)

SECONDS_AFTER_A_REFUSAL = 30.0

_refused: dict[str, float] = {}


def sequence_all() -> int:
    """Sequence each log that has waiting entries, sign each that has grown; returns how many entries it took."""
    actor = system(Channel.COMMAND)
    _write_through()
    taken = 0
    for one in Log.objects.filter(Q(waiting__isnull=False) | Q(tree__isnull=True)).distinct():
        while True:
            taken += (batch := sequence(actor, one))
            if batch < BATCH:
                break
    sign_all()
    return taken


def sign_all() -> None:
    """Sign each log whose tree has grown. One that must not be signed is told in the log, and tried again later."""
    for one in Log.objects.filter(tree__size__gt=F("tree__signed")):
        if _refused.get(one.origin, 0) > time.monotonic():
            continue
        try:
            sign(system(Channel.COMMAND), one)
        except CannotSign as refusal:
            _refused[one.origin] = time.monotonic() + SECONDS_AFTER_A_REFUSAL
            log.error("the record %s is not signed: %s (meguri check)", one.origin, refusal)


def _write_through() -> None:
    """What is signed must outlast a power cut: SQLite, as we set it, would else lose the last moments."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
