"""The paths of this room: below a town's code, /funds/ and /journal/."""

from django.urls import path

from meguri.funding.journal.pages import entries, funds
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

FUNDS = "<municipality:code>/funds/"

urlpatterns = [
    path(FUNDS, funds.fund_list, name="funds"),
    path(FUNDS + "<int:fund>/", funds.one_fund, name="fund"),
    path(FUNDS + "<int:fund>/journal/", entries.journal, name="journal"),
    path(FUNDS + "<int:fund>/journal.csv", entries.journal_csv, name="journal-csv"),
    path(FUNDS + "<int:fund>/close/<int:year>/", funds.close, name="close-fund-year"),
    path("<municipality:code>/journal/<uuid:entry>/", entries.one_entry, name="journal-entry"),
]
