"""Paths of the public record: the country's, one entry, one object's history. A town's record stands below its code."""

from django.urls import path

from meguri.record import log_files, views

urlpatterns = [
    path("record/", views.record, name="record"),
    path("record.json", views.record_feed, name="record-feed"),
    path("log/<logfile:file>", log_files.log_file, name="log-file"),
    path("record/entry/<uuid:act_id>/", views.entry, name="record-entry"),
    path("history/<str:kind>/<str:id>/", views.history, name="history"),
    path("history/<str:kind>/<str:id>.json", views.history_feed, name="history-feed"),
]
