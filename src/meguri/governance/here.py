"""The town in whose scope we are, as a `Town`: rows of a town exist only inside its scope."""

from meguri.core.scope import ScopeError, active_town
from meguri.towns.models import Town


def this_town() -> Town:
    """`ScopeError` outside every town."""
    found = active_town()
    if not isinstance(found, Town):
        raise ScopeError("no town is active")
    return found
