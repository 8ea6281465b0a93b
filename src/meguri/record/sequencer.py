"""Runs after the acts: gives every waiting entry its place. The worker calls it; so may a command."""

from meguri.core.actor import Channel, system
from meguri.record.actions import sequence
from meguri.record.models import Log


def sequence_all() -> int:
    """Sequence each log that has waiting entries; returns how many entries got a leaf."""
    actor = system(Channel.COMMAND)
    placed = 0
    for log in Log.objects.filter(entries__unsequenced__isnull=False).distinct():
        while (batch := sequence(actor, log)) > 0:
            placed += batch
    return placed
