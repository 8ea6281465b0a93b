"""Runs after the acts: gives every waiting entry its place and signs. The worker calls it; so may a command."""

import logging
import time

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import F, Q

from meguri.core.actor import Actor, Channel, system
from meguri.record.actions import BATCH, sequence, sign
from meguri.record.models import Log
from meguri.record.signing import CannotSign
from meguri.record.stored_tree import BrokenOrder

log = logging.getLogger(__name__)

SECONDS_AFTER_A_REFUSAL = 30.0

_refused: dict[tuple[str, str], float] = {}
"""Until when, by the clock of this process, a work on a log is left alone."""


def sequence_all() -> int:
    """Sequence each log that has waiting entries, sign each that has grown; returns how many entries it took."""
    actor = system(Channel.COMMAND)
    _write_through()
    taken = 0
    for one in Log.objects.filter(Q(waiting__isnull=False) | Q(tree__isnull=True)).distinct():
        taken += _sequenced(actor, one)
    sign_all()
    return taken


def _sequenced(actor: Actor, one: Log) -> int:
    """One log whose order is broken does not hold up the others."""
    taken = 0
    while _may_be_tried("sequence", one):
        try:
            taken += (batch := sequence(actor, one))
        except BrokenOrder as error:
            _put_off("sequence", one, error)
            break
        if batch < BATCH:
            break
    return taken


def sign_all() -> None:
    """Sign each log whose tree has grown. One that cannot be signed is told in the log, and tried again later."""
    for one in Log.objects.filter(tree__size__gt=F("tree__signed")):
        if _may_be_tried("sign", one):
            try:
                sign(system(Channel.COMMAND), one)
            except (CannotSign, ImproperlyConfigured, OSError) as error:
                _put_off("sign", one, error)


def _may_be_tried(work: str, one: Log) -> bool:
    return _refused.get((work, one.origin), 0) <= time.monotonic()


def _put_off(work: str, one: Log, error: Exception) -> None:
    _refused[work, one.origin] = time.monotonic() + SECONDS_AFTER_A_REFUSAL
    log.error("cannot %s the record %s: %s (meguri check)", work, one.origin, error)


def _write_through() -> None:
    """What is signed must outlast a power cut: SQLite, as we set it, would else lose the last moments."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
