"""The pages that belong to no slice: errors, an expired form, the choice of language, accessibility, licences."""

import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from meguri.core.errors import MeguriError
from meguri.web import accessibility as record
from meguri.web.error_texts import SIGNED_IN_STEP, TEXTS

SECRET_WORDS = ("password", "code", "token", "secret", "credential", "otp")
_DJANGOS_OWN_404 = re.compile(r"No \w+ matches the given query\.")
_DO_NOT_SHOW = frozenset({"csrfmiddlewaretoken"})
_BY_MACHINE = frozenset({"idempotency_key", "next"})

ROBOTS = """User-agent: *
Disallow: /account/
Disallow: /api/
Disallow: /search/
Disallow: /suggest/
Disallow: /*?
Allow: /*?page=
Allow: /
"""

choose_language = csrf_exempt(set_language)
"""Without a token, so that the header is the same for all and pages can be cached: a forger gains a language."""


def error_page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page for `status`; `sentence`, when an exception brought one for the reader, says what happened."""
    text = TEXTS[status]
    signed_in = request.user.is_authenticated if hasattr(request, "user") else False
    context = {
        "text": text,
        "happened": sentence or text.happened,
        "next_step": SIGNED_IN_STEP if status == 403 and signed_in else text.next_step,
        "status": status,
    }
    return render(request, "web/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, 413)
    return error_page(request, 400, _sentence(exception))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403, _sentence(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404, _sentence(exception))


def conflict(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 409, _sentence(exception))


def server_error(request: HttpRequest) -> HttpResponse:
    """Fixed words in both languages: asks nothing of the database, the session or the reader's settings."""
    return HttpResponse(get_template("web/500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that has expired: what was typed is shown, and may be sent again when it came from our own page."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _DO_NOT_SHOW and not any(word in name.lower() for word in SECRET_WORDS)
        for value in values
    ]
    hidden_secret = len(fields) < sum(len(v) for k, v in request.POST.lists() if k not in _DO_NOT_SHOW)
    again = _came_from_here(request, reason) and bool(fields) and not request.FILES and not hidden_secret
    context = {
        "fields": fields,
        "typed": [value for name, value in fields if value.strip() and name not in _BY_MACHINE],
        "again": again,
        "hidden_secret": hidden_secret,
        "had_files": bool(request.FILES),
    }
    return render(request, "web/expired.html", context, status=403)


def _came_from_here(request: HttpRequest, reason: str) -> bool:
    """A page of another site must not get its words sent by a person who trusts ours."""
    refused = reason.startswith((REASON_BAD_ORIGIN.split("%")[0], REASON_BAD_REFERER.split("%")[0]))
    same_site = request.headers.get("Sec-Fetch-Site") == "same-origin"
    origin = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return not refused and (same_site or origin)


def _sentence(exception: Exception) -> str:
    """Only words that were written for the reader; a resolver's own message is not."""
    written_for_readers = isinstance(exception, MeguriError | PermissionDenied | Http404 | BadRequest)
    first = exception.args[0] if written_for_readers and exception.args else ""
    if isinstance(first, dict) or _DJANGOS_OWN_404.fullmatch(str(first)):
        return ""
    return str(first)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The newest test record of this installation, or the one that was released, in the form of JIS X 8341-3."""
    found = record.load(Path(settings.ACCESSIBILITY_RESULT)) or record.load(record.RELEASED)
    return render(request, "web/accessibility.html", {"result": found})


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    return render(request, "web/licence.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Every page may be read; searches, choices of a list and the doors of members lead a crawler nowhere new."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For readers that ask for this path without looking at the page's `<link rel="icon">`."""
    return redirect(static("mark.svg"))
