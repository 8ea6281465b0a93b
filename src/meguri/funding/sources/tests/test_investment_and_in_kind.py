"""A project is explained to those with money and never offered; what is no money is never added to it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from meguri.core import guard
from meguri.core.errors import BadInput
from meguri.funding.journal.models import JournalEntry
from meguri.funding.sources.models import InKind, Investment
from meguri.funding.sources.policies import IN_KIND, INVESTMENT
from meguri.funding.sources.tests.given import IN_KIND as TYPED
from meguri.funding.sources.tests.given import SHEET, Given

OPERATOR = {"takes_interest": "on", "operator_name": "見本ファンド", "operator_url": "https://fund.example/"}


def test_interest_is_off_until_the_licensed_operator_is_recorded(given: Given, client: Client) -> None:
    given.publish(given.officer, INVESTMENT, given.thing, holder=given.firm.pk, **SHEET)
    sheet, code = Investment.objects.get(), given.town.code
    page = client.get(f"/{code}/investments/{sheet.pk}/").content.decode()
    assert "勧誘ではありません" in page
    assert "いまは受け付けていません" in page
    assert "fund.example" not in page
    assert "勧誘ではありません" in client.get(f"/{code}/investments/").content.decode()


@pytest.mark.parametrize("checked", [{}, {"lawyer_name": "見本 弁護士"}, {"lawyer_on": "2026-05-01"}])
def test_interest_without_number_or_lawyer_is_refused(given: Given, checked: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="登録番号"):
        given.hand_in(given.officer, INVESTMENT, given.thing, holder=given.firm.pk, **SHEET | OPERATOR | checked)


def test_the_database_itself_holds_that(given: Given) -> None:
    given.publish(given.officer, INVESTMENT, given.thing, holder=given.firm.pk, **SHEET)
    with guard.door("tests"), pytest.raises(IntegrityError), transaction.atomic():
        Investment.objects.update(takes_interest=True)


def test_with_the_number_interest_is_a_link_to_the_operator(given: Given, client: Client) -> None:
    number = {"operator_number": "見本財務局長（金商）第0号"}
    given.publish(given.officer, INVESTMENT, given.thing, holder=given.firm.pk, **SHEET)
    given.publish(given.officer, INVESTMENT, given.thing, **OPERATOR | number)
    sheet = Investment.objects.get()
    page = client.get(f"/{given.town.code}/investments/{sheet.pk}/").content.decode()
    assert 'href="https://fund.example/"' in page
    assert "見本財務局長（金商）第0号" in page


def test_in_kind_is_valued_by_its_rule_and_makes_no_entry(given: Given, client: Client) -> None:
    before = JournalEntry.objects.count()
    given.publish(given.officer, IN_KIND, given.thing, **TYPED)
    assert (InKind.objects.get().valued_yen, JournalEntry.objects.count()) == (315_625, before)
    page = client.get(f"/{given.town.code}/in-kind/").content.decode()
    assert "換算 315,625円" in page
    assert "県の最低賃金で数える" in page


@pytest.mark.parametrize(
    ("typed", "said"), [({"quantity": "0"}, "0より大きい"), ({"until": "2024-01-01"}, "より後の日")]
)
def test_nothing_given_for_no_time_is_refused(given: Given, typed: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        given.hand_in(given.officer, IN_KIND, given.thing, **TYPED | typed)
