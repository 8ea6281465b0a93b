"""Every page of this room as those who come see it: a pledge without an account, the giver's own page, the office."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from meguri.core.scope import in_town
from meguri.funding.giving.actions import Came, receive_gift, receive_gifts
from meguri.funding.giving.actions.receipts import issue_receipts
from meguri.funding.giving.models import Gift, Pledge, Receipt
from meguri.funding.giving.pages.pledging import slip_of
from meguri.funding.giving.said import Who, Wish
from meguri.funding.giving.tests.gifts import ANN, TODAY, Givings
from meguri.funding.journal.models import JournalEntry

SENT = {
    "yen": "10,000", "way": "donation", "kind": "person", "name": "山田 花子", "email": "hanako@example.jp",
    "method": "counter", "honour": "silence", "acknowledged": ["no_receipt"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_town(givings: Givings) -> Iterator[None]:
    with in_town(givings.town):
        yield


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_a_visitor_pledges_and_comes_to_a_page_of_their_own(givings: Givings) -> None:
    client, code = Client(), givings.town.code
    assert "移動販売車を走らせる" in page(client, "give", code)
    assert "約束した段階" not in page(client, "call", code, givings.call_of_the_shop.pk)
    form = reverse("pledge-to-call", args=[code, givings.call_of_the_shop.pk])
    answer = client.post(form, SENT)
    made = Pledge.objects.get()
    assert answer.headers["Location"] == reverse("own-pledge", args=[code, made.token])
    own = page(client, "own-pledge", code, made.token)
    assert f"{made.code[:4]} {made.code[4:]}" in own
    assert "山田" not in own
    client.post(reverse("withdraw-pledge", args=[code, made.token]))
    assert Pledge.objects.get().state == Pledge.State.WITHDRAWN


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"yen": "0"}, "1円以上"),
        ({"yen": str(10**18)}, "円の数"),
        ({"acknowledged": []}, "確かめたら"),
        ({"burden": "銅像を建てること"}, "96条"),
        ({"is_politician": "on"}, "199条の2"),
        ({"honour": "initials"}, "お名前を入れて"),
        ({"yen": "一万くらい"}, "例: 10000"),
        ({"corporate_number": "1000020016331"}, "検査数字"),
        ({"head_office": "どこにもない町"}, "見つかりません"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_typed_is_lost(
    givings: Givings, other: dict[str, Any], sentence: str
) -> None:
    form = reverse("pledge-to-call", args=[givings.town.code, givings.call_of_the_shop.pk])
    answer = Client().post(form, SENT | other)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "山田 花子" in answer.content.decode()
    assert not Pledge.objects.exists()


def test_the_name_that_will_be_shown_is_put_before_the_giver_first(givings: Givings) -> None:
    client, form = Client(), reverse("pledge-to-call", args=[givings.town.code, givings.call_of_the_shop.pk])
    answer = client.post(form, SENT | {"honour": "page"})
    assert answer.status_code == 422
    assert "「山田 花子」と出します。" in answer.content.decode()
    assert answer.context["form"]["honour_name"].value() == "山田 花子"
    assert not Pledge.objects.exists()
    client.post(form, SENT | {"honour": "page", "honour_name": answer.context["form"]["honour_name"].value()})
    assert (Pledge.objects.get().honour, Pledge.objects.get().honour_name) == ("page", "山田 花子")


def test_each_box_says_for_which_way_it_is_needed(givings: Givings) -> None:
    code = givings.town.code
    to_the_town = Client().get(reverse("pledge-to-purpose", args=[code, givings.bus.pk])).content.decode()
    assert "ふるさと納税では必要です" in to_the_town.partition("住所")[2][:200]
    to_the_shop = Client().get(reverse("pledge-to-purpose", args=[code, givings.van.pk])).content.decode()
    assert "ふるさと納税では必要です" not in to_the_shop
    for read in (to_the_town, to_the_shop):
        assert "お名前を出すときは必要です" in read


@pytest.mark.parametrize(("typed", "yen"), [("1万", 10_000), ("１万５千円", 15_000), ("10,000円", 10_000)])
def test_a_sum_is_taken_as_people_write_it(givings: Givings, typed: str, yen: int) -> None:
    form = reverse("pledge-to-call", args=[givings.town.code, givings.call_of_the_shop.pk])
    assert Client().post(form, SENT | {"yen": typed}).status_code == 302
    assert Pledge.objects.get().yen == yen


def test_the_page_and_the_slip_of_a_pledge_say_whom_to_call(givings: Givings) -> None:
    made, code = givings.pledged(), givings.town.code
    assert "tel:0156424111" in page(Client(), "own-pledge", code, made.token)
    slip = render_to_string("funding/giving/papers/slip.html", slip_of(made))
    for word in (givings.town.name, "福祉係 係長", "01564-2-4111"):
        assert word in slip


def test_a_call_of_another_town_is_not_found(givings: Givings) -> None:
    path = reverse("pledge-to-call", args=[givings.cast.other_town.code, givings.call_of_the_shop.pk])
    assert Client().post(path, SENT).status_code == 404


def test_an_officer_enters_what_was_said_at_the_counter(
    givings: Givings, client_of: Callable[..., Client]
) -> None:
    client = client_of(givings.cast.officer)
    sent = SENT | {"channel": "paper", "made_on": TODAY.isoformat(), "acknowledged": []}
    assert client.post(reverse("pledge-to-purpose", args=[givings.town.code, givings.bus.pk]), sent).status_code == 302
    made = Pledge.objects.get()
    assert made.channel == "paper"
    assert made.code[:4] in page(client, "work-giving", givings.town.code)
    assert "hanako@example.jp" in page(client, "work-pledge", givings.town.code, made.pk)


def test_the_giver_reads_changes_and_is_forgotten_by_one_secret_address(givings: Givings) -> None:
    came = Came(givings.bus, 5_000, TODAY, "hometown_tax", "x", who=ANN, wish=Wish("name", "山田 花子"))
    receive_gifts(givings.bank_file, givings.bus.fund, [came], origin=JournalEntry.Origin.FILE)
    gift, client, code = Gift.objects.get(), Client(), givings.town.code
    assert "山田 花子" in page(client, "honours", code)
    assert "hanako" not in page(client, "own-gift", code, gift.token)
    issue_receipts(givings.officer, [gift])
    paper = client.get(reverse("own-receipt", args=[code, gift.token]))
    assert paper.content.startswith(b"%PDF")
    client.post(reverse("own-gift", args=[code, gift.token]), {"honour": "silence", "honour_name": ""})
    assert "山田 花子" not in page(client, "honours", code)
    client.post(reverse("forget-me", args=[code, gift.token]))
    assert "お名前の出し方" in page(client, "own-gift", code, gift.token)
    shown = page(client, "gift", code, gift.pk)
    assert "山田" not in shown
    assert gift.token not in shown
    assert "お金の行き先" in shown


def test_before_anything_is_spent_a_giver_reads_for_which_project_whom_to_call_and_the_sum_once(
    givings: Givings,
) -> None:
    gift = receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", key="x", who=ANN)
    read = page(Client(), "own-gift", givings.town.code, gift.token).partition("<h1")[2]
    assert reverse("project", args=[givings.town.code, givings.project.pk]) in read
    assert "tel:0156424111" in read
    assert re.sub("<[^>]+>", "", read).count("1万円") == 1
    assert 'class="flow ' not in read


def test_the_office_issues_and_reissues(givings: Givings, client_of: Callable[..., Client]) -> None:
    came = Came(givings.bus, 5_000, TODAY, "hometown_tax", "x", who=ANN)
    receive_gifts(givings.bank_file, givings.bus.fund, [came], origin=JournalEntry.Origin.FILE)
    client, code, gift = client_of(givings.cast.officer), givings.town.code, Gift.objects.get()
    assert "まとめて" in page(client, "work-gifts", code)
    client.post(reverse("issue-receipts", args=[code]))
    client.post(reverse("issue-receipt", args=[code, gift.pk]))
    assert list(Receipt.objects.order_by("copy").values_list("number", "copy")) == [(1, 0), (1, 1)]
    assert "再発行" in page(client, "work-gift", code, gift.pk)
    assert f"{TODAY.year}-000001" in page(client, "work-receipts", code)


def test_a_gift_without_a_receipt_says_why_and_what_is_missing_is_written_down(
    givings: Givings, client_of: Callable[..., Client]
) -> None:
    came = [Came(givings.bus, 5_000, TODAY, "hometown_tax", "a", who=Who(name="山田 花子")),
            Came(givings.bus, 5_000, TODAY, "hometown_tax", "b", who=ANN)]  # fmt: skip
    receive_gifts(givings.bank_file, givings.bus.fund, came, origin=JournalEntry.Origin.FILE)
    client, code, gift = client_of(givings.cast.officer), givings.town.code, Gift.objects.get(entry__key="a")
    read = page(client, "work-gifts", code)
    assert "寄附した方の住所が分からないので" in read
    assert "まだ出していません" in read
    assert TODAY.isoformat() not in read.partition("<tbody>")[2].partition("</tbody>")[0]
    path = reverse("state-giver", args=[code, gift.pk])
    assert client.post(path, {"address": ""}).status_code == 422
    assert client.post(path, {"address": "帯広市1条", "name": "別の名前"}).status_code == 302
    assert "受領証明書を出す" in page(client, "work-gift", code, gift.pk)
    assert client_of(givings.cast.firm).post(path, {"address": "x"}).status_code == 404


def test_the_shop_sees_its_own_pledges_and_takes_in_the_money(
    givings: Givings, client_of: Callable[..., Client]
) -> None:
    made, client, code = givings.pledged(), client_of(givings.cast.firm), givings.town.code
    other = receive_gift(
        givings.bank_file, givings.bus, 1, TODAY, "donation", key="x", origin=JournalEntry.Origin.FILE
    )
    assert client.get(reverse("work-gift", args=[code, other.pk])).status_code == 404
    assert "お金を受け取った" in page(client, "work-pledge", code, made.pk)
    sent = {"amount": "10000", "on": TODAY.isoformat()}
    client.post(reverse("receive-pledge", args=[code, made.pk]), sent)
    assert Gift.objects.get(pledge=made).yen == 10_000
    assert client_of(givings.cast.officer).get(reverse("work-pledge", args=[code, made.pk])).status_code == 404
