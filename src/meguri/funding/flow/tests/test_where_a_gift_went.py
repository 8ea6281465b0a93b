"""Where the yen of a receipt are: through expenses, returns, moves, loans and reversals, to the yen."""

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.funding.flow import number_line
from meguri.funding.flow.queries import Where, where_it_went
from meguri.funding.flow.tests.tills import Till
from meguri.funding.journal.booking import Said, give_back, lend, move, receive, repaid, reverse
from meguri.funding.journal.models import JournalEntry
from meguri.funding.journal.tests.books import DAY
from tests.fixtures.offices import Offices


@pytest.fixture
def till(offices: Offices) -> Iterator[Till]:
    with guard.door("tests"), in_town(offices.town):
        yield Till(offices)


def went(entry: JournalEntry) -> dict[str, int]:
    found = where_it_went(entry)
    said = {where.value: found.yen(where) for where in Where if found.yen(where)}
    assert sum(said.values()) == found.received
    return said


def test_what_came_first_is_spent_first(till: Till) -> None:
    first, second = till.give(100), till.give(200)
    till.spend(60)
    till.spend(90, till.street)
    assert went(first) == {"spent": 100}
    assert [(one.project, one.yen) for one in where_it_went(first).projects] == [(till.shop, 60), (till.street, 40)]
    assert went(second) == {"spent": 50, "kept": 150}


def test_what_was_said_of_a_yen_stays_true_when_more_is_booked(till: Till) -> None:
    first = till.give(100)
    till.spend(60)
    before = [(one.entry, one.yen) for one in where_it_went(first).uses]
    till.give(1000)
    till.spend(500, till.street)
    assert [(one.entry, one.yen) for one in where_it_went(first).uses][:1] == before


def test_money_that_changed_its_purpose_is_followed(till: Till) -> None:
    gift = till.give(100)
    till.give(30, till.b)
    move(till.a, till.b, 80, Said(DAY, "使いみちの変更"))
    till.spend(50, till.street, till.b)
    assert went(gift) == {"spent": 20, "kept": 80}
    assert {one.purpose: one.yen for one in where_it_went(gift).kept} == {till.a: 20, till.b: 60}


def test_money_that_was_given_back_is_told_so(till: Till) -> None:
    gift = till.give(100)
    give_back(till.a, 40, Said(DAY, "残りを返します"))
    assert went(gift) == {"returned": 40, "kept": 60}


def test_a_loan_is_lent_until_it_is_repaid_and_then_there_again(till: Till) -> None:
    gift = till.give(100)
    lend(till.a, 70, Said(DAY, "融資"))
    assert went(gift) == {"lent": 70, "kept": 30}
    repaid(till.a, 20, 5, Said(DAY, "返済"))
    assert went(gift) == {"lent": 50, "kept": 50}
    till.spend(40)
    assert went(gift) == {"lent": 50, "spent": 40, "kept": 10}


def test_a_reversal_takes_back_the_entry_it_reverses(till: Till) -> None:
    wrong, right = till.give(100), till.give(100)
    expense = till.spend(30)
    reverse(wrong, on=DAY, reason="二重に記帳したため")
    assert (went(wrong), went(right)) == ({}, {"spent": 30, "kept": 70})
    reverse(expense, on=DAY, reason="事業がちがうため")
    assert went(right) == {"kept": 100}


def test_entries_are_told_with_project_and_post(till: Till) -> None:
    gift = till.give(100)
    till.spend(30, till.street)
    (use,) = where_it_went(gift).uses
    assert (use.entry.project, use.entry.approved_by, use.purpose) == (till.street, till.post, till.a)


def test_steps_over_the_index_find_the_same_as_reading_everything(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    gifts, paid = [], 0
    for at in range(60):
        gifts.append(till.give(1 + at * 37 % 50))
        if at % 5:
            paid += (yen := 1 + at * 11 % 15)
            till.spend(yen)
    wide = [went(gift) for gift in gifts]
    monkeypatch.setattr(number_line, "FIRST_STEP", 2)
    monkeypatch.setattr(number_line, "ROWS_AT_ONCE", 1)
    assert [went(gift) for gift in gifts] == wide
    assert sum(one.get("spent", 0) for one in wide) == paid


def test_one_gift_takes_as_many_queries_in_long_books_as_in_short(
    till: Till, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    gift = till.give(100)
    for _at in range(40):
        till.give(10)
        till.spend(9)
    with django_assert_max_num_queries(16):
        assert went(gift) == {"spent": 100}


def test_the_day_of_booking_does_not_matter_only_the_order(till: Till) -> None:
    first = till.give(100)
    earlier = receive(till.a, 50, Said(dt.date(2026, 4, 2), "寄附", way="donation"))
    till.spend(100)
    assert (went(first), went(earlier)) == ({"spent": 100}, {"kept": 50})
