"""Which log an operator means, and whose act it is: a town's own log is acted on within that town."""

from contextlib import AbstractContextManager, nullcontext

from meguri.core.errors import BadInput
from meguri.core.scope import in_town
from meguri.record.models import Log
from meguri.towns.models import Town


def log_at(given: str) -> Log:
    found = Log.objects.filter(origin=given.strip()).first()
    if found is None:
        raise BadInput(f"{given} の記録はありません。全国の記録は jp です。 / There is no record of this code.")
    return found


def in_log_scope(log: Log) -> AbstractContextManager[None]:
    """Inside, acts are recorded in this log."""
    if log.town_id is None:
        return nullcontext()
    return in_town(Town.objects.select_related("municipality").get(pk=log.town_id))
