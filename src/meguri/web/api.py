"""The API of all slices as one, mounted at /api/v1/, with its OpenAPI document in the reader's language."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from meguri.core.api.problem import problem, unreadable
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.funding.api import router as budget
from meguri.funding.giving.api import router as giving
from meguri.funding.journal.api import router as journal
from meguri.funding.sources.api import router as sources
from meguri.governance.api import router as governance
from meguri.governance.api_desk import router as desk
from meguri.governance.api_promises import router as promises
from meguri.indicators.alike_api import router as alike
from meguri.indicators.api import router as indicators
from meguri.projects.api import router as projects
from meguri.record.api import router as record
from meguri.thread.api import router as thread
from meguri.towns.api import router as towns
from meguri.towns.other_codes import code_meant
from meguri.web.api_docs import docs, openapi_json

api = NinjaAPI(title="Meguri", version="1", openapi_url=None, docs_url=None, urls_namespace="api")
api.add_router("", towns)
api.add_router("", indicators)
api.add_router("", alike)
api.add_router("", projects)
api.add_router("", budget)
api.add_router("", journal)
api.add_router("", giving)
api.add_router("", sources)
api.add_router("", governance)
api.add_router("", record)
api.add_router("", promises)
api.add_router("", desk)
api.add_router("", thread)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, code_meant(request.path_info) or str(error))


@api.exception_handler(ValidationError)
def not_readable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    meant = code_meant(request.path_info)
    return problem(404, meant) if meant else unreadable(error)


@api.exception_handler(BadInput)
def bad_input(request: HttpRequest, error: BadInput) -> HttpResponse:
    return problem(422, str(error))


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return problem(403, str(error))


@api.exception_handler(Conflict)
def conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    return problem(409, str(error))


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other path below /api/: a problem, not a page."""
    return problem(404)


@require_safe
def to_the_docs(request: HttpRequest) -> HttpResponse:
    """The root of the API leads to the page that documents it."""
    return redirect("api-docs")


urlpatterns = [
    path("", to_the_docs),
    path("v1", to_the_docs),
    path("v1/", to_the_docs),
    path("v1/openapi.json", openapi_json, {"api": api}, name="openapi"),
    path("v1/docs", docs, {"api": api}, name="api-docs"),
    path("v1/", api.urls),
    path("<path:rest>", nothing_here),
]
