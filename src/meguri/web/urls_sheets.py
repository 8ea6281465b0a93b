"""Paths of a town's spreadsheets: its start, each file, Excel out and in, the reorganisation."""

from django.urls import path

from meguri.indicators import urls as indicators  # noqa: F401 - registers <digest:…>
from meguri.web.pages.sheets import one, out, reorganisation, start

START = "<municipality:code>/start/"
SHEETS = "<municipality:code>/work/sheets/"

urlpatterns = [
    path(START, start.start, name="start"),
    path(f"{START}<digest:digest>/", one.one_sheet, name="start-sheet"),
    path(f"{START}<digest:digest>/take/", start.take, name="start-take"),
    path(f"{START}<digest:digest>/report.csv", one.report, name="start-report"),
    path(SHEETS, out.sheets, name="sheets"),
    path(f"{SHEETS}<slug:kind>.xlsx", out.xlsx, name="sheet-out"),
    path(f"{SHEETS}<slug:kind>.csv", out.csv, name="sheet-out-csv"),
    path(f"{SHEETS}reorganisation/", reorganisation.reorganisation, name="reorganisation"),
    path(f"{SHEETS}reorganisation/<digest:digest>/", reorganisation.reorganisation_file, name="reorganisation-file"),
]
