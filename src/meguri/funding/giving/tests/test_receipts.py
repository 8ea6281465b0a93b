"""Receipts for tax: by the town alone, numbered without a gap, a reissue marked, printed for whoever gave."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.template.loader import render_to_string

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.core.wareki import format_wareki
from meguri.funding.giving.actions import Came, receive_gift, receive_gifts
from meguri.funding.giving.actions.givers import state_giver
from meguri.funding.giving.actions.honours import forget_giver
from meguri.funding.giving.actions.receipts import issue_receipts, reissue_receipt, why_no_receipt
from meguri.funding.giving.models import Gift, Receipt
from meguri.funding.giving.receipt_paper import receipt_context
from meguri.funding.giving.said import Who
from meguri.funding.giving.tests.gifts import ANN, TODAY, Givings
from meguri.funding.journal.models import JournalEntry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices, build_offices

FILE = JournalEntry.Origin.FILE


def gifts(givings: Givings, count: int, who: Who = ANN) -> list[Gift]:
    came = [Came(givings.bus, 5_000, TODAY, "hometown_tax", f"row {n}", who=who) for n in range(count)]
    receive_gifts(givings.bank_file, givings.bus.fund, came, origin=FILE)
    return list(Gift.objects.order_by("pk"))


def test_receipts_are_numbered_from_one_without_a_gap(givings: Givings) -> None:
    with in_town(givings.town):
        first, second, third = gifts(givings, 3)
        assert issue_receipts(givings.officer, [second, first]) == 2
        assert issue_receipts(givings.officer, [third]) == 1
        rows = list(Receipt.objects.order_by("number").values_list("gift_id", "number", "year", "copy"))
        assert rows == [(one.pk, n, TODAY.year, 0) for n, one in enumerate((first, second, third), start=1)]
        assert Receipt.objects.all()[0].issued_by == givings.offices.mayor_post
        with pytest.raises(Conflict, match="再発行"):
            issue_receipts(givings.officer, [first])


def test_a_reissue_has_the_number_of_the_first_and_is_marked(givings: Givings) -> None:
    with in_town(givings.town):
        (gift,) = gifts(givings, 1)
        with pytest.raises(Conflict, match="まだ出していません"):
            reissue_receipt(givings.officer, gift)
        issue_receipts(givings.officer, [gift])
        assert [reissue_receipt(givings.officer, gift).copy for _n in range(2)] == [1, 2]
        assert set(Receipt.objects.values_list("number", flat=True)) == {1}


def test_no_receipt_of_the_town_for_a_gift_to_another_or_to_one_without_a_name(givings: Givings) -> None:
    with in_town(givings.town):
        to_the_shop = receive_gift(givings.shopkeeper, givings.van, 500, TODAY, "donation", key="x", who=ANN)
        with pytest.raises(BadInput, match="ためし商店"):
            issue_receipts(givings.officer, [to_the_shop])
        (nameless,) = gifts(givings, 1, Who(name="山田"))[1:]
        with pytest.raises(BadInput, match="住所"):
            issue_receipts(givings.officer, [nameless])
        assert not Receipt.objects.exists()


def test_what_a_receipt_lacks_is_written_down_once_and_never_over_what_the_giver_said(givings: Givings) -> None:
    with in_town(givings.town):
        (gift,) = gifts(givings, 1, Who(name="山田"))
        with pytest.raises(BadInput, match="住所"):
            state_giver(givings.officer, gift, address=" ")
        with pytest.raises(NotAllowed):
            state_giver(givings.shopkeeper, gift, address="帯広市")
        state_giver(givings.officer, gift, name="ほかの人", address="帯広市1条", postcode="080-0001")
        giver = Gift.objects.get().giver
        assert giver is not None
        assert (giver.name, giver.address) == ("山田", "帯広市1条")
        assert issue_receipts(givings.officer, [gift]) == 1
        nameless = receive_gift(givings.bank_file, givings.bus, 1, TODAY, "donation", key="bank", origin=FILE)
        assert why_no_receipt(nameless).startswith("寄附した方のお名前と住所")
        assert why_no_receipt(state_giver(givings.officer, nameless, name="海野", address="帯広市")) == ""


def test_who_was_forgotten_is_not_written_down_again(givings: Givings) -> None:
    with in_town(givings.town):
        (gift,) = gifts(givings, 1, Who(name="山田"))
        forget_giver(givings.officer, gift)
        with pytest.raises(Conflict, match="本人から"):
            state_giver(givings.officer, gift, name="山田", address="帯広市")


def test_a_receipt_is_dated_in_the_era_alone(givings: Givings) -> None:
    with in_town(givings.town):
        (gift,) = gifts(givings, 1)
        issue_receipts(givings.officer, [gift])
        context = receipt_context(gift, Receipt.objects.get())
    paper = render_to_string("funding/giving/papers/receipt.html", context | {"issued_on": TODAY})
    assert paper.count(format_wareki(TODAY)) == 3
    assert f"{TODAY.year}年" not in paper


def test_the_database_refuses_to_change_a_receipt(givings: Givings) -> None:
    with in_town(givings.town):
        issue_receipts(givings.officer, gifts(givings, 1))
        with guard.door("tests"), pytest.raises(Exception, match="append-only"):
            Receipt.objects.update(number=7)


@pytest.mark.django_db(transaction=True)
def test_many_who_issue_at_once_leave_no_gap_and_no_number_twice(
    transactional_db: None, request: pytest.FixtureRequest
) -> None:
    cast: Cast = request.getfixturevalue("cast")
    offices: Offices = build_offices(cast)
    givings = Givings(cast, offices)
    with in_town(givings.town):
        given = gifts(givings, 8)
    faults: list[BaseException] = []

    def issue(gift: Gift) -> None:
        try:
            with in_town(givings.town):
                issue_receipts(givings.officer, [gift])
        except BaseException as error:  # noqa: BLE001 - told by the test
            faults.append(error)
        finally:
            connections.close_all()

    run_at_once([partial(issue, one) for one in given])
    with in_town(givings.town):
        assert faults == []
        assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 9))
    connection.close()


def run_at_once(works: list[Callable[[], Any]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
