"""A giver who left an address is written to: what was pledged and how to pay, that it came, that it ended and why."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from meguri.core import guard, outbox
from meguri.core.models import OutboxMessage
from meguri.core.scope import in_town
from meguri.funding.giving.actions import (
    Came,
    decline_pledge,
    lapse_pledges,
    receive_gift,
    receive_gifts,
    record_vote,
    withdraw_pledge,
)
from meguri.funding.giving.actions.honours import forget_giver
from meguri.funding.giving.models import Gift, TransferAccount
from meguri.funding.giving.tests.gifts import ANN, TODAY, Givings, in_days
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.towns.letters import address_of

FILE = JournalEntry.Origin.FILE


@pytest.fixture(autouse=True)
def _in_town(givings: Givings) -> Iterator[None]:
    with in_town(givings.town):
        yield


def sent() -> list[EmailMessage]:
    """What the worker, which stands in no town, has sent since the last time."""
    mail.outbox.clear()
    outbox.deliver_due(1000)
    assert not OutboxMessage.objects.exists()
    return list(mail.outbox)


def the_letter() -> str:
    (letter,) = sent()
    assert letter.to == [ANN.email]
    return f"{letter.subject}\n{letter.body}"


def an_account(purpose: Purpose) -> None:
    with guard.door("tests"):
        TransferAccount.objects.create(
            town=purpose.town, fund=purpose.fund, bank="ためし信用金庫", branch="本店", number="0123456", name="タメシ"
        )


def test_a_pledge_is_answered_by_how_to_pay_it_and_the_way_to_its_page(givings: Givings) -> None:
    an_account(givings.van)
    made = givings.pledged()
    read = the_letter()
    code = f"{made.code[:4]} {made.code[4:]}"
    for word in ("移動販売車", "1万円", "ためし信用金庫 本店 普通 0123456", code, "01564-2"):
        assert word in read
    assert address_of(f"/{givings.town.code}/pledge/{made.token}/") in read
    assert "山田" not in read
    givings.pledged(method="counter")
    assert "窓口で受付番号" in the_letter()
    givings.pledged(who=replace(ANN, email=""))
    givings.pledged(made_on=in_days(-40))
    assert sent() == []


def test_a_gift_is_answered_once_whether_pledged_or_not(givings: Givings) -> None:
    made = givings.pledged()
    take: dict[str, Any] = {"key": "bank 1", "pledge": made}
    receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", **take)
    receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", **take)
    read = the_letter()
    assert address_of(f"/{givings.town.code}/gift/{made.token}/") in read
    assert "受け取りました" in read
    assert "ためし商店" in read
    receive_gift(givings.bank_file, givings.bus, 5_000, TODAY, "hometown_tax", key="x", origin=FILE, who=ANN)
    assert "受領証明書（税の控除に使います）" in the_letter()


def test_a_file_of_old_gifts_writes_to_nobody_and_one_of_new_ones_to_each(givings: Givings) -> None:
    came = [
        Came(givings.bus, 1_000, in_days(-days), "hometown_tax", f"row {days}", who=ANN) for days in (0, 31, 32, 400)
    ]
    receive_gifts(givings.bank_file, givings.bus.fund, came, origin=FILE)
    assert len(sent()) == 2
    receive_gifts(givings.bank_file, givings.bus.fund, came, origin=FILE)
    assert sent() == []


def test_who_was_forgotten_meanwhile_is_not_written_to(givings: Givings) -> None:
    receive_gift(givings.bank_file, givings.bus, 5_000, TODAY, "hometown_tax", key="x", origin=FILE, who=ANN)
    forget_giver(givings.officer, Gift.objects.get())
    assert sent() == []


def test_what_is_declined_or_lapsed_is_told_with_its_reason_and_what_was_taken_back_is_not(
    givings: Givings,
) -> None:
    declined, lapsed, withdrawn = (givings.pledged() for _n in range(3))
    sent()
    decline_pledge(givings.shopkeeper, declined, "車の購入をやめたためです。")
    assert "車の購入をやめたためです。" in the_letter()
    withdraw_pledge(givings.visitor, withdrawn, withdrawn.token)
    assert sent() == []
    lapse_pledges(givings.bank_file, in_days(31))
    read = the_letter()
    assert lapsed.token in read
    assert "いまからでも" in read


def test_who_gave_with_a_burden_hears_what_the_assembly_decided(givings: Givings) -> None:
    taken, refused = (givings.pledged(burden="待合所を建てること") for _n in range(2))
    assert all("お支払いをお待ちください" in str(letter.body) for letter in sent())
    record_vote(givings.shopkeeper, taken, "議案第12号")
    assert sent() == []
    record_vote(givings.shopkeeper, taken, "議案第12号", TODAY, True)
    assert "受けることを決めました" in the_letter()
    record_vote(givings.shopkeeper, refused, "議案第13号", TODAY, False)
    assert "議案第13号" in the_letter()
