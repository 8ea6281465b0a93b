"""A giver is named as they like, changes their mind at any time, and may be forgotten."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from meguri.core.errors import BadInput, NotAllowed
from meguri.core.scope import in_town
from meguri.funding.giving.actions import receive_gift
from meguri.funding.giving.actions.honours import forget_giver, set_honour
from meguri.funding.giving.actions.receipts import issue_receipts
from meguri.funding.giving.models import Gift, Giver, HonourConsent
from meguri.funding.giving.said import Wish
from meguri.funding.giving.tests.gifts import ANN, TODAY, Givings, give_back_all
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


def sheet_of(givings: Givings) -> str:
    path = reverse("project", args=[givings.town.code, givings.project.pk])
    return html.unescape(Client().get(path).content.decode())


def test_the_projects_page_names_those_who_chose_it_and_nobody_else(givings: Givings) -> None:
    with in_town(givings.town):
        assert "寄附してくださった方" not in sheet_of(givings)
        wishes = (("page", "ページ 一子"), ("plaque", "銘板 二郎"), ("name", "一覧 三子"), ("initials", "S. Y."))
        for honour, name in wishes:
            receive_gift(
                givings.bank_file, givings.bus, 5_000, TODAY, "donation", key=name, origin=FILE,
                wish=Wish(honour, name),
            )  # fmt: skip
        read = sheet_of(givings)
        assert "寄附してくださった方" in read
        assert read.index("銘板 二郎") < read.index("ページ 一子")
        assert "一覧 三子" not in read
        assert "ほかの方々も見る" not in read
        for n in range(30):
            receive_gift(
                givings.bank_file, givings.bus, 5_000, TODAY, "donation", key=f"{n}", origin=FILE,
                wish=Wish("page", f"名前 {n}"),
            )  # fmt: skip
        read = sheet_of(givings)
        assert "名前 0<" in read
        assert "銘板 二郎" not in read
        assert "ほかの方々も見る" in read


def test_a_name_leaves_the_projects_page_at_once_when_it_is_withdrawn_or_the_gift_goes_back(givings: Givings) -> None:
    """Also the page that was kept for those who read without signing in."""
    with in_town(givings.town):
        gift, other = (
            receive_gift(
                givings.shopkeeper, givings.van, 5_000, TODAY, "donation", key=name, campaign=givings.call_of_the_shop,
                wish=Wish("page", name),
            ) for name in ("山田 花子", "海野 太郎")
        )  # fmt: skip
        assert "山田 花子" in sheet_of(givings)
        assert "海野 太郎" in sheet_of(givings)
        set_honour(givings.visitor, gift, "silence", "", gift.token)
        assert "山田 花子" not in sheet_of(givings)
        give_back_all(givings, givings.call_of_the_shop)
        assert Gift.objects.get(pk=other.pk).returned_id is not None
        assert "海野 太郎" not in sheet_of(givings)


def test_the_page_of_money_counts_those_who_wish_to_be_named(givings: Givings) -> None:
    with in_town(givings.town):
        for n, wish in enumerate((Wish(), Wish(), Wish("name", "山田 花子"))):
            receive_gift(givings.bank_file, givings.bus, 500, TODAY, "donation", key=f"{n}", origin=FILE, wish=wish)
        read = Client().get(reverse("money", args=[givings.town.code])).content.decode()
        door = read.partition(reverse("honours", args=[givings.town.code]))[2].partition("</li>")[0]
        assert "1件" in door
