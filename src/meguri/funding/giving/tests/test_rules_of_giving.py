"""What the law asks of a gift, and the check digit of the slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.funding.giving.rules import Meant, Refusal, Warning, refusals, warnings
from meguri.funding.giving.slip_code import check_digit, code_of, is_code
from meguri.funding.giving.spoken_sum import spoken_sum
from meguri.funding.giving.words import REFUSALS, WARNINGS

FIRM = {
    "yen": 100_000, "way": "corporate", "kind": "firm", "town_code": "998010", "head_office_code": "016331",
    "has_approved_plan": True, "wants_no_benefit": True,
}  # fmt: skip


def firm(**other: object) -> Meant:
    return Meant(**{**FIRM, **other})  # type: ignore[arg-type]  # by name


def test_a_firm_from_elsewhere_may_give_to_an_approved_plan_without_return() -> None:
    assert refusals(firm()) == []


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"yen": 99_999}, Refusal.FIRM_LEAST),
        ({"head_office_code": "998010"}, Refusal.FIRM_IN_TOWN),
        ({"head_office_code": ""}, Refusal.FIRM_PLACE_UNKNOWN),
        ({"has_approved_plan": False}, Refusal.FIRM_PLAN),
        ({"wants_no_benefit": False}, Refusal.FIRM_BENEFIT),
        ({"kind": "person"}, Refusal.FIRM_ALONE),
        ({"holder_is_town": False}, Refusal.TOWN_ALONE),
    ],
)
def test_each_condition_of_the_firms_hometown_tax_is_checked_by_itself(other: dict[str, object], why: Refusal) -> None:
    assert refusals(firm(**other)) == [why]


@pytest.mark.parametrize(
    ("yen", "why"), [(0, Refusal.TOO_LITTLE), (-1, Refusal.TOO_LITTLE), (10**18, Refusal.TOO_MUCH)]
)
def test_no_gift_of_nothing_and_none_beyond_reason(yen: int, why: Refusal) -> None:
    assert refusals(Meant(yen, "donation")) == [why]


def test_hometown_tax_is_for_persons_and_for_the_town_alone() -> None:
    assert refusals(Meant(1, "hometown_tax", kind="firm")) == [Refusal.PERSON_ALONE]
    assert refusals(Meant(1, "hometown_tax", holder_is_town=False)) == [Refusal.TOWN_ALONE]


def test_a_burden_a_politician_and_another_holder_are_each_warned_of() -> None:
    meant = Meant(1, "donation", is_politician=True, has_burden=True, holder_is_town=False)
    assert warnings(meant) == [Warning.POLITICIAN, Warning.BURDEN, Warning.NO_RECEIPT]
    assert warnings(Meant(1, "donation")) == []


def test_everything_that_can_be_said_has_its_sentence() -> None:
    assert set(REFUSALS) == set(Refusal)
    assert set(WARNINGS) == set(Warning)


@given(st.integers(0, 9_999_999), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_of_a_slip_is_noticed(number: int, place: int, off: int) -> None:
    code = code_of(number)
    wrong = code[:place] + str((int(code[place]) + off) % 10) + code[place + 1 :]
    assert is_code(code)
    assert not is_code(wrong)


@given(st.integers(0, 9_999_999), st.integers(0, 6))
def test_two_neighbours_that_changed_places_are_noticed(number: int, place: int) -> None:
    code = code_of(number)
    turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_code(turned) == (turned == code)


def test_the_published_example_of_the_check_digit() -> None:
    assert check_digit("572") == "4"


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "１２３４５６７８", "abcdefgh"])
def test_what_is_no_code_is_refused(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("typed", "yen"),
    [
        ("1万", 10_000), ("１万５千", 15_000), ("3千円", 3_000), ("2億1,000万", 210_000_000), ("1万5,000円", 15_000),
        ("10000", 10_000), (" 5 000 ", 5_000), ("0", 0), ("", None), ("円", None), ("千", None), ("5千1万", None),
        ("-1万", None), ("約1万", None), ("1.5万", None),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_it_is_said(typed: str, yen: int | None) -> None:
    assert spoken_sum(typed) == yen
