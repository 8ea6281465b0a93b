"""How often something may be tried: counted in the database, so that all processes see the same count."""

import datetime as dt
import hashlib
import math
from dataclasses import dataclass

from allauth.core.internal.ratelimit import get_ip
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import MeguriError
from meguri.towns.models import Attempt


@dataclass(frozen=True)
class Limit:
    """At most `times` within any `seconds`, for one `name` and key."""

    name: str
    times: int
    seconds: int


CODES_TO_ONE_ADDRESS = Limit("codes to one address", 5, 15 * 60)
CODES_FROM_ONE_PLACE = Limit("codes from one place", 60, 60)
GUESSES_FOR_ONE_ADDRESS = Limit("guesses for one address", 10, 15 * 60)
GUESSES_FOR_ONE_PERSON = Limit("guesses for one person", 10, 15 * 60)
GUESSES_FROM_ONE_PLACE = Limit("guesses from one place", 60, 15 * 60)
PASSKEYS_FROM_ONE_PLACE = Limit("passkeys from one place", 60, 60)
"""A town hall behind LGWAN is one place: two hundred people may sign in there at half past eight."""


class TooMany(MeguriError):
    """The limit is reached; `seconds` until it can be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_("続けて何度もためされたので、安全のため少しのあいだ止めています。"))
        self.seconds = seconds


def take(limit: Limit, key: str) -> Attempt:
    """Count one attempt; `TooMany` when there were too many. Four queries.

    Of any number at the same moment no more than `limit.times` pass: they are counted one after another.
    """
    hidden = hashlib.sha256(f"{limit.name}|{key}".encode()).hexdigest()
    with transaction.atomic():
        _wait_for_turn(hidden)
        now = timezone.now()
        Attempt.objects.filter(expires_at__lte=now).delete()
        earlier = list(Attempt.objects.filter(key=hidden).order_by("expires_at").values_list("expires_at", flat=True))
        if len(earlier) >= limit.times:
            raise TooMany(max(1, math.ceil((earlier[0] - now).total_seconds())))
        return Attempt.objects.create(key=hidden, expires_at=now + dt.timedelta(seconds=limit.seconds))


def _wait_for_turn(hidden: str) -> None:
    """SQLite lets one transaction write at a time anyhow (IMMEDIATE); PostgreSQL is asked to, for this key alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(hidden[:15], 16)])


def place_of(request: HttpRequest) -> str:
    """The network address a request comes from; for IPv6 its /64."""
    return str(get_ip(request))
