"""Paths of どこに話せばよいか, and of what it could not answer."""

from django.urls import path

from meguri.governance.pages import desk, desk_work
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

urlpatterns = [
    path("<municipality:code>/ask/", desk.ask, name="desk"),
    path("<municipality:code>/ask/suggest/", desk.suggest, name="desk-suggest"),
    path("<municipality:code>/ask/unanswered/", desk.tell, name="desk-tell"),
    path("<municipality:code>/work/unanswered/", desk_work.unanswered, name="unanswered"),
    path("<municipality:code>/work/unanswered/<int:question>/", desk_work.settle, name="settle-question"),
    path("<municipality:code>/work/unanswered/<int:question>/dismiss/", desk_work.dismiss, name="dismiss-question"),
]
