"""In a real browser: a donor pledges and withdraws, and changes on the own page how the gift is honoured."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from meguri.core.scope import in_town
from meguri.funding.giving.actions import receive_gift
from meguri.funding.giving.models import Gift, Pledge
from meguri.funding.giving.said import Wish
from meguri.funding.giving.tests.gifts import ANN, TODAY, Givings

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_donor_pledges_and_takes_it_back(givings: Givings, page_of: Callable[..., Page]) -> None:
    page = page_of(None, viewport={"width": 320, "height": 800})
    page.goto(f"/{givings.town.code}/give/{givings.call_of_the_shop.pk}/pledge/")
    page.locator("[name=yen]").fill("10000")
    page.locator("[name=name]").fill("山田 花子")
    page.get_by_role("button", name="この内容で申し込む").click()
    page.locator("[name=acknowledged]").check()
    page.get_by_role("button", name="この内容で申し込む").click()
    page.get_by_role("button", name="この申出を取り消す").click()
    expect(page.get_by_role("main")).to_contain_text("取り消しました")
    with in_town(givings.town):
        assert Pledge.objects.get().state == Pledge.State.WITHDRAWN


def test_a_giver_changes_how_the_gift_is_honoured(givings: Givings, page_of: Callable[..., Page]) -> None:
    with in_town(givings.town):
        gift = receive_gift(
            givings.shopkeeper, givings.van, 5_000, TODAY, "donation", key="x", who=ANN, wish=Wish("name", "花子")
        )
    page = page_of(None)
    page.goto(f"/{givings.town.code}/gift/{gift.token}/")
    page.get_by_label("名前は出さない").check()
    page.get_by_role("button", name="お名前の出し方を変える").click()
    expect(page.get_by_text("お名前の出し方を変えました")).to_be_visible()
    with in_town(givings.town):
        assert Gift.objects.get().honour == "silence"
