"""Acts on the record itself: giving entries their place, and erasing what opens a commitment."""

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import Actor
from meguri.core.recording import Unrecorded
from meguri.record.models import Entry, Leaf, Log, Opening, Unsequenced

BATCH = 1000


@action("record.sequence", record=Internal)
def sequence(actor: Actor, log: Log) -> int:
    """Give the log's waiting entries the next indices, without gaps; returns how many.

    The log's row is locked, so that two sequencers never give the same index.
    """
    locked = Log.objects.select_for_update().get(pk=log.pk)
    waiting = list(Entry.objects.filter(log=locked, unsequenced__isnull=False).order_by("id").only("id")[:BATCH])
    last = Leaf.objects.filter(log=locked).order_by("-index").values_list("index", flat=True).first()
    first = 0 if last is None else last + 1
    Leaf.objects.bulk_create(Leaf(entry=entry, log=locked, index=first + i) for i, entry in enumerate(waiting))
    Unsequenced.objects.filter(entry__in=waiting).delete()
    return len(waiting)


@action("record.erase_person", record=Public)
def erase_person(actor: Actor, person_id: Unrecorded[int]) -> int:
    """Erase the salts that tie a person to entries; the entries stay and stay provable. Returns how many."""
    erased = Opening.objects.filter(kind=Opening.Kind.PERSON, person_id=person_id).delete()[0]
    note(erased_openings=erased)
    return erased
