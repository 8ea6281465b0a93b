"""Serves the files of a log: what can never change is kept for a year, the rest for a few seconds."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import register_converter
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.record.models import COUNTRY
from meguri.record.published import file_at
from meguri.record.queries import log_named

FOR_GOOD = "public, max-age=31536000, immutable"
A_FEW_SECONDS = "public, max-age=5"
_SAME_FOR_ALL = "meguri_same_for_all"


class LogFile:
    """What stands in a path below a log's folder: letters, digits, points and slashes."""

    regex = r"(?:[0-9]+/)?(?:checkpoint|keys|logs|tile/[a-z0-9./]{1,80})"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LogFile, "logfile")


@require_safe
def log_file(request: HttpRequest, file: str, code: str = COUNTRY) -> HttpResponse:
    """One file, byte for byte the same for everybody."""
    log = log_named(code)
    found = file_at(log, file) if log else None
    if found is None:
        raise Http404(_("記録のこのファイルはありません。"))
    response = HttpResponse(found.content, content_type=found.content_type)
    response.headers["Cache-Control"] = FOR_GOOD if found.is_final else A_FEW_SECONDS
    setattr(response, _SAME_FOR_ALL, True)
    return response


class SameForAll:
    """Middleware: a file of a log does not depend on language or cookie, so that a cache need keep it once alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, _SAME_FOR_ALL, False):
            response.headers["Vary"] = "Accept-Encoding"
            response.headers.pop("Content-Language", None)
        return response
