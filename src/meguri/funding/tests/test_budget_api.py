"""The API gives the years in sums and every line, as JSON and CSV, to anybody."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meguri.funding.tests.budgets import BUS, LINES, but, project, take
from tests.fixtures.cast import Cast


def test_years_are_given_in_sums(cast: Cast, client: Client) -> None:
    project(cast.town, "除雪")
    take(cast.town)
    (year,) = client.get(f"/api/v1/municipalities/{cast.town.code}/budget/years").json()["items"]
    assert year == {
        "fiscal_year": 2025, "expenditure_budget_yen": 144_400_000, "expenditure_settlement_yen": 147_831_000,
        "revenue_budget_yen": 144_400_000, "revenue_settlement_yen": 150_000_000, "tied_budget_yen": 52_000_000,
        "provisional": False, "lines": 4,
    }  # fmt: skip


def test_lines_are_given_with_their_source_and_project(cast: Cast, client: Client) -> None:
    bus = project(cast.town, "福祉バスの予約運行")
    take(cast.town, *LINES, but(BUS, 年度=2024, 決算額=""))
    url = f"/api/v1/municipalities/{cast.town.code}/budget/lines"
    assert client.get(url).json()["total"] == 5
    found = client.get(url, {"project": str(bus.pk), "fiscal_year": "2024"}).json()
    (line,) = found["items"]
    assert (line["settlement_yen"], line["tied_by"], line["file"], line["row"]) == (None, "name", "決算.csv", 6)
    assert client.get(url, {"side": "revenue"}).json()["total"] == 1
    assert client.get(url, {"format": "csv"}).content.decode("utf-8-sig").count("\r\n") == 6


def test_a_town_that_has_not_opened_has_no_budget_here(cast: Cast, client: Client) -> None:
    assert client.get("/api/v1/municipalities/999999/budget/lines").status_code == 404


@pytest.mark.parametrize("part", ["years", "lines"])
def test_many_lines_take_as_many_queries_as_few(
    cast: Cast, client: Client, part: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take(cast.town, *(but(BUS, 事業名=f"事業{at}") for at in range(150)))
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/municipalities/{cast.town.code}/budget/{part}", {"limit": "150"})
