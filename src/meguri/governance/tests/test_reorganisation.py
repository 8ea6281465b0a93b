"""The reorganisation of 1 April is one chart: never two accountable posts on a day, and no promise is lost."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.errors import Conflict
from meguri.core.scope import in_town
from meguri.governance.actions.sheets import reorganise, take_sheet
from meguri.governance.models import (
    Deputy,
    Holder,
    Organisation,
    Post,
    Promise,
    PromiseChange,
    PublicObject,
    Responsibility,
)
from meguri.governance.objects import object_of
from meguri.governance.posts import on_day
from meguri.governance.sheets.chart_reorganise import falls_to_nobody, split_moved
from meguri.governance.sheets.files import SheetFile, read_sheet
from meguri.governance.sheets.plan import SheetPlan
from meguri.governance.sheets.registry import import_of
from meguri.governance.sheets.successors import moved_as_told
from meguri.governance.tests.test_taking_a_chart import chart
from meguri.towns.models import Town
from tests.fixtures.cast import Cast

APRIL, NEXT = dt.date(2026, 4, 1), dt.date(2027, 4, 1)
HEAD = ["課", "係", "職名", "氏名", "電話番号", "分掌事務"]
BEFORE = [
    ["保健福祉課", "", "課長", "山田", "0100-1-1000", "課の統括"],
    ["保健福祉課", "福祉係", "係長", "鈴木", "0100-1-1001", "福祉バス"],
    ["建設課", "管理係", "係長", "田中", "0100-1-2001", "除雪"],
]
AFTER = [
    ["保健福祉課", "", "課長", "山田", "0100-1-1000", "課の統括"],
    ["保健福祉課", "地域福祉係", "係長", "鈴木", "0100-1-1001", "福祉バス"],
]


@pytest.fixture
def begun(cast: Cast) -> Town:
    """The town with its chart, a thing that 福祉係 answers for, a promise of each section, and a deputy."""
    town = cast.town
    with in_town(town):
        take_sheet(system(), town, "chart", SheetFile("a.xlsx", chart(*BEFORE, head=HEAD)))
        with guard.door("tests"):
            welfare, roads, head = _post("福祉係"), _post("管理係"), _post("保健福祉課")
            for post, words in ((welfare, "土曜の運行を検討します"), (roads, "街灯を調べます")):
                Promise.objects.create(town=town, post=post, text=words, made_in="council", made_on=APRIL, due_on=NEXT)
                Responsibility.objects.create(
                    town=town, object=_thing(words), post=post, part="accountable", since=APRIL, confirmed_on=APRIL
                )
            Deputy.objects.create(town=town, post=head, deputy=welfare, since=APRIL)
            Holder.objects.filter(post=welfare).update(person=cast.officer)
    return town


def _post(unit: str) -> Post:
    return Post.objects.get(organisation__name=unit, until=None)


def _thing(words: str) -> PublicObject:
    return object_of(Promise.objects.get(text=words))


def plan_of(town: Town, rows: list[list[str]], told: dict[int, int | None] | None = None) -> SheetPlan:
    one = import_of("chart")
    assert one is not None
    with in_town(town):
        plan = read_sheet(SheetFile("b.xlsx", chart(*rows, head=HEAD)), one, ends_absent=True).plan
    assert plan is not None
    return split_moved(moved_as_told(plan, NEXT, told or {}))


def reorganised(town: Town, rows: list[list[str]], told: dict[int, int | None] | None = None) -> dict[str, int]:
    with in_town(town):
        return reorganise(system(), town, SheetFile("b.xlsx", chart(*rows, head=HEAD)), NEXT, told or {})


def test_a_renamed_section_is_known_by_its_telephone(begun: Town) -> None:
    plan = plan_of(begun, AFTER)
    old = next(row for row in plan.absent if "福祉係" in row.name)
    assert plan.moved == {old.id: 3}


def test_what_is_new_begins_and_what_is_absent_ends_on_the_day(begun: Town) -> None:
    reorganised(begun, AFTER)
    with in_town(begun):
        ended = set(Organisation.objects.filter(until=NEXT).values_list("name", flat=True))
        assert ended == {"福祉係", "建設課", "管理係"}
        assert Organisation.objects.get(name="地域福祉係").since == NEXT
        assert Post.objects.get(organisation__name="福祉係").until == NEXT


def test_what_a_post_answered_for_goes_to_its_successor_not_yet_confirmed(begun: Town) -> None:
    reorganised(begun, AFTER)
    with in_town(begun):
        new = Responsibility.objects.get(post__organisation__name="地域福祉係")
        old = Responsibility.objects.get(post__organisation__name="福祉係")
    assert (old.until, new.since, new.confirmed_on) == (NEXT, NEXT, None)


def test_a_promise_moves_with_a_change_that_stays_in_sight(begun: Town) -> None:
    reorganised(begun, AFTER)
    with in_town(begun):
        promise = Promise.objects.get(text="土曜の運行を検討します")
        assert promise.post.organisation.name == "地域福祉係"
        assert PromiseChange.objects.get(promise=promise).on == NEXT


def test_what_has_no_successor_is_told_before_and_loses_no_promise(begun: Town) -> None:
    plan = plan_of(begun, AFTER)
    with in_town(begun):
        left = falls_to_nobody(plan)
    assert [(one.post, one.promises, len(one.objects)) for one in left] == [("建設課 管理係 係長", 1, 1)]
    counts = reorganised(begun, AFTER)
    assert counts["unanswered"] == 2
    with in_town(begun):
        assert Promise.objects.filter(state="open").count() == 2


def test_what_the_officer_says_in_the_preview_counts(begun: Town) -> None:
    with in_town(begun):
        roads = _post("管理係").pk
    reorganised(begun, AFTER, {roads: 2})
    with in_town(begun):
        assert Promise.objects.get(text="街灯を調べます").post.name == "課長"


def test_deputies_and_those_who_sign_in_go_along(begun: Town, cast: Cast) -> None:
    reorganised(begun, AFTER)
    with in_town(begun):
        deputy = Deputy.objects.get(until=None)
        assert (deputy.post.name, deputy.deputy.organisation.name) == ("課長", "地域福祉係")
        assert Holder.objects.get(post=deputy.deputy).person_id == cast.officer.pk


def test_a_second_time_nothing_changes(begun: Town) -> None:
    reorganised(begun, AFTER)
    with pytest.raises(Conflict, match="変わりはありません"):
        reorganised(begun, AFTER)


def test_a_day_before_something_began_is_refused(begun: Town) -> None:
    with in_town(begun), pytest.raises(Conflict, match="後に始まった"):
        reorganise(system(), begun, SheetFile("b.xlsx", chart(*AFTER, head=HEAD)), dt.date(2026, 3, 1), {})


_UNITS = st.lists(
    st.tuples(st.sampled_from(["保健福祉課", "建設課", "新課"]), st.sampled_from(["福祉係", "管理係", "新係", "別係"]),
              st.sampled_from(["0100-1-1001", "0100-1-2001", "0100-1-9999"])),
    min_size=1, max_size=5, unique_by=lambda row: row[:2],
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=_UNITS, nobody=st.booleans())
def test_on_no_day_two_posts_answer_and_no_promise_is_lost(
    begun: Town, units: list[tuple[str, str, str]], nobody: bool
) -> None:
    from django.db import transaction

    rows = [[ka, kakari, "係長", "", phone, ""] for ka, kakari, phone in units]
    with transaction.atomic():
        with in_town(begun):
            told: dict[int, int | None] = {_post("福祉係").pk: None} if nobody else {}
        reorganised(begun, rows, told)
        with in_town(begun):
            for day in (APRIL, NEXT - dt.timedelta(1), NEXT, NEXT + dt.timedelta(400)):
                terms = Responsibility.objects.filter(on_day(day), part="accountable")
                objects = list(terms.values_list("object_id", flat=True))
                assert len(objects) == len(set(objects))
            assert Promise.objects.filter(state="open").count() == 2
            for one in Responsibility.objects.filter(on_day(NEXT), part="accountable").select_related("post"):
                assert one.post.until is None
        transaction.set_rollback(True)
