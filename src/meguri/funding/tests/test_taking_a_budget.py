"""A file of budget and settlement comes in as one act: whole or not at all, once, and the newest counts."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.core import guard
from meguri.core.errors import BadInput, NotAllowed
from meguri.core.scope import in_town
from meguri.funding.models import BudgetFile, BudgetLine
from meguri.funding.queries import items, money_of, year_of, years
from meguri.funding.tests.budgets import (
    BUS,
    CARE,
    LINES,
    SNOW,
    TAX,
    YEAR,
    Cells,
    but,
    csv,
    officer_of,
    project,
    read,
    standing,
    take,
)
from meguri.governance.actions.sheets import NothingNew, take_sheet
from meguri.governance.models import Link, PublicObject
from meguri.governance.sheets.files import SheetFile
from meguri.record.models import Entry
from tests.fixtures.cast import Cast


def test_the_lines_of_a_file_stand_and_their_sums_are_those_of_the_file(cast: Cast) -> None:
    assert take(cast.town)["lines"] == len(LINES)
    with in_town(cast.town):
        year = year_of(YEAR)
        assert year is not None
        assert (year.expenditure.budget, year.expenditure.settlement) == (144_400_000, 147_831_000)
        assert year.revenue.budget == 144_400_000
        assert [(item.side, item.kan, item.money.budget) for item in items(YEAR)] == [
            ("expenditure", "民生費", 92_400_000), ("expenditure", "土木費", 52_000_000),
            ("revenue", "町税", 144_400_000),
        ]  # fmt: skip


def test_the_same_file_again_changes_nothing_and_leaves_no_entry(cast: Cast) -> None:
    take(cast.town)
    entries = Entry.objects.count()
    assert Entry.objects.filter(action="governance.take_sheet").count() == 1
    for content in (csv(*LINES), csv(*reversed(LINES))):
        with pytest.raises(NothingNew):
            take(cast.town, content=content, name="同じ中身.csv")
    assert Entry.objects.count() == entries
    with in_town(cast.town):
        assert (BudgetLine.objects.count(), BudgetFile.objects.count()) == (len(LINES), 1)


def test_the_newest_file_counts_and_the_earlier_lines_stay_without_counting(cast: Cast) -> None:
    take(cast.town)
    take(cast.town, but(BUS, 決算額=4_000_000), CARE, TAX, name="訂正.csv")
    lines = standing(cast.town)
    assert {(one.undertaking, one.settlement_yen, one.file.name) for one in lines} == {
        ("福祉バスの予約運行", 4_000_000, "訂正.csv"), ("", 85_114_000, "決算.csv"), ("", 150_000_000, "決算.csv")
    }  # fmt: skip
    with in_town(cast.town):
        assert BudgetLine.objects.filter(stands=False).count() == 2
        assert [file.name for year in years() for file in year.files] == ["訂正.csv"]


def test_a_file_speaks_only_of_the_years_and_accounts_it_carries(cast: Cast) -> None:
    take(cast.town, BUS, but(BUS, 年度=2024), but(CARE, 会計="介護保険特別会計"))
    take(cast.town, but(BUS, 予算現額=1))
    assert {(one.fiscal_year, one.account, one.budget_yen) for one in standing(cast.town)} == {
        (2025, "一般会計", 1), (2024, "一般会計", 4_200_000), (2025, "介護保険特別会計", 88_200_000)
    }  # fmt: skip


def test_what_a_file_would_change_is_shown_before(cast: Cast) -> None:
    take(cast.town)
    plan = read(cast.town, csv(but(BUS, 決算額=3_990_000), CARE, TAX, but(SNOW, 事業名="新しい事業"))).plan
    assert plan is not None
    assert plan.counts == {"new": 1, "changed": 1, "unchanged": 2, "absent": 1}
    ((change,),) = [one.changes for one in plan.changed]
    assert (change.key, change.old, change.new) == ("settlement", 3_987_000, 3_990_000)


def test_one_row_that_cannot_be_read_keeps_the_whole_file_out(cast: Cast) -> None:
    with pytest.raises(BadInput):
        take(cast.town, BUS, but(CARE, 予算現額="およそ8千万"))
    assert standing(cast.town) == []


def test_rows_of_one_place_are_all_kept(cast: Cast) -> None:
    take(cast.town, CARE, CARE, but(CARE, 予算現額=1))
    assert sum(one.budget_yen or 0 for one in standing(cast.town)) == 176_400_001
    with pytest.raises(NothingNew):
        take(cast.town, CARE, CARE, but(CARE, 予算現額=1), name="再.csv")


def test_what_is_unknown_stays_unknown_in_every_sum(cast: Cast) -> None:
    bus = project(cast.town, "福祉バスの予約運行")
    take(cast.town, but(BUS, 決算額=""))
    with in_town(cast.town):
        (year,) = money_of([bus.pk])[bus.pk]
        assert (year.money.budget, year.money.settlement, year.is_provisional) == (4_200_000, None, False)
        assert year_of(YEAR).expenditure.settlement is None  # type: ignore[union-attr]
        assert money_of([bus.pk + 1]) == {bus.pk + 1: []}


def test_a_file_without_a_column_leaves_what_it_does_not_speak_of(cast: Cast) -> None:
    take(cast.town, BUS)
    head = ("年度", "款", "項", "目", "節", "事業名", "決算額")
    row = (2025, "民生費", "社会福祉費", "老人福祉費", "委託料", "福祉バスの予約運行", 4_100_000)
    take(cast.town, content=csv(row, head=head), name="決算だけ.csv")
    (line,) = standing(cast.town)
    assert (line.budget_yen, line.settlement_yen) == (4_200_000, 4_100_000)


def test_the_thread_knows_each_line_and_that_it_came_of_its_project(cast: Cast) -> None:
    bus = project(cast.town, "福祉バスの予約運行")
    take(cast.town)
    with in_town(cast.town):
        link = Link.objects.get(target__kind="budget_line")
        assert (link.source.kind, link.source.key) == ("project", bus.public_reference().id)
        assert PublicObject.objects.filter(kind="budget_line", is_public=True).count() == len(LINES)
    take(cast.town, but(BUS, 予算現額=5), *LINES[1:])
    with in_town(cast.town):
        assert PublicObject.objects.filter(kind="budget_line", is_public=True).count() == len(LINES)
        assert Link.objects.filter(target__kind="budget_line").count() == 1


def test_an_officer_does_not_take_a_budget_in_past_the_approval(cast: Cast) -> None:
    with in_town(cast.town), pytest.raises(NotAllowed):
        take_sheet(officer_of(cast.town, cast.officer), cast.town, "budget", SheetFile("a.csv", csv(BUS)))
    assert standing(cast.town) == []


def test_the_database_refuses_a_line_of_another_town_and_a_tie_that_says_nothing(cast: Cast) -> None:
    take(cast.town)
    strange = project(cast.other_town, "となりの事業")
    with guard.door("tests"), in_town(cast.town):
        for broken in ({"project": strange, "tie": "person"}, {"tie": "person"}, {"project": None, "tie": "name"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                BudgetLine.objects.filter(undertaking="除雪").update(**broken)


@pytest.mark.django_db(transaction=True)
def test_of_two_that_take_the_same_file_in_at_once_one_does(cast: Cast) -> None:
    together = Barrier(2)

    def try_it(number: int) -> str:
        together.wait()
        try:
            take(cast.town, name=f"{number}.csv")
        except NothingNew:
            return "nothing"
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, range(2))) == ["nothing", "taken"]
    with in_town(cast.town):
        assert (BudgetLine.objects.count(), BudgetFile.objects.count()) == (len(LINES), 1)


AMOUNTS = st.just("") | st.integers(-(10**6), 10**12)
SOME_LINES = st.lists(
    st.tuples(
        st.sampled_from([2024, 2025]),
        st.sampled_from(["一般会計", "水道事業会計"]),
        st.sampled_from(["歳出", "歳入"]),
        st.sampled_from(["総務費", "民生費"]),
        st.just("項"),
        st.just("目"),
        st.just("節"),
        st.sampled_from(["", "101"]),
        st.sampled_from(["", "除雪"]),
        st.integers(-(10**6), 10**12),
        AMOUNTS,
    ),
    min_size=1,
    max_size=12,
)


@given(SOME_LINES)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_stored_sums_are_those_of_the_file_whatever_it_holds(cast: Cast, rows: list[Cells]) -> None:
    with transaction.atomic():
        take(cast.town, *rows)
        with in_town(cast.town):
            for year in years():
                for side, money in (("歳出", year.expenditure), ("歳入", year.revenue)):
                    mine = [row for row in rows if (row[0], row[2]) == (year.fiscal_year, side)]
                    assert money.budget == (sum(int(str(row[9])) for row in mine) if mine else None)
                    known = [int(str(row[10])) for row in mine if row[10] != ""]
                    assert money.settlement == (sum(known) if known else None)
        with pytest.raises(NothingNew):
            take(cast.town, *rows, name="again.csv")
        transaction.set_rollback(True)
