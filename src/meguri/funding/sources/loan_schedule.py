"""The repayment schedule of a loan, in whole yen: equal principal (元金均等), equal payments (元利均等), bullet (一括).

Rules, which a page states beside the table:

* interest of a term = what is still owed × yearly rate × months of the term ÷ 12 (月割り: every month is a twelfth of a
  year, however many days it has), parts of a yen dropped;
* equal principal: the loan ÷ number of instalments, parts of a yen dropped; the last takes the rest;
* equal payments: the annuity formula in exact fractions, parts of a yen dropped; the last takes the rest;
* bullet: interest each time, the whole loan with the last.

So the principal of all instalments sums to the loan, to the yen.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

MONTHS = 12


class Method(StrEnum):
    """How a loan is paid back."""

    EQUAL_PRINCIPAL = "equal_principal"
    EQUAL_PAYMENTS = "equal_payments"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed. `rate`: of a year, as 3/200 for 1.5 %; `months`: from one instalment to the next.

    The first term, from the day of the loan to `first_due`, counts as one term like the others.
    """

    yen: int
    rate: Fraction
    method: Method
    first_due: date
    instalments: int
    months: int = 1

    def __post_init__(self) -> None:
        if self.yen < 1 or self.instalments < 1 or self.months < 1 or not 0 <= self.rate <= 1:
            raise ValueError(f"not a loan: {self}")

    @property
    def rate_of_a_term(self) -> Fraction:
        return self.rate * self.months / MONTHS


@dataclass(frozen=True, slots=True)
class Instalment:
    """One line of a schedule. `left`: what is owed afterwards. Yen."""

    number: int
    due_on: date
    principal: int
    interest: int
    left: int

    @property
    def yen(self) -> int:
        return self.principal + self.interest


def schedule(terms: Terms) -> list[Instalment]:
    """All instalments, the first to the last."""
    return list(_instalments(terms))


def _instalments(terms: Terms) -> Iterator[Instalment]:
    owed, usual = terms.yen, _usual(terms)
    for number in range(1, terms.instalments + 1):
        interest = int(owed * terms.rate_of_a_term)
        principal = owed if number == terms.instalments else min(owed, _principal(terms.method, usual, interest))
        owed -= principal
        yield Instalment(number, months_after(terms.first_due, terms.months * (number - 1)), principal, interest, owed)


def _usual(terms: Terms) -> int:
    """What every instalment but the last has: principal, or principal and interest together."""
    if terms.method == Method.BULLET:
        return 0
    rate = terms.rate_of_a_term
    if terms.method == Method.EQUAL_PRINCIPAL or rate == 0:
        return terms.yen // terms.instalments
    grown = (1 + rate) ** terms.instalments
    return int(terms.yen * rate * grown / (grown - 1))


def _principal(method: Method, usual: int, interest: int) -> int:
    return max(0, usual - interest) if method == Method.EQUAL_PAYMENTS else usual


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Paid:
    """A repayment that came in for one instalment. Yen."""

    number: int
    on: date
    principal: int
    interest: int


class State(StrEnum):
    """Where an instalment stands on a day."""

    PAID = "paid"
    PAID_LATE = "paid_late"
    SHORT = "short"
    LATE = "late"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Line:
    """An instalment beside what came in for it."""

    instalment: Instalment
    paid: Paid | None
    state: State


def compared(instalments: Sequence[Instalment], repayments: Sequence[Paid], today: date) -> list[Line]:
    """The schedule with the repayments against it. What came short of one instalment is owed until the loan ends."""
    by_number = {one.number: one for one in repayments}
    return [Line(one, by_number.get(one.number), _state(one, by_number.get(one.number), today)) for one in instalments]


def _state(instalment: Instalment, paid: Paid | None, today: date) -> State:
    if paid is None:
        return State.LATE if instalment.due_on < today else State.TO_COME
    if paid.principal < instalment.principal or paid.interest < instalment.interest:
        return State.SHORT
    return State.PAID_LATE if paid.on > instalment.due_on else State.PAID


def owed(yen: int, repayments: Sequence[Paid]) -> int:
    """The principal that is still owed."""
    return yen - sum(one.principal for one in repayments)
