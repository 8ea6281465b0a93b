"""A schedule in whole yen: its rules hold for any loan, and it agrees with a calculation made another way."""

import datetime as dt
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.funding.sources.loan_schedule import Method, Paid, State, Terms, compared, months_after, owed, schedule

FIRST = dt.date(2026, 5, 31)
terms = st.builds(
    Terms, st.integers(1, 10**12), st.integers(0, 20_000).map(lambda n: Fraction(n, 100_000)), st.sampled_from(Method),
    st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)), st.integers(1, 60), st.sampled_from([1, 3, 6, 12]),
)  # fmt: skip


@given(terms)
def test_the_principal_sums_to_the_loan_and_nothing_is_negative(given: Terms) -> None:
    lines = schedule(given)
    assert sum(one.principal for one in lines) == given.yen
    assert lines[-1].left == 0
    assert all(one.principal >= 0 and one.interest >= 0 and one.left >= 0 for one in lines)


@given(terms)
def test_interest_is_that_of_what_is_owed_with_parts_of_a_yen_dropped(given: Terms) -> None:
    before = given.yen
    for one in schedule(given):
        numerator = before * given.rate.numerator * given.months
        assert one.interest == numerator // (given.rate.denominator * 12)
        before = one.left


@given(terms.filter(lambda one: one.method == Method.EQUAL_PAYMENTS and one.rate > 0))
def test_equal_payments_are_the_annuity_that_decimals_of_120_digits_give(given: Terms) -> None:
    with localcontext() as exact:
        exact.prec = 120
        rate = Decimal(given.rate.numerator) * given.months / (Decimal(given.rate.denominator) * 12)
        factor = sum((1 + rate) ** -n for n in range(1, given.instalments + 1))
        payment = int((Decimal(given.yen) / factor + Decimal("1e-60")).to_integral_value(ROUND_FLOOR))
    lines = schedule(given)
    assert all(one.yen == max(payment, one.interest) for one in lines[:-1] if one.left)


def test_equal_principal_as_reckoned_by_hand() -> None:
    lines = schedule(Terms(1_000_000, Fraction(3, 200), Method.EQUAL_PRINCIPAL, FIRST, 3, 12))
    assert [(one.principal, one.interest, one.left) for one in lines] == [
        (333_333, 15_000, 666_667), (333_333, 10_000, 333_334), (333_334, 5_000, 0),
    ]  # fmt: skip


def test_a_bullet_pays_interest_until_the_last_brings_the_whole() -> None:
    lines = schedule(Terms(600_000, Fraction(1, 50), Method.BULLET, FIRST, 3, 6))
    assert [(one.principal, one.interest) for one in lines] == [(0, 6_000), (0, 6_000), (600_000, 6_000)]


def test_the_last_of_a_month_stays_the_last() -> None:
    assert [months_after(FIRST, n) for n in (1, 9)] == [dt.date(2026, 6, 30), dt.date(2027, 2, 28)]


def test_repayments_stand_against_the_schedule() -> None:
    lines = schedule(Terms(300_000, Fraction(0), Method.EQUAL_PRINCIPAL, dt.date(2026, 4, 1), 5))
    paid = [
        Paid(1, dt.date(2026, 4, 1), 60_000, 0), Paid(2, dt.date(2026, 5, 9), 60_000, 0),
        Paid(3, dt.date(2026, 6, 1), 50_000, 0),
    ]  # fmt: skip
    states = [one.state for one in compared(lines, paid, dt.date(2026, 7, 2))]
    assert states == [State.PAID, State.PAID_LATE, State.SHORT, State.LATE, State.TO_COME]
    assert owed(300_000, paid) == 130_000


@pytest.mark.parametrize(("yen", "rate", "times"), [(0, 0, 1), (1, 2, 1), (1, 0, 0)])
def test_what_is_no_loan_is_refused(yen: int, rate: int, times: int) -> None:
    with pytest.raises(ValueError, match="not a loan"):
        Terms(yen, Fraction(rate), Method.BULLET, FIRST, times)
