"""A payment is sure by its code and sum alone; what looks alike is proposed, and a person says."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from meguri.funding.bank.matching import Expected, Payment, Strength, Why, kana_key, name_likeness, proposals

YAMADA = Expected(1, 10_000, "やまだ たろう", "K7Q2M")
SATO = Expected(2, 10_000, "サトウ ハナコ", "P4X9D")
SHOP = Expected(3, 50_000, "株式会社みほん商店", "")


def best(payment: Payment, *expected: Expected) -> tuple[int, Strength, set[Why]]:
    one = proposals([payment], expected or (YAMADA, SATO, SHOP))[payment.key][0]
    return one.expected, one.strength, set(one.reasons)


def test_the_code_and_the_sum_are_sure_whatever_the_name() -> None:
    payment = Payment(9, 10_000, "スズキ イチロウ", "Ｋ７Ｑ２Ｍ")
    assert best(payment) == (1, Strength.SURE, {Why.CODE, Why.SUM})


def test_the_code_may_stand_before_or_after_the_name() -> None:
    assert best(Payment(9, 10_000, "K7Q2M ヤマダ タロウ"))[:2] == (1, Strength.SURE)
    assert best(Payment(9, 10_000, "ヤマダタロウK7Q2M"))[:2] == (1, Strength.SURE)


def test_the_code_with_another_sum_is_a_proposal() -> None:
    assert best(Payment(9, 9_000, "ヤマダ タロウ", "K7Q2M")) == (
        1, Strength.LIKELY, {Why.CODE, Why.OTHER_SUM, Why.NAME},
    )  # fmt: skip


def test_the_same_sum_and_name_are_a_proposal_never_more() -> None:
    assert best(Payment(9, 10_000, "ﾔﾏﾀﾞ ﾀﾛｳ")) == (1, Strength.LIKELY, {Why.SUM, Why.NAME})
    assert best(Payment(9, 10_000, "タロウ ヤマダ"))[1] is Strength.LIKELY


def test_the_same_sum_alone_is_possible() -> None:
    assert best(Payment(9, 50_000, "ホンダ ケン")) == (3, Strength.POSSIBLE, {Why.SUM, Why.UNLIKE_LETTERS})
    assert best(Payment(9, 10_000, "ホンダ ケン"), YAMADA)[2] == {Why.SUM, Why.OTHER_NAME}


def test_a_name_in_kanji_or_none_is_not_said_to_differ() -> None:
    assert best(Payment(9, 300, "ホンダ ケン"), Expected(1, 300, "本田 健"))[2] == {Why.SUM, Why.UNLIKE_LETTERS}
    for payer, name in (("", "ほんだ けん"), ("ホンダ ケン", "")):
        assert best(Payment(9, 300, payer), Expected(1, 300, name)) == (1, Strength.POSSIBLE, {Why.SUM})


def test_what_is_sure_stands_alone() -> None:
    (only,) = proposals([Payment(9, 10_000, "サトウ ハナコ", "K7Q2M")], [YAMADA, SATO])[9]
    assert (only.expected, only.is_sure) == (1, True)


def test_money_that_came_before_a_pledge_is_not_for_it() -> None:
    day = date(2026, 5, 12)
    later, same = replace(YAMADA, since=date(2026, 5, 13)), replace(SATO, since=day)
    found = proposals([Payment(9, 10_000, "ヤマダ タロウ", "K7Q2M", on=day)], [later, same])
    assert [one.expected for one in found[9]] == [2]


def test_two_payments_with_one_code_are_both_left_to_a_person() -> None:
    twice = [Payment(8, 10_000, "ヤマダ", "K7Q2M"), Payment(9, 10_000, "ヤマダ", "K7Q2M")]
    found = proposals(twice, [YAMADA, SATO])
    assert [found[key][0].strength for key in (8, 9)] == [Strength.LIKELY] * 2
    assert Why.CLAIMED_TWICE in found[9][0].reasons


def test_two_codes_in_one_payment_are_left_to_a_person() -> None:
    assert best(Payment(9, 10_000, "ヤマダ", "K7Q2M P4X9D"))[1] is Strength.LIKELY


def test_what_nothing_speaks_for_has_no_proposal() -> None:
    assert proposals([Payment(9, 777, "ホンダ")], [YAMADA, SATO]) == {}


def test_a_company_is_known_without_its_form() -> None:
    assert kana_key("ｶ)ﾐﾎﾝｼﾖｳﾃﾝ") == kana_key("ミホンショウテン(カ") == "ミホンシヨウテン"


@given(st.text("アイウエオャッー ガパ", max_size=12), st.text("アイウエオャッー ガパ", max_size=12))
def test_likeness_is_between_0_and_1_and_the_same_both_ways_where_it_is_1(one: str, other: str) -> None:
    assert 0 <= name_likeness(one, other) <= 1
    assert (name_likeness(one, other) == 1) == (name_likeness(other, one) == 1)


@given(st.lists(st.integers(1, 3), max_size=4), st.lists(st.sampled_from(["", "AB1CD", "ZZ9YX"]), max_size=4))
def test_nothing_is_sure_without_a_code(sums: list[int], codes: list[str]) -> None:
    payments = [Payment(at, yen, "ア") for at, yen in enumerate(sums)]
    expected = [Expected(at, 1, "ア", code) for at, code in enumerate(codes)]
    assert not any(one.is_sure for ones in proposals(payments, expected).values() for one in ones)
