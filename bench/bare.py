"""A bare Django view that does one indexed query: what pages are measured against. Only the URL conf is its own.

With BENCH_NO_MIDDLEWARE set, it runs without any middleware too, which no real page could.
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

django.setup()

from meguri.towns.models import Municipality  # noqa: E402 - models come after the set-up


def bare(request: HttpRequest, code: str) -> HttpResponse:
    return JsonResponse(Municipality.objects.values("code", "name", "kana").get(code=code))


urlpatterns = [path("bare/<str:code>/", bare)]

settings.ROOT_URLCONF = __name__
if os.environ.get("BENCH_NO_MIDDLEWARE"):
    settings.MIDDLEWARE = []
application = WSGIHandler()
