"""A number is taken only when it is kept and shown as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.indicators.exact import MOST_DIGITS, why_not_exact


@pytest.mark.parametrize(
    ("number", "decimals"),
    [("1,200", 0), ("5.0", 0), ("△１２．５", 1), ("0.1234", 4), ("000000000000000000012", 0), ("999999999999999", 0)],
)
def test_what_can_be_held_is_taken(number: str, decimals: int) -> None:
    assert why_not_exact(number, decimals) is None


@pytest.mark.parametrize(
    ("number", "decimals", "sentence"),
    [
        ("1.5", 0, "小数点以下のない数です"),
        ("1.25", 1, "小数点以下1けたまで"),
        ("９９９９９９９９９９９９９９９９", 0, "15けたより長い数"),
        ("0.1234567890123456", None, "15けたより長い数"),
    ],
)
def test_what_cannot_be_held_is_named(number: str, decimals: int | None, sentence: str) -> None:
    assert sentence in str(why_not_exact(number, decimals))


@given(st.integers(0, 10**20))
def test_every_number_taken_comes_back_digit_for_digit(number: int) -> None:
    if why_not_exact(str(number), 0) is None:
        assert f"{float(number):.0f}" == str(number)
    else:
        assert len(str(number)) > MOST_DIGITS
