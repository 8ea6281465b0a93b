"""Telling: after any acts, what is stored of objects and links is what their rows say; drift is found and put right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.cli.findings import the_thread
from meguri.cli.main import main
from meguri.core import guard
from meguri.core.actor import operator
from meguri.core.errors import NotAllowed
from meguri.core.ports import Reference
from meguri.core.scope import in_town
from meguri.governance import objects
from meguri.governance.actions.objects import rebuild_objects
from meguri.governance.models import Link, Organisation, PublicObject
from meguri.governance.object_drift import drifts, put_right
from meguri.governance.objects import Described, ObjectKind, ensure, leave, object_of, on_told, tell, ties_of
from meguri.towns.models import Station
from tests.fixtures.cast import Cast, actor_for


@dataclass(frozen=True)
class Row:
    """A row of the made-up kind "leaf", which may be tied to any other."""

    pk: int
    title: str = "葉"
    is_public: bool = True
    came_from: frozenset[int] = frozenset()
    led_to: frozenset[int] = frozenset()


@dataclass
class Store:
    """The rows there are; a QuerySet as far as a rebuild reads one."""

    rows: dict[int, Row] = field(default_factory=dict)

    def order_by(self, *names: str) -> "Store":
        return self

    def iterator(self, chunk_size: int) -> Iterator[Row]:
        return iter(sorted(self.rows.values(), key=lambda row: row.pk))

    def describe(self, rows: Sequence[Row]) -> list[Described]:
        return [
            Described(
                leaf(row.pk), row.title, is_public=row.is_public,
                came_from=tuple(leaf(pk) for pk in sorted(row.came_from)),
                led_to=tuple(leaf(pk) for pk in sorted(row.led_to)),
            )
            for row in rows
        ]  # fmt: skip

    def find(self, keys: Any) -> list[Row]:
        return [self.rows[int(key)] for key in keys if int(key) in self.rows]


def leaf(pk: int) -> Reference:
    return Reference("leaf", str(pk))


@pytest.fixture
def store() -> Iterator[Store]:
    """The kind "leaf" alone, over rows in memory."""
    known, listeners = dict(objects._kinds), list(objects._listeners.told)
    objects._kinds.clear()
    objects._listeners.told.clear()
    kept = Store()
    rows: Any = lambda: kept  # noqa: E731 - a Store stands in for a QuerySet
    objects.register(
        ObjectKind("leaf", gettext_lazy("葉"), Station.ACT, kept.describe, rows, by_references=kept.find)
    )
    yield kept
    objects._kinds.clear()
    objects._kinds.update(known)
    objects._listeners.told[:] = listeners


PKS = st.integers(1, 6)
ROWS = st.builds(
    Row, PKS, st.sampled_from(["葉", "若葉", "と" * 300]), st.booleans(), st.frozensets(PKS, max_size=3),
    st.frozensets(PKS, max_size=3),
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(ROWS, min_size=1, max_size=4), max_size=8))
def test_after_any_acts_the_thread_is_what_the_rows_say(store: Store, cast: Cast, acts: list[list[Row]]) -> None:
    with guard.door("tests"), in_town(cast.town), transaction.atomic():
        store.rows = {pk: Row(pk) for pk in range(1, 7)}
        told: set[int] = set()
        for changed in acts:
            store.rows |= {row.pk: row for row in changed}
            tell("leaf", [store.rows[row.pk] for row in changed])
            told |= {row.pk for row in changed}
        kept = store.describe([store.rows[pk] for pk in sorted(told)])
        stored = {one.key: one for one in PublicObject.objects.filter(kind="leaf")}
        for one in kept:
            thing = stored[one.reference.id]
            assert (thing.title, thing.is_public) == (one.title[:200], one.is_public)
        links = {
            (link.source.public_reference(), link.target.public_reference(), link.told_by.public_reference())
            for link in Link.objects.select_related("source", "target", "told_by")
        }
        assert {tie for tie in links if int(tie[2].id) in told} == ties_of(kept)
        put_right()
        assert drifts() == []
        transaction.set_rollback(True)


@pytest.fixture
def told(store: Store, cast: Cast) -> Iterator[Store]:
    """Three leaves, each come from the one before, in the town's scope with the door open."""
    store.rows = {pk: Row(pk, came_from=frozenset({pk - 1} if pk > 1 else ())) for pk in (1, 2, 3)}
    with guard.door("tests"), in_town(cast.town):
        tell("leaf", list(store.rows.values()))
        yield store


