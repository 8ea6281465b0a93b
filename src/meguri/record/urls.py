"""Paths of the public record: the country's, a town's below its code, one entry, one object's history."""

from django.urls import path, re_path

from meguri.record import views

CODE = "(?P<code>[0-9]{6})"
OF = "history/(?P<kind>[a-z_]{1,40})/(?P<id>[^/\\x00-\\x1f\\x7f]{1,80})"

urlpatterns = [
    path("record/", views.record, name="record"),
    path("record.json", views.record_feed, name="record-feed"),
    re_path(rf"^{CODE}/record/$", views.record, name="town-record"),
    re_path(rf"^{CODE}/record\.json$", views.record_feed, name="town-record-feed"),
    path("record/entry/<uuid:act>/", views.entry, name="record-entry"),
    path("record/entry/<uuid:act>/bytes", views.download, name="record-bytes"),
    re_path(rf"^{OF}/$", views.history, name="history"),
    re_path(rf"^{OF}\.json$", views.history_feed, name="history-feed"),
]
