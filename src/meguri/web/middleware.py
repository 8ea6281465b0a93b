"""Gives a reader a page where Django answers with an empty one: wrong method, too many requests."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from meguri.web.views import error_page

STATUSES = frozenset({405, 429})
KEPT_HEADERS = ("Allow", "Retry-After", "RateLimit", "RateLimit-Policy")


class ErrorPages:
    """Replaces an empty 405 or 429 by our page with the same headers; leaves whatever already has a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in STATUSES or response.streaming or response.content:
            return response
        page = error_page(request, response.status_code)
        for name in KEPT_HEADERS:
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page