def test_a_row_told_twice_in_one_act_is_one_object(told: Store) -> None:
    assert len(tell("leaf", [told.rows[1], told.rows[1]])) == 1


def test_the_day_it_was_first_told_stays(told: Store) -> None:
    before = PublicObject.objects.get(key="1").first_told_at
    tell("leaf", [replace(told.rows[1], title="若葉")])
    after = PublicObject.objects.get(key="1")
    assert (after.title, after.first_told_at) == ("若葉", before)


def test_an_object_is_not_tied_to_itself(told: Store) -> None:
    tell("leaf", [replace(told.rows[1], came_from=frozenset({1}))])
    assert not Link.objects.filter(told_by__key="1").exists()


def test_a_link_that_only_the_other_end_tells_stays(told: Store) -> None:
    tell("leaf", [told.rows[1]])
    assert Link.objects.filter(source__key="1", target__key="2").exists()


def test_what_it_is_tied_to_is_told_when_needed(store: Store, cast: Cast) -> None:
    store.rows = {1: Row(1), 2: Row(2, came_from=frozenset({1}))}
    with guard.door("tests"), in_town(cast.town):
        tell("leaf", [store.rows[2]])
        assert PublicObject.objects.filter(key="1").exists()


def test_a_tie_to_nothing_is_refused(store: Store, cast: Cast) -> None:
    with guard.door("tests"), in_town(cast.town), pytest.raises(LookupError), transaction.atomic():
        tell("leaf", [Row(2, came_from=frozenset({9}))])


def test_a_kind_that_describes_too_few_is_refused(store: Store, cast: Cast) -> None:
    objects.register(ObjectKind("few", "少", None, lambda rows: [], rows=PublicObject.objects.none))
    with guard.door("tests"), in_town(cast.town), pytest.raises(LookupError):
        tell("few", [Row(1)])


def test_what_has_left_keeps_its_row_unseen_and_tells_no_link(told: Store) -> None:
    assert leave("leaf", ["2"]) == 1
    gone = PublicObject.objects.get(key="2")
    assert (gone.is_public, gone.needs_post) == (False, False)
    assert not Link.objects.filter(told_by=gone).exists()
    assert Link.objects.filter(source=gone, told_by__key="3").exists()


def test_listeners_hear_the_rows_with_their_objects(store: Store, cast: Cast) -> None:
    heard: list[tuple[str, list[str]]] = []
    on_told(lambda kind, rows, things: heard.append((kind.kind, [one.key for one in things])))
    with guard.door("tests"), in_town(cast.town):
        tell("leaf", [Row(2), Row(1)])
    assert heard == [("leaf", ["2", "1"])]


def test_drift_is_found_by_its_sort(told: Store, cast: Cast) -> None:
    told.rows |= {1: replace(told.rows[1], title="若葉"), 3: replace(told.rows[3], came_from=frozenset()), 4: Row(4)}
    del told.rows[2]
    [found] = drifts()
    assert (found.lacking, found.different, found.tied_otherwise, found.left_over) == (1, 1, 1, 1)
    assert any("葉" in said and cast.town.code in said for said in the_thread())


def test_the_operator_puts_it_right(told: Store, cast: Cast) -> None:
    told.rows |= {1: replace(told.rows[1], title="若葉"), 4: Row(4, led_to=frozenset({1}))}
    rebuild_objects(operator(), cast.town)
    assert drifts() == []
    assert not [said for said in the_thread() if cast.town.code in said]


def test_the_command_puts_it_right_in_one_town(told: Store, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    told.rows |= {1: replace(told.rows[1], title="若葉")}
    assert main(["town", "rebuild", cast.town.code]) == 0
    assert "作りなおしました（3 件）" in capsys.readouterr().out
    assert drifts() == []
    assert main(["town", "rebuild", "000000"]) == 1


def test_nobody_else_may_put_it_right(told: Store, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="運用者"):
        rebuild_objects(actor_for(cast.administrator, cast.town), cast.town)


def test_an_object_is_told_when_asked_for_by_its_row(cast: Cast) -> None:
    with guard.door("tests"), in_town(cast.town):
        office = Organisation.objects.create(town=cast.town, name="福祉係", since="2026-04-01")
        assert object_of(office).title == "福祉係"
        assert ensure([office.public_reference()]).keys() == {office.public_reference()}


def test_every_kind_with_a_station_says_how_a_rebuild_and_a_link_find_it() -> None:
    kinds = objects.all_kinds()
    assert kinds
    for kind in kinds:
        assert kind.by_references is not None, kind.kind
        assert callable(kind.rows)
