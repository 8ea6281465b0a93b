"""A giver is named as they like, changes their mind at any time, and may be forgotten."""

import pytest

from meguri.core.errors import BadInput, NotAllowed
from meguri.core.scope import in_town
from meguri.funding.giving.actions import receive_gift
from meguri.funding.giving.actions.honours import forget_giver, set_honour
from meguri.funding.giving.actions.receipts import issue_receipts
from meguri.funding.giving.models import Gift, Giver, HonourConsent
from meguri.funding.giving.said import Wish
from meguri.funding.giving.tests.gifts import ANN, TODAY, Givings
from meguri.funding.journal.models import JournalEntry

FILE = JournalEntry.Origin.FILE


def gift_of_ann(givings: Givings) -> Gift:
    wish = Wish("name", "山田 花子", wants_news=True)
    return receive_gift(
        givings.bank_file, givings.bus, 5_000, TODAY, "hometown_tax", key="x", origin=FILE, who=ANN, wish=wish
    )


def test_consent_is_withdrawn_at_once_and_its_history_stays(givings: Givings) -> None:
    with in_town(givings.town):
        gift = gift_of_ann(givings)
        with pytest.raises(NotAllowed):
            set_honour(givings.visitor, gift, "silence", "", "wrong")
        gone = set_honour(givings.visitor, gift, "silence", "ignored", gift.token)
        assert (gone.honour, gone.honour_name) == ("silence", "")
        again = set_honour(givings.visitor, gift, "initials", "H. Y.", gift.token)
        assert again.honour_name == "H. Y."
        with pytest.raises(BadInput):
            set_honour(givings.visitor, gift, "name", "  ", gift.token)
        assert [one.honour for one in HonourConsent.objects.all()] == ["name", "silence", "initials"]


def test_who_is_forgotten_leaves_gift_and_books_and_nothing_else(givings: Givings) -> None:
    with in_town(givings.town):
        gift = forget_giver(givings.visitor, gift_of_ann(givings), Gift.objects.get().token)
        giver = Giver.objects.get()
        assert (giver.name, giver.email, giver.address) == ("", "", "")
        assert giver.erased_at is not None
        assert (gift.yen, gift.honour, gift.honour_name, gift.wants_news) == (5_000, "silence", "", False)


def test_a_name_on_a_receipt_is_kept_as_long_as_the_law_asks_and_no_longer_shown(givings: Givings) -> None:
    with in_town(givings.town):
        gift = gift_of_ann(givings)
        issue_receipts(givings.officer, [gift])
        forget_giver(givings.officer, gift)
        giver = Giver.objects.get()
        assert (giver.name, giver.email, giver.erased_at) == (ANN.name, "", None)
        assert Gift.objects.get().honour_name == ""
