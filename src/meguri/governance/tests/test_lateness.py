"""What is due today is in time; staff see lateness the day after, the public once the days of grace are over."""

import datetime as dt

import pytest

from meguri.core.scope import in_town
from meguri.governance.lateness import days_late, is_late, is_late_in_public, late_before
from meguri.governance.queries import promises as queries
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row, rule
from tests.fixtures.offices import Offices

DUE = dt.date(2026, 3, 31)


def after(days: int) -> dt.date:
    return DUE + dt.timedelta(days)


@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True), (400, True)])
def test_the_day_itself_is_in_time(days: int, late: bool) -> None:
    assert is_late(DUE, after(days)) is late


@pytest.mark.parametrize(("days", "late"), [(1, False), (30, False), (31, True)])
def test_the_public_sees_it_after_the_days_of_grace(days: int, late: bool) -> None:
    assert is_late_in_public(DUE, after(days), 30) is late


def test_without_grace_the_public_sees_it_as_staff_do() -> None:
    assert [is_late_in_public(DUE, after(days), 0) for days in (0, 1)] == [False, True]


def test_days_late_count_from_the_day_after_and_are_never_negative() -> None:
    assert [days_late(DUE, after(days)) for days in (-5, 0, 1, 366)] == [0, 0, 1, 366]


def test_grace_over_the_end_of_february_counts_days() -> None:
    assert late_before(dt.date(2028, 3, 1), 1) == dt.date(2028, 2, 29)


def test_counts_and_lines_say_the_same_of_the_same_day(offices: Offices) -> None:
    for due in (-31, -30, -1, 0, 1):
        promise_by_row(offices.officer_post, due=due)
    closed_by_row(offices.officer_post, due=-99)
    closed_by_row(offices.officer_post, state="not_kept", due=-99)
    with in_town(offices.town):
        for grace, late in ((0, 3), (30, 1), (31, 0)):
            rows = list(queries.ledger())
            told = queries.Counts(all=7, kept=1, partly=0, not_kept=1, open=5, past_due=3)
            assert queries.counted(queries.ledger(), day(0)) == told
            assert sum(line.is_late for line in queries.lines(rows, day(0), grace)) == late


def test_a_town_without_a_rule_has_thirty_days(offices: Offices) -> None:
    with in_town(offices.town):
        assert queries.grace_days() == 30
        rule(offices.town, grace_days=0)
        assert queries.grace_days() == 0
