"""A call for gifts keeps what it said: steps let money go, and a missed aim gives it back."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.funding.giving.actions import receive_gift
from meguri.funding.giving.actions.campaigns import record_step
from meguri.funding.giving.models import Campaign, Gift, Pledge, TransferAccount
from meguri.funding.giving.payment import can_be_paid
from meguri.funding.giving.policies import CAMPAIGN, CLOSING, TRANSFER
from meguri.funding.giving.progress import progress_of, state_of
from meguri.funding.giving.tests.gifts import AIM, TODAY, Givings, draft_about, give_back_all, in_days, past
from meguri.funding.journal import booking
from meguri.funding.journal.accounts import balances_of
from meguri.funding.journal.booking import Said
from meguri.projects.tests.works import approved, publish

NEW: dict[str, Any] = {
    "name": "福祉バスをもう1台", "text": "南地区でも走らせます。", "opens_on": TODAY.isoformat(),
    "deadline": in_days(60).isoformat(), "line_1": "車いすのまま乗れる車", "line_1_yen": "2,400,000",
    "line_2": "停留所の看板", "line_2_yen": "100,000", "if_missed": "do_less", "if_passed": "do_more",
    "step_1": "車を注文する", "step_1_yen": "1500000", "step_1_due": in_days(90).isoformat(),
}  # fmt: skip


def test_the_aim_of_a_call_is_the_sum_of_its_lines(givings: Givings) -> None:
    with in_town(givings.town):
        made: Campaign = publish(approved(
            givings.town, CAMPAIGN, givings.cast.officer, NEW | {"purpose": givings.bus.pk}
        ))  # fmt: skip
        assert made.aim_yen == 2_500_000
        assert [one.yen for one in made.lines.all()] == [2_400_000, 100_000]
        assert made.steps.get().yen == 1_500_000
        assert made.project == givings.project


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ({"line_1": "", "line_1_yen": "", "line_2": "", "line_2_yen": ""}, "一行"),
        ({"line_2_yen": ""}, "合わせて"),
        ({"deadline": in_days(-1).isoformat()}, "しめきり"),
        ({"step_1_yen": "9999999999"}, "こえています"),
        ({"plan_title": "計画"}, "両方"),
        ({"line_1_yen": str(10**18)}, "円の数"),
    ],
)
def test_a_call_that_does_not_hold_together_is_not_published(
    givings: Givings, other: dict[str, Any], word: str
) -> None:
    content = NEW | {"purpose": givings.bus.pk} | other
    with in_town(givings.town), pytest.raises(BadInput, match=word):
        publish(approved(givings.town, CAMPAIGN, givings.cast.officer, content))


def test_money_waits_for_the_step_and_is_let_go_by_the_post_that_answers(givings: Givings) -> None:
    step = givings.step(givings.call_of_the_shop)
    with in_town(givings.town):
        receive_gift(givings.shopkeeper, givings.van, 250_000, TODAY, "donation", key="x")
        said = Said(TODAY, "冷蔵庫", project=givings.project, approved_by=givings.post)
        with guard.door("tests"), pytest.raises(Conflict, match="50,000円です"):
            booking.spend(givings.van, 60_000, said)
        with pytest.raises(NotAllowed):
            record_step(givings.shopkeeper, step, TODAY, "注文しました。")
        record_step(givings.officer, step, TODAY, "注文しました。")
        with guard.door("tests"):
            booking.spend(givings.van, 60_000, said)
        assert balances_of([givings.van])[givings.van.pk].kept == 190_000
        with pytest.raises(Conflict, match="もう記録"):
            record_step(givings.officer, step, TODAY, "注文しました。")


def test_a_missed_aim_gives_the_gifts_back_and_lets_pledges_fall(givings: Givings) -> None:
    with in_town(givings.town):
        call = givings.call_of_the_shop
        receive_gift(givings.shopkeeper, givings.van, 20_000, TODAY, "donation", key="x", campaign=call)
        givings.pledged(campaign=call)
        closing = draft_about(givings, CLOSING, call, {"text": "届きませんでした。お返しします。"})
        with pytest.raises(Conflict, match="しめきり"):
            publish(closing)
        made: Campaign = publish(draft_about(givings, CLOSING, past(call), {"text": "お返しします。"}))
        assert (made.outcome, made.closed_on) == ("missed", TODAY)
        gift = Gift.objects.get()
        assert gift.returned is not None
        assert gift.returned.stage == "returned"
        lapsed = Pledge.objects.select_related("campaign").get()
        assert lapsed.state == Pledge.State.LAPSED
        assert not can_be_paid(lapsed)
        balance = balances_of([givings.van])[givings.van.pk]
        assert (balance.kept, balance.committed) == (0, 0)


def test_a_reached_aim_keeps_the_gifts(givings: Givings) -> None:
    with in_town(givings.town):
        call = givings.call_of_the_shop
        receive_gift(givings.shopkeeper, givings.van, AIM, TODAY, "donation", key="x", campaign=call)
        assert state_of(call, progress_of([call])[call.pk].received, TODAY) == "passed"
        made: Campaign = publish(draft_about(givings, CLOSING, past(call), {"text": "届きました。"}))
        assert made.outcome == "reached"
        assert Gift.objects.get().returned is None


def test_words_of_a_call_may_change_but_not_what_people_give_for(givings: Givings) -> None:
    with in_town(givings.town):
        call = givings.call_of_the_town
        content = {"name": "新しい名前", "text": "新しい文", "plan_title": "", "plan_approved_on": "", "deadline": "x"}
        made: Campaign = publish(draft_about(givings, CAMPAIGN, call, content))
        assert (made.title, made.deadline, made.aim_yen) == ("新しい名前", call.deadline, AIM)


def test_the_account_of_a_slip_is_approved_before_it_is_printed(givings: Givings) -> None:
    content = {"bank": "ためし信用金庫", "branch": "本店", "kind": "ordinary", "number": "０１２３４５６", "name": "タ"}
    with in_town(givings.town):
        publish(draft_about(givings, TRANSFER, givings.van.fund, content))
        assert TransferAccount.objects.get().number == "0123456"
        publish(draft_about(givings, TRANSFER, givings.van.fund, content | {"number": "7654321"}))
        assert TransferAccount.objects.get().number == "7654321"
        with pytest.raises(BadInput, match="7桁"):
            publish(draft_about(givings, TRANSFER, givings.van.fund, content | {"number": "12"}))


def page_of(givings: Givings, call: Campaign) -> str:
    return words(Client().get(reverse("call", args=[givings.town.code, call.pk])).content)


def words(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", content.decode(), flags=re.DOTALL)))


def test_a_call_whose_gifts_went_back_says_how_much_and_not_that_nothing_came(givings: Givings) -> None:
    with in_town(givings.town):
        call = givings.call_of_the_shop
        for n, yen in enumerate((50_000, 2_000)):
            receive_gift(givings.shopkeeper, givings.van, yen, TODAY, "donation", key=f"{n}", campaign=call)
        give_back_all(givings, call)
        come = progress_of([call])[call.pk]
        assert (come.received, come.gifts, come.returned, come.gifts_returned) == (0, 0, 52_000, 2)
        read = page_of(givings, call)
    assert "目標 30万円に届きませんでした。 5万2,000円をお返ししました。" in read
    assert "2件の寄附をいただき、すべてお返ししました。" in read
    assert " 0円" not in read
    assert "（0％）" not in read


def test_a_call_that_has_not_opened_says_from_which_day_and_no_percent(givings: Givings) -> None:
    with in_town(givings.town):
        with guard.door("tests"):
            Campaign.objects.filter(pk=givings.call_of_the_shop.pk).update(opens_on=in_days(3))
        read = page_of(givings, givings.call_of_the_shop)
    day = in_days(3)
    assert f"受け付けは{day.month}月{day.day}日からです。" in read
    assert "％" not in read
    assert "0件" not in read


def test_calls_stand_under_what_they_are_now_to_come_or_over(givings: Givings) -> None:
    with in_town(givings.town), guard.door("tests"):
        givings.campaign(givings.bus, title="まだ先のこと", opens_on=in_days(2))
        givings.campaign(givings.bus, title="しめきったこと", opens_on=in_days(-9), deadline=in_days(-1))
        givings.campaign(givings.bus, title="終わったこと", closed_on=TODAY, outcome="reached")
    read = words(Client().get(reverse("give", args=[givings.town.code])).content)
    order = ["いまの呼びかけ", "移動販売車を走らせる", "これからの呼びかけ", "まだ先のこと", "終わった呼びかけ"]
    places = [read.index(word) for word in order]
    assert places == sorted(places)
    assert min(read.index("しめきったこと"), read.index("終わったこと")) > places[-1]


def test_the_gifts_of_a_call_are_as_many_in_its_thread_as_it_says(givings: Givings) -> None:
    call = givings.call_of_the_shop
    with in_town(givings.town):
        for n in range(5):
            receive_gift(givings.shopkeeper, givings.van, 500, TODAY, "donation", key=f"{n}", campaign=call)
        read = page_of(givings, call)
    assert "5件の寄附をいただきました。" in read
    assert "ほかに3件あります （寄附 2件、資金 1件）" in read
