"""Acts on the record itself: entries get their place, a log's head its signature; what opens a commitment is erased."""

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import Actor
from meguri.core.recording import Plain, Unrecorded
from meguri.record import succession
from meguri.record.models import Leaf, Log, Opening, Unsequenced
from meguri.record.signing import CONTINUED, sign_tree
from meguri.record.stored_tree import grow

BATCH = 1000


@action("record.sequence", record=Internal)
def sequence(actor: Actor, log: Log) -> int:
    """Give the log's waiting entries the next indices, without gaps, and let its tree grow by them.

    Returns how many it took, at most `BATCH`: then more may wait. The log's row is locked, so that two sequencers never
    give the same index.
    """
    locked = _locked(log)
    return max(_place(locked), grow(locked, BATCH))


@action("record.sign", record=Internal)
def sign(actor: Actor, log: Log) -> int:
    """Sign the head of the log's tree; returns its size, 0 where it was signed already. Raises `CannotSign`."""
    return sign_tree(_locked(log))


@action("record.change_key", record=Public)
def change_key(actor: Actor, log: Log, to: Plain) -> None:
    """Say on the record that another key (`to`, in the form of `notes.Key`) signs this log from now on."""


@action("record.hand_over", record=Internal)
def hand_over(actor: Actor, log: Log) -> int:
    """Sign the head of the log with the key so far and with the new one, which signs alone afterwards; its size."""
    return succession.hand_over(_locked(log))


@action(CONTINUED, record=Public)
def continue_log(actor: Actor, log: Log) -> None:
    """Go on under a new name where a log cannot be signed any more; the record says what the last head was."""
    note(**succession.begin_anew(_locked(log)))


@action("record.erase_person", record=Public)
def erase_person(actor: Actor, person_id: Unrecorded[int]) -> int:
    """Erase the salts that tie a person to entries; the entries stay and stay provable. Returns how many."""
    erased = Opening.objects.filter(kind=Opening.Kind.PERSON, person_id=person_id).delete()[0]
    note(erased_openings=erased)
    return erased


def _locked(log: Log) -> Log:
    """Only against other sequencers: an act that appends to the log need not wait (its key is not locked)."""
    return Log.objects.select_for_update(no_key=True).get(pk=log.pk)


def _place(log: Log) -> int:
    """The first `BATCH` waiting entries, in the order in which they came."""
    last = Leaf.objects.filter(log=log).order_by("-index").values_list("index", "entry_id").first()
    index, entry = last or (-1, 0)
    waiting = _waiting(log, entry)
    Leaf.objects.bulk_create(Leaf(entry_id=one, log=log, index=i) for i, one in enumerate(waiting, index + 1))
    Unsequenced.objects.filter(entry__in=waiting).delete()
    return len(waiting)


def _waiting(log: Log, last: int) -> list[int]:
    """Those after the last that was placed; then, where there is room, those whose acts ended later than they began.

    So a long queue is not read over what was just taken out of it, which PostgreSQL keeps there for a while.
    """
    rows = Unsequenced.objects.filter(log=log).order_by("entry_id").values_list("entry_id", flat=True)
    found = list(rows.filter(entry_id__gt=last)[:BATCH])
    if len(found) < BATCH:
        found += rows.filter(entry_id__lt=last)[: BATCH - len(found)]
    return sorted(found)
