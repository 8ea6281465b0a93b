"""How often one client may ask the API: a bucket of tokens for each address, in this process alone."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import ngettext

from meguri.core.api.problem import problem

WINDOW_SECONDS = 60
MOST_CLIENTS = 10_000
ROUNDING = 1e-9  # of a token: what sums of floating-point seconds may lose, so that who waited as told is let in


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client stands after asking once. `reset_seconds`: until its bucket is full again."""

    allowed: bool
    remaining: int
    reset_seconds: int
    retry_seconds: int


class Limiter:
    """A token bucket for each client: `quota` tokens, refilled evenly within a minute.

    At most 10,000 clients are remembered, the ones that asked last.
    """

    def __init__(self, quota: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.quota = quota
        self._clock = clock
        self._rate = quota / WINDOW_SECONDS
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def ask(self, client: str) -> Standing:
        """Take one token, if there is one."""
        now = self._clock()
        with self._lock:
            tokens, then = self._buckets.pop(client, (float(self.quota), now))
            tokens = min(self.quota, tokens + (now - then) * self._rate)
            allowed = tokens >= 1 - ROUNDING
            if allowed:
                tokens = max(0.0, tokens - 1)
            self._buckets[client] = (tokens, now)
            if len(self._buckets) > MOST_CLIENTS:
                self._buckets.popitem(last=False)
        reset = math.ceil((self.quota - tokens) / self._rate)
        return Standing(allowed, int(tokens), reset, 0 if allowed else math.ceil((1 - tokens) / self._rate))


class ApiRateLimit:
    """Counts requests below /api/ and says in each answer how many are left (IETF draft ratelimit-headers-10).

    Each worker counts for itself, so that its share of `API_REQUESTS_PER_MINUTE` is what it grants; 0 means no limit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        share = math.ceil(settings.API_REQUESTS_PER_MINUTE / max(1, settings.WORKERS))
        self.limiter = Limiter(share) if share > 0 else None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.limiter is None or not request.path.startswith("/api/") or request.method == "OPTIONS":
            return self.get_response(request)
        standing = self.limiter.ask(client_of(request))
        response = self.get_response(request) if standing.allowed else _please_wait(request, standing.retry_seconds)
        response.headers["RateLimit-Policy"] = f'"default";q={self.limiter.quota};w={WINDOW_SECONDS}'
        response.headers["RateLimit"] = f'"default";r={standing.remaining};t={standing.reset_seconds}'
        return response


def client_of(request: HttpRequest) -> str:
    """The address a request came from; behind our own proxy, the one that proxy saw. IPv6 by its /64."""
    found: str = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        found = request.META.get("HTTP_X_FORWARDED_FOR", found).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return found[:64]
    if address.version == 4:
        return found
    return str(ipaddress.ip_network((address, 64), strict=False))


def _please_wait(request: HttpRequest, seconds: int) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        response = problem(
            429,
            ngettext(
                "短いあいだに、たくさんの求めがありました。%(seconds)d秒待ってから、もう一度お試しください。",
                "短いあいだに、たくさんの求めがありました。%(seconds)d秒待ってから、もう一度お試しください。",
                seconds,
            )
            % {"seconds": seconds},
        )
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
