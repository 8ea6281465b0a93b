"""Reading without sign-in: a name for each answer (ETag), 304 before any view runs, and a cache of finished pages."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request

from meguri import __version__
from meguri.core.revision import current_revision, held_at
from meguri.web.page_cache import KeptPage

API = "/api/"
FRESH = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-cache"
_MAKES_PAGES = {".py", ".html", ".mo", ".js", ".css", ".svg"}


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an anonymous answer depends on."""

    revision: int
    day: str
    scheme: str
    host: str
    path: str
    query: str
    language: str
    is_gzip: bool
    build: str

    @property
    def etag(self) -> str:
        """Weak: two processes may compress the same page to different bytes."""
        return f'W/"{hashlib.sha256(repr(self).encode()).hexdigest()[:32]}"'


@cache
def build() -> str:
    """This version of the program as installed: a page made by another one is another page."""
    package = Path(__file__).resolve().parent.parent
    newest = max(file.stat().st_mtime_ns for file in package.rglob("*") if file.suffix in _MAKES_PAGES)
    return f"{__version__} {newest} {settings.DEMO} {settings.SITE_ADDRESS} {settings.TILE_URL}"


def asked(request: HttpRequest) -> Asked:
    """One query, for the revision."""
    meta = request.META
    return Asked(
        revision=current_revision(),
        day=timezone.localdate().isoformat(),
        scheme=request.scheme or "",
        host=meta.get("HTTP_HOST", ""),
        path=request.path,
        query=meta.get("QUERY_STRING", ""),
        language=get_language_from_request(request),
        is_gzip="gzip" in meta.get("HTTP_ACCEPT_ENCODING", ""),
        build=build(),
    )


class AnonymousPages:
    """Answers a reader who has not signed in from what was made before, as long as nothing has changed.

    The API is the same for everybody, so that it is kept for those who have signed in too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_anonymous_reading(request):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        wanted = asked(request)
        if _has_it_already(request, wanted.etag):
            return _not_modified(request, wanted)
        kept: KeptPage | None = caches["pages"].get(wanted)
        if kept is not None:
            return _not_modified(request, wanted) if _has_any(request) else _again(kept, request)
        return self._made(request, wanted)

    def _made(self, request: HttpRequest, wanted: Asked) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        with held_at(wanted.revision):
            response = self.get_response(request)
        if _may_be_kept(response):
            _headed(response, request, wanted.etag)
            kept = KeptPage(response.status_code, tuple(response.items()), response.content)
            if not settings.DEBUG:
                caches["pages"].set(wanted, kept)
            if _has_any(request):
                return _not_modified(request, wanted)
        return _without_body(response) if is_head else response


def _is_anonymous_reading(request: HttpRequest) -> bool:
    if request.method not in {"GET", "HEAD"} or "HTTP_HX_REQUEST" in request.META:
        return False
    if request.path.startswith(API):
        return True
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "messages" not in request.COOKIES


def _has_it_already(request: HttpRequest, etag: str) -> bool:
    """Weak comparison (RFC 9110, 13.1.2): some clients and proxies give the name back without its W/."""
    given = {name.removeprefix("W/") for name in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))}
    return etag.removeprefix("W/") in given


def _has_any(request: HttpRequest) -> bool:
    """`*`: whatever stands here now. It is asked only where something does."""
    given: str = request.META.get("HTTP_IF_NONE_MATCH", "")
    return given.strip() == "*"


def _not_modified(request: HttpRequest, wanted: Asked) -> HttpResponse:
    return _headed(HttpResponse(status=304), request, wanted.etag)


def _may_be_kept(response: HttpResponse) -> bool:
    """A whole page that is the same for all: no cookie (so no form token), and its view did not say otherwise."""
    plain = response.status_code == 200 and not response.streaming and not response.cookies
    return plain and "Cache-Control" not in response.headers and "ETag" not in response.headers


def _headed(response: HttpResponse, request: HttpRequest, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FRESH
    is_api = request.path.startswith(API)
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", *([] if is_api else ["Cookie"])])
    return response


def _again(kept: KeptPage, request: HttpRequest) -> HttpResponse:
    response = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers:
        response.headers[name] = value
    return _without_body(response) if request.method == "HEAD" else response


def _without_body(response: HttpResponse) -> HttpResponse:
    """For HEAD: the headers of the page, its length among them."""
    response.headers.setdefault("Content-Length", str(len(response.content)))
    response.content = b""
    return response
