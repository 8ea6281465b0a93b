"""A pledge is promised in the books, kept when the money comes, and let go when it falls away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from meguri.core.errors import BadInput, Conflict, NotAllowed
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
from meguri.funding.giving.models import Gift, HonourConsent, Pledge
from meguri.funding.giving.said import Who, Wish
from meguri.funding.giving.slip_code import is_code
from meguri.funding.giving.tests.gifts import AIM, ANN, TODAY, Givings, in_days
from meguri.funding.journal.accounts import balances_of
from meguri.funding.journal.models import JournalEntry, Posting
from meguri.governance.models import PublicObject
from meguri.record.models import Entry
from meguri.towns.models import Municipality

FILE = JournalEntry.Origin.FILE


@pytest.fixture(autouse=True)
def _in_town(givings: Givings) -> Iterator[None]:
    with in_town(givings.town):
        yield


def committed(givings: Givings) -> int:
    return balances_of([givings.van])[givings.van.pk].committed


def test_a_pledge_is_promised_in_the_books_until_the_gift_has_come(givings: Givings) -> None:
    made = givings.pledged()
    assert is_code(made.code)
    assert committed(givings) == 10_000
    gift = receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", key="bank 1", pledge=made)
    made.refresh_from_db()
    assert made.state == Pledge.State.RECEIVED
    assert committed(givings) == 0
    assert balances_of([givings.van])[givings.van.pk].kept == 10_000
    assert (gift.giver_id, gift.token, gift.entry.stage) == (made.giver_id, made.token, "received")
    assert Posting.objects.aggregate(sum=Sum("yen"))["sum"] == 0


def test_the_same_gift_is_taken_once(givings: Givings) -> None:
    first = receive_gift(givings.bank_file, givings.bus, 5_000, TODAY, "hometown_tax", key="bank 7", origin=FILE)
    again = receive_gift(givings.bank_file, givings.bus, 5_000, TODAY, "hometown_tax", key="bank 7", origin=FILE)
    assert first == again
    assert Gift.objects.count() == 1
    with pytest.raises(Conflict, match="ちがう金額"):
        receive_gift(givings.bank_file, givings.bus, 6_000, TODAY, "hometown_tax", key="bank 7", origin=FILE)


def test_a_file_of_many_gifts_takes_a_few_statements_more_and_not_some_for_each(givings: Givings) -> None:
    def queries(name: str, count: int) -> int:
        came = [
            Came(givings.bus, 1_000 + n, TODAY, "hometown_tax", f"{name} {n}", who=ANN, wish=Wish("name", "A.B."))
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            assert receive_gifts(givings.bank_file, givings.bus.fund, came, origin=FILE) == count
        return len(captured)

    queries("first", 1)
    assert queries("many", 200) < 2 * queries("few", 3)
    assert Gift.objects.filter(giver__name=ANN.name, consents__honour="name").count() == 204


def test_a_gift_that_stands_twice_in_a_file_is_taken_once(givings: Givings) -> None:
    one = Came(givings.bus, 5_000, TODAY, "hometown_tax", "row 1")
    receive_gifts(givings.bank_file, givings.bus.fund, [one, one], origin=FILE)
    assert Gift.objects.count() == JournalEntry.objects.filter(stage="received").count() == 1
    with pytest.raises(Conflict, match="ちがう金額"):
        receive_gifts(givings.bank_file, givings.bus.fund, [one, replace(one, yen=6_000)], origin=FILE)


def test_a_pledge_is_not_kept_twice_by_one_file(givings: Givings) -> None:
    made = givings.pledged()
    rows = [Came(givings.van, 10_000, TODAY, "donation", f"row {n}", pledge=made) for n in range(2)]
    with pytest.raises(Conflict, match="二度"):
        receive_gifts(givings.bank_file, givings.van.fund, rows, origin=FILE)
    assert not Gift.objects.exists()


def test_the_towns_own_money_is_taken_from_a_file_alone(givings: Givings) -> None:
    with pytest.raises(BadInput, match="ファイルから"):
        receive_gift(givings.officer, givings.bus, 5_000, TODAY, "donation", key="x")


def test_a_file_of_gifts_is_one_act_and_all_or_none(givings: Givings) -> None:
    came = [
        Came(givings.bus, yen, TODAY, "hometown_tax", f"row {n}", campaign=givings.call_of_the_town, who=ANN)
        for n, yen in enumerate((1_000, 2_000, 3_000))
    ]
    before = Entry.objects.count()
    assert receive_gifts(givings.bank_file, givings.bus.fund, came, origin=FILE) == 3
    assert Entry.objects.count() == before + 1
    told = PublicObject.objects.get(kind="campaign", key=givings.call_of_the_town.public_reference().id)
    assert "6,000円" in told.summary
    with pytest.raises(BadInput):
        receive_gifts(givings.bank_file, givings.bus.fund, [replace(came[0], yen=0, key="row 9")], origin=FILE)
    assert Gift.objects.count() == 3


@pytest.mark.parametrize("yen", [0, -5, 10**18])
def test_no_pledge_of_nothing_and_none_beyond_reason(givings: Givings, yen: int) -> None:
    with pytest.raises(BadInput):
        givings.pledged(yen=yen)
    assert not Pledge.objects.exists()


def test_no_pledge_before_the_call_opens_or_after_its_deadline(givings: Givings) -> None:
    call = givings.call_of_the_shop
    with pytest.raises(BadInput, match="終わりました"):
        givings.pledged(campaign=_changed(call, opens_on=in_days(-9), deadline=in_days(-1)))
    with pytest.raises(BadInput, match="始まっていません"):
        givings.pledged(campaign=_changed(call, opens_on=in_days(1), deadline=in_days(9)))
    with pytest.raises(BadInput, match="この呼びかけの使いみちではありません"):
        givings.pledged(campaign=givings.call_of_the_town)


def _changed(row: Any, **columns: Any) -> Any:
    for name, value in columns.items():
        setattr(row, name, value)
    return row


def test_a_call_that_stops_at_its_aim_takes_no_more(givings: Givings) -> None:
    call = _changed(givings.call_of_the_shop, if_passed="stop")
    receive_gift(givings.shopkeeper, givings.van, AIM, TODAY, "donation", key="x", campaign=givings.call_of_the_shop)
    with pytest.raises(BadInput, match="終わりました"):
        givings.pledged(campaign=call)


def test_a_warning_has_to_be_read_and_is_kept_with_the_pledge(givings: Givings) -> None:
    politician = replace(ANN, is_politician=True)
    with pytest.raises(BadInput, match="199条の2"):
        givings.pledged(who=politician, acknowledged=["no_receipt"])
    assert givings.pledged(who=politician).warnings == ["politician", "no_receipt"]


def test_a_firm_of_the_town_cannot_use_the_firms_hometown_tax(givings: Givings) -> None:
    firm = Who(kind="firm", name="ためし工業", corporate_number="9000020016331", head_office=givings.town.municipality)
    call = _changed(givings.call_of_the_town, plan_title="計画", plan_approved_on=TODAY)
    given: dict[str, Any] = {"way": "corporate", "campaign": call, "yen": 100_000, "wants_no_benefit": True}
    with pytest.raises(BadInput, match="13条の2"):
        givings.pledged(givings.bus, who=firm, **given)
    elsewhere = replace(firm, head_office=Municipality.objects.exclude(pk=givings.town.municipality_id)[0])
    assert givings.pledged(givings.bus, who=elsewhere, **given).way == "corporate"
    with pytest.raises(BadInput, match="検査数字"):
        givings.pledged(givings.bus, who=replace(elsewhere, corporate_number="1000020016331"), **given)


def test_a_gift_with_a_burden_waits_for_the_assembly(givings: Givings) -> None:
    made = givings.pledged(burden="祖父の名前をつけた待合所を建てること")
    take: dict[str, Any] = {"key": "x", "pledge": made}
    with pytest.raises(Conflict, match="96条"):
        receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", **take)
    record_vote(givings.shopkeeper, made, "議案第12号")
    record_vote(givings.shopkeeper, made, "議案第12号", TODAY, True)
    assert receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", **take).yen == 10_000


def test_what_the_assembly_does_not_want_is_declined(givings: Givings) -> None:
    made = givings.pledged(burden="庁舎に名前をつけること")
    assert record_vote(givings.shopkeeper, made, "議案第3号", TODAY, False).state == Pledge.State.DECLINED
    assert committed(givings) == 0


def test_a_pledge_is_withdrawn_by_whoever_holds_its_secret_and_nobody_else(givings: Givings) -> None:
    made = givings.pledged()
    for token in ("", "x"):
        with pytest.raises(NotAllowed):
            withdraw_pledge(givings.visitor, made, token)
    assert withdraw_pledge(givings.visitor, made, made.token).state == Pledge.State.WITHDRAWN
    assert committed(givings) == 0
    with pytest.raises(Conflict):
        receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", key="x", pledge=made)


def test_what_is_late_lapses_and_a_gift_that_comes_after_all_is_taken(givings: Givings) -> None:
    made = givings.pledged()
    assert lapse_pledges(givings.bank_file, in_days(20)) == 0
    assert lapse_pledges(givings.bank_file, in_days(31)) == 1
    assert committed(givings) == 0
    receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", key="x", pledge=made)
    assert committed(givings) == 0


def test_the_shops_pledges_are_not_the_town_halls_to_decide(givings: Givings) -> None:
    made = givings.pledged()
    with pytest.raises(NotAllowed, match="ためし商店"):
        decline_pledge(givings.officer, made, "x")
    with pytest.raises(NotAllowed):
        receive_gift(givings.shopkeeper, givings.bus, 1, TODAY, "donation", key="x", origin=FILE)


def test_the_record_names_nobody(givings: Givings) -> None:
    givings.pledged(wish=Wish("name", "山田 花子"), burden="孫の名前をつけること")
    said = "".join(bytes(entry.body).decode() for entry in Entry.objects.all())
    assert not any(word in said for word in ("山田", "花子", "hanako", "帯広", "孫の"))


def test_a_wish_to_be_named_needs_a_name_and_leaves_a_consent(givings: Givings) -> None:
    with pytest.raises(BadInput, match="お名前"):
        givings.pledged(wish=Wish("name"))
    made = givings.pledged(wish=Wish("name", "山田 花子"))
    gift = receive_gift(givings.shopkeeper, givings.van, 10_000, TODAY, "donation", key="x", pledge=made)
    assert (gift.honour, gift.honour_name) == ("name", "山田 花子")
    assert [one.honour for one in HonourConsent.objects.filter(gift=gift)] == ["name"]
