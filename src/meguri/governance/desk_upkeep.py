"""After an update with other synonyms or another way of cutting texts, the words of the desk are made anew, by town."""

from collections.abc import Iterator

from meguri.core.actor import system
from meguri.core.scope import in_town
from meguri.governance.actions.desk import renew_desk
from meguri.governance.desk_index import is_stale
from meguri.towns.models import Town


def renew_desks() -> None:
    """One act for each town whose words are of another version."""
    for town in _stale():
        with in_town(town):
            renew_desk(system())


def desks_are_current() -> bool:
    """One query for each town that has opened."""
    return next(_stale(), None) is None


def _stale() -> Iterator[Town]:
    for town in Town.objects.select_related("municipality"):
        with in_town(town):
            stale = is_stale()
        if stale:
            yield town
