"""Below /api/ every refusal is a problem document, also where Django answers with a page: wrong method, a defect."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from meguri.core.api.problem import CONTENT_TYPE, problem

_KEPT = ("Allow", "Retry-After")


class ApiErrors:
    """Replaces an error page below /api/ by a problem with the same status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/api/") or response.status_code < 400:
            return response
        if response.headers.get("Content-Type") == CONTENT_TYPE:
            return response
        told = problem(response.status_code)
        for name in _KEPT:
            if name in response.headers:
                told.headers[name] = response.headers[name]
        if response.status_code == 405:
            told.headers["Allow"] = "GET, HEAD, OPTIONS"
        return told
