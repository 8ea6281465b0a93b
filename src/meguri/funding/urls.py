"""Paths of this slice: below a town's code, /budget/ for everybody and /work/budget/ for those who work there."""

from django.urls import path

from meguri.funding.bank.urls import urlpatterns as bank
from meguri.funding.flow.urls import urlpatterns as flow
from meguri.funding.giving.urls import urlpatterns as giving
from meguri.funding.journal.urls import urlpatterns as journal
from meguri.funding.pages import lines, one_line, one_year, work, years
from meguri.funding.sources.urls import urlpatterns as sources
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

BUDGET = "<municipality:code>/budget/"

urlpatterns = [
    path(BUDGET, years.budget_years, name="budget"),
    path(BUDGET + "<int:year>/", one_year.budget_year, name="budget-year"),
    path(BUDGET + "<int:year>/lines/", lines.budget_lines, name="budget-lines"),
    path(BUDGET + "<int:year>/lines.csv", one_year.budget_year_csv, name="budget-csv"),
    path(BUDGET + "lines/<int:line>/", one_line.budget_line, name="budget-line"),
    path("<municipality:code>/work/budget/", work.work_budget, name="work-budget"),
    *journal,
    *giving,
    *sources,
    *bank,
    *flow,
]
