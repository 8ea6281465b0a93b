"""The papers are kept for long, say what the pages say, and the account of a year adds up for whoever checks it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from meguri.core import guard, paper
from meguri.core.scope import in_town
from meguri.funding.flow import papers
from meguri.funding.flow.account_of_year import account_of_year, summed
from meguri.funding.flow.queries import where_it_went
from meguri.funding.flow.tests.tills import Till
from meguri.funding.journal.booking import Said, move, receive, reverse
from tests.fixtures.offices import Offices

LAST_YEAR = dt.date(2025, 6, 1)


@pytest.fixture
def till(offices: Offices) -> Iterator[Till]:
    with guard.door("tests"), in_town(offices.town):
        yield Till(offices)


@dataclass
class Written:
    """What a paper says, before it is set."""

    html: str = ""


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    kept = Written()
    real = paper.pdf_of

    def keep(html: str) -> Any:
        kept.html = html
        return real(html)

    monkeypatch.setattr(paper, "pdf_of", keep)
    return kept


def test_a_giver_takes_home_where_the_yen_went(till: Till, written: Written) -> None:
    gift = till.give(10_000)
    till.spend(6_200)
    assert papers.donor_paper([where_it_went(gift)]).startswith(b"%PDF-1.7")
    for said in ("1万円のうち、6,200円を使いました。", "空き店舗の改修", "3,800", "先にいただいたお金から、順に"):
        assert said in written.html


@pytest.mark.parametrize("what", ["funds", "projects"])
def test_the_assembly_gets_a_fund_or_a_project_on_one_sheet(
    till: Till, client: Client, written: Written, what: str
) -> None:
    till.give(1_000)
    till.spend(300)
    pk = till.books.fund.pk if what == "funds" else till.shop.pk
    sheet = client.get(f"/{till.town.code}/yen/{what}/{pk}/sheet.pdf")
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.count(b"/Type /Page\n") + sheet.content.count(b"/Type /Page ") <= 1
    assert "空き店舗の改修" in written.html
    assert "300" in written.html


def test_the_account_of_a_year_begins_with_what_was_there_and_adds_up(till: Till) -> None:
    receive(till.a, 400, Said(LAST_YEAR, "寄附", way="donation"))
    till.give(1_000)
    till.spend(300)
    reverse(till.spend(50), on=dt.date(2026, 6, 1), reason="二重")
    move(till.a, till.b, 200, Said(dt.date(2026, 6, 2), "使いみちの変更"))
    a, b = account_of_year(till.books.fund, 2026)
    assert (a.amounts, b.amounts) == ((400, 1_000, 300, 0, -200, 900), (0, 0, 0, 0, 200, 200))
    assert summed([a, b]).amounts == (400, 1_000, 300, 0, 0, 1_100)


def test_an_accountant_gets_every_entry_with_its_number_and_post(till: Till, client: Client, written: Written) -> None:
    till.give(1_000)
    expense = till.spend(300)
    base = f"/{till.town.code}/yen/funds/{till.books.fund.pk}"
    assert client.get(f"{base}/2026/account.pdf").content.startswith(b"%PDF-1.7")
    for said in (str(expense.pk), "保健福祉課 課長", "まだ締めていません"):
        assert said in written.html
    assert client.get(f"{base}/2020/account.pdf").status_code == 404
    assert client.get(f"/{till.town.code}/yen/funds/0/sheet.pdf").status_code == 404
