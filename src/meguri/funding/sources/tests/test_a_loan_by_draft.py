"""A loan goes out of a fund and comes back against its schedule; every yen of it stands in the books."""

from typing import Any

import pytest
from django.test import Client

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict
from meguri.funding.journal.accounts import balances_of
from meguri.funding.journal.models import Fund, JournalEntry
from meguri.funding.sources.models import Loan, Repayment
from meguri.funding.sources.policies import LOAN, REPAYMENT
from meguri.funding.sources.tests.given import LOAN as TYPED
from meguri.funding.sources.tests.given import Given
from meguri.governance.actions.drafts import decide
from meguri.governance.models import Decision, PublicObject


def lend(given: Given, **other: Any) -> PublicObject:
    rows = {"borrower": given.club.pk, "project": given.project.pk, "purpose": given.books.purpose.pk}
    thing = given.publish(given.keeper, LOAN, given.fund, **TYPED | rows | other).published_as
    assert thing is not None
    return thing


def pay_back(given: Given, loan: PublicObject, number: int, on: str, principal: int, interest: int) -> None:
    row = {"number": number, "on": on, "principal": principal, "interest": interest}
    given.publish(given.keeper, REPAYMENT, loan, **row)


def standing(given: Given) -> tuple[int, int]:
    """What the purpose has left to spend, and what is out on loan."""
    found = balances_of([given.books.purpose])[given.books.purpose.pk]
    return found.available, found.lent


def test_what_was_lent_and_paid_back_stands_in_the_books(given: Given) -> None:
    thing = lend(given)
    assert standing(given) == (10_000, 90_000)
    loan = Loan.objects.get()
    assert loan.entry is not None
    assert (loan.entry.approved_by, loan.entry.project) == (given.head_post, given.project)
    pay_back(given, thing, 1, "2026-06-30", 30_000, 112)
    pay_back(given, thing, 2, "2026-08-03", 30_000, 75)
    assert standing(given) == (70_187, 30_000)
    assert Repayment.objects.count() == 2


def test_a_period_is_paid_once_and_never_more_than_is_owed(given: Given) -> None:
    thing = lend(given)
    pay_back(given, thing, 1, "2026-06-30", 30_000, 112)
    with pytest.raises(BadInput, match="もう記帳されています"):
        pay_back(given, thing, 1, "2026-07-01", 30_000, 75)
    with pytest.raises(BadInput, match="残りは60,000円"):
        pay_back(given, thing, 2, "2026-07-31", 60_001, 75)
    with pytest.raises(BadInput, match="入った額"):
        pay_back(given, thing, 2, "2026-07-31", 0, 0)


def test_of_two_drafts_for_one_period_only_the_first_is_booked(given: Given) -> None:
    thing = lend(given)
    row = {"number": 1, "on": "2026-06-30", "principal": 30_000, "interest": 112}
    waiting = given.hand_in(given.keeper, REPAYMENT, thing, **row)
    given.publish(given.keeper, REPAYMENT, thing, **row)
    with pytest.raises(BadInput, match="もう記帳されています"):
        decide(given.head, waiting, Decision.Verdict.APPROVED)
    assert JournalEntry.objects.filter(text__contains="返済").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"rate": "101"}, "0から100"), ({"amount": "0"}, "1円以上"), ({"amount": "1" + "0" * 18}, "円の数"),
        ({"instalments": "0"}, "1回から600回"), ({"first_due": "2026-05-12"}, "貸した日より後"),
    ],
)  # fmt: skip
def test_what_is_no_loan_is_refused_with_what_to_do(given: Given, typed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        lend(given, **typed)


def test_a_fund_lends_neither_more_than_it_has_nor_to_its_own_holder(given: Given) -> None:
    with pytest.raises(Conflict, match="残りは100,000円"):
        lend(given, amount="100,001")
    assert not Loan.objects.exists()
    with pytest.raises(BadInput, match="自分に貸す"):
        lend(given, borrower=given.firm.pk)


def test_a_loan_of_the_towns_own_money_is_told_and_not_booked(given: Given) -> None:
    with guard.door("tests"):
        Fund.objects.update(is_copy=True, holder=given.offices.root)
    rows = {"borrower": given.club.pk, "project": given.project.pk, "purpose": given.books.purpose.pk}
    given.publish(given.officer, LOAN, given.fund, **TYPED | rows)
    assert Loan.objects.get().entry is None
    with pytest.raises(Conflict, match="役場の人が起案"):
        given.hand_in(given.keeper, LOAN, given.fund, **TYPED | rows)


def test_the_page_shows_what_is_late_and_how_it_was_reckoned(given: Given, client: Client) -> None:
    pay_back(given, lend(given), 1, "2026-07-09", 30_000, 112)
    code, loan = given.town.code, Loan.objects.get()
    page = client.get(f"/{code}/loans/{loan.pk}/").content.decode()
    for said in ("おくれて返りました", "期日をすぎています", "月割り", '<data value="60000">'):
        assert said in page
    assert loan.name in client.get(f"/{code}/loans/").content.decode()
