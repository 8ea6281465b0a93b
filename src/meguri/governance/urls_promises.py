"""Paths of the promises: the ledger in public and the work on it below work/promises/."""

from django.urls import path

from meguri.governance.pages import promise_work, promises

TOWN = "<municipality:code>/"
WORK = TOWN + "work/promises/"

urlpatterns = [
    path(TOWN + "promises/", promises.promises, name="promises"),
    path(TOWN + "promises.csv", promises.promises_csv, name="promises-csv"),
    path(TOWN + "promises/<int:promise>/", promises.promise, name="promise"),
    path(WORK, promise_work.own_promises, name="own-promises"),
    path(WORK + "new/", promise_work.note, name="note-promise"),
    path(WORK + "<int:promise>/postpone/", promise_work.postpone, name="postpone-promise"),
    path(WORK + "<int:promise>/hand-over/", promise_work.hand_over, name="hand-over-promise"),
]
