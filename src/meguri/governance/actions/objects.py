"""The act that makes the objects and links of a town's thread anew from the rows they stand for."""

from meguri.core.action import Internal, action
from meguri.core.actor import Actor
from meguri.governance.object_drift import put_right
from meguri.towns.models import Town


@action("governance.rebuild_objects", record=Internal)
def rebuild_objects(actor: Actor, town: Town) -> int:
    """Upkeep, after a restore or a new version: nothing that a town has said changes. How many objects were touched."""
    return put_right()
