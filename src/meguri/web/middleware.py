"""Gives a reader a page where there would be none: a refusal from an action, a wrong method, too many requests."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from meguri.core.errors import BadInput, Conflict, MeguriError, NotAllowed
from meguri.web import views

STATUSES = frozenset({405, 429})
KEPT_HEADERS = ("Allow", "Retry-After", "RateLimit", "RateLimit-Policy")
PAGES: dict[type[MeguriError], Callable[[HttpRequest, Exception], HttpResponse]] = {
    NotAllowed: views.forbidden,
    BadInput: views.bad_request,
    Conflict: views.conflict,
}


class ErrorPages:
    """Replaces an empty 405 or 429 by our page with the same headers; leaves whatever already has a body.

    A MeguriError that a view let through becomes the page of its kind, outside the API.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in STATUSES or response.streaming or response.content:
            return response
        page = views.error_page(request, response.status_code)
        for name in KEPT_HEADERS:
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path_info.startswith("/api/"):
            return None
        return next((page(request, exception) for kind, page in PAGES.items() if isinstance(exception, kind)), None)
