"""Paths of the thread: the whole walk of one object of a town, as a page and as JSON-LD."""

from django.urls import path

from meguri.thread import views
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

urlpatterns = [
    path("<municipality:code>/thread/<slug:kind>/<str:id>.jsonld", views.thread_jsonld, name="thread-jsonld"),
    path("<municipality:code>/thread/<slug:kind>/<str:id>/", views.thread, name="thread"),
]
