"""The paths of this room: below a town's code, /yen/ with flow.csv and flow.json beside each page, and /contracts/."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, path

from meguri.funding.flow.pages import contracts, fund, papers, project, start, tax, year
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

YEN, CONTRACTS = "<municipality:code>/yen/", "<municipality:code>/contracts/"


def _with_files(route: str, name: str, page: Callable[..., Any], file: Callable[..., Any]) -> Iterator[URLPattern]:
    yield path(route, page, name=name)
    for kind in ("csv", "json"):
        yield path(f"{route}flow.{kind}", file, {"kind": kind}, name=f"{name}-{kind}")


urlpatterns: list[URLPattern] = [
    path(YEN, start.yen_start, name="yen"),
    *_with_files(YEN + "tax/", "yen-tax", tax.yen_tax, tax.yen_tax_file),
    *_with_files(YEN + "projects/<int:project>/", "yen-project", project.yen_project, project.yen_project_file),
    *_with_files(YEN + "funds/<int:fund>/", "yen-fund", fund.yen_fund, fund.yen_fund_file),
    *_with_files(YEN + "<int:year>/", "yen-year", year.yen_year, year.yen_year_file),
    path(YEN + "funds/<int:fund>/sheet.pdf", papers.fund_sheet, name="fund-sheet"),
    path(YEN + "funds/<int:fund>/<int:year>/account.pdf", papers.fund_account, name="fund-account"),
    path(YEN + "projects/<int:project>/sheet.pdf", papers.project_sheet, name="project-sheet"),
    path("<municipality:code>/gift/<str:token>/report.pdf", papers.gift_report, name="gift-report"),
    path(CONTRACTS, contracts.contract_list, name="contracts"),
    path(CONTRACTS + "ocds.json", contracts.contracts_ocds, name="contracts-ocds"),
    path(CONTRACTS + "contracts.csv", contracts.contracts_csv, name="contracts-csv"),
    path(CONTRACTS + "<int:contract>/", contracts.one_contract, name="contract"),
]
