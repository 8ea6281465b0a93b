"""Who may do what: every action × everybody of the cast, in a town that is being set up and in one that has started.

`permissions.csv` holds the answer for each: "yes", "set-up" (only while the town is being set up) or nothing. A new
action has to be written there, or the first test fails; a changed policy shows as a changed cell.
"""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from meguri.core import guard
from meguri.core.action import all_actions
from meguri.core.actor import Actor, Role
from meguri.core.policy import answer
from meguri.core.scope import in_town
from meguri.governance.draft_kinds import all_kinds
from meguri.governance.models import (
    Absence,
    Deputy,
    Draft,
    Facility,
    Handover,
    Holder,
    Promise,
    PublicObject,
    Responsibility,
    TownRule,
    UnansweredQuestion,
)
from meguri.governance.objects import object_of
from meguri.towns.models import Membership
from meguri.towns.request import roles_held
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

TABLE = Path(__file__).with_name("permissions.csv")
TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=30)


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return {row.pop("action"): row for row in csv.DictReader(file)}


def test_every_action_stands_in_the_table() -> None:
    ours = {name for name, spec in all_actions().items() if not spec.body.__module__.split(".")[-2] == "tests"}
    assert {name for name in ours if not name.startswith("tests.")} == set(table())


class World:
    """What the actions are about: things of the officer's section, and a draft on the mayor's desk."""

    def __init__(self, cast: Cast, offices: Offices) -> None:
        self.cast, self.offices, self.town = cast, offices, cast.town
        with guard.door("tests"):
            self._fill()

    def _fill(self) -> None:
        town, offices, cast = self.town, self.offices, self.cast
        self.thing: PublicObject = object_of(offices.officer_post)
        self.responsibility = Responsibility.objects.create(
            town=town, object=self.thing, post=offices.officer_post, part="accountable", since=TODAY
        )
        self.handover = Handover.objects.create(
            town=town, responsibility=self.responsibility, to_post=offices.admin_post, reason="x", asked_on=TODAY
        )
        self.promise = Promise.objects.create(
            town=town, post=offices.officer_post, text="x", made_in="council", made_on=TODAY, due_on=LATER
        )
        self.holder = Holder.objects.filter(post=offices.officer_post).get()
        self.deputy = Deputy.objects.create(
            town=town, post=offices.officer_post, deputy=offices.admin_post, since=TODAY
        )
        self.absence = Absence.objects.create(town=town, post=offices.officer_post, since=LATER,
                                              until=LATER + dt.timedelta(days=1))  # fmt: skip
        self.facility = Facility.objects.create(
            town=town, name="x", organisation=offices.welfare_section, since=TODAY
        )
        self.question = UnansweredQuestion.objects.create(town=town, words="x", first_on=TODAY, last_on=TODAY)
        self.membership = Membership.objects.get(person=cast.resident)
        self.writing = self._draft(Draft.State.WRITING)
        self.submitted = self._draft(Draft.State.SUBMITTED, steps=[offices.mayor_post.pk])

    def _draft(self, state: Draft.State, **more: Any) -> Draft:
        now = timezone.now()
        made: Draft = Draft.objects.create(
            town=self.town, kind="governance.promise", title="x", author=self.cast.officer, state=state,
            author_post=self.offices.officer_post, created_at=now, changed_at=now, changed_by=self.cast.officer,
            submitted_at=now, **more,
        )  # fmt: skip
        return made

    def start(self) -> None:
        with guard.door("tests"):
            TownRule.objects.update_or_create(town=self.town, defaults={"started_on": TODAY})

    def given(self, name: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments with which the policy of an action is asked."""
        offices, slice_name, verb = self.offices, *name.split(".")
        if verb.startswith("publish"):
            return (self.submitted, self.submitted.kind)[: 2 if verb == "publish" else 1], {}
        by_verb: dict[str, tuple[Any, ...]] = {
            "answer_handover": (self.handover, True),
            "appoint": (self.thing, offices.spare_post, TODAY),
            "relieve": (self.thing, offices.officer_post, TODAY),
            "ask_handover": (self.responsibility, offices.admin_post, "x"),
            "confirm": (self.responsibility,),
            "close_promise": (self.submitted, self.promise, "kept", "x"),
            "hand_over_promise": (self.promise, offices.admin_post, "x"),
            "postpone_promise": (self.promise, LATER, "x"),
            "note_promise": (offices.officer_post, "x", "council", TODAY, LATER),
            "decide": (self.submitted, "approved"),
            "save_draft": (self.writing, 1, {}),
            "submit_draft": (self.writing,),
            "withdraw_draft": (self.submitted,),
            "start_draft": ("governance.promise",),
            "describe_facility": (self.facility, "x"),
            "close_facility": (self.facility, TODAY),
            "open_facility": ("x",),
            "seat_holder": (offices.officer_post, TODAY),
            "name_deputy": (offices.officer_post, offices.chief_post, TODAY),
            "unseat_holder": (self.holder, TODAY),
            "tie_holder": (self.holder, "x"),
            "withdraw_deputy": (self.deputy, TODAY),
            "record_absence": (offices.officer_post, TODAY, LATER),
            "withdraw_absence": (self.absence,),
            "settle_question": (self.question, self.thing),
            "dismiss_question": (self.question,),
            "leave": (self.membership,),
            "erase_person": (self.cast.resident.pk,),
            "sequence": (None,),
        }
        facility = {"organisation": offices.welfare_section} if verb == "open_facility" else {}
        return by_verb.get(verb, ()), facility


@pytest.fixture
def world(cast: Cast, offices: Offices) -> World:
    with in_town(cast.town):
        return World(cast, offices)


def actor_in_town(cast: Cast, name: str) -> Actor:
    """As a request below the town's path would make it, second factor shown."""
    person = getattr(cast, name)
    if person is None:
        return Actor("web", town_id=cast.town.pk)  # type: ignore[arg-type]  # a visitor
    roles = roles_held(person, cast.town) | ({Role.OPERATOR} if person.is_operator else set())
    return Actor("web", person.pk, frozenset(roles), town_id=cast.town.pk)  # type: ignore[arg-type]  # by its value


def answers(world: World) -> dict[str, dict[str, bool]]:
    people = list(world.cast.everybody())
    actors = {name: actor_in_town(world.cast, name) for name in people}
    found = {}
    for action in table():
        args, kwargs = world.given(action)
        found[action] = {name: answer(action, actors[name], *args, **kwargs) is None for name in people}
    return found


def test_everybody_may_do_what_the_table_says_and_nothing_else(world: World) -> None:
    with in_town(world.town):
        before = answers(world)
        world.start()
        after = answers(world)
    word: Callable[[bool, bool], str] = lambda a, b: "yes" if a and b else "set-up" if a else "started" if b else ""  # noqa: E731
    found = {
        action: {name: word(before[action][name], after[action][name]) for name in people}
        for action, people in before.items()
    }
    assert found == table()


def test_the_kinds_of_draft_are_for_those_who_work_there_and_projects_also_for_firms_and_residents(db: None) -> None:
    others = {kind.name: {str(role) for role in kind.roles} - {"officer", "executive", "administrator"} for kind in all_kinds()}
    allowed = {name for name, roles in others.items() if roles}
    assert all(name.startswith(("projects.", "tests.")) for name in allowed)
    assert all(others[name] <= {"firm", "resident"} for name in allowed)


@pytest.mark.parametrize("name", ["officer", "mayor", "administrator"])
def test_no_staff_role_counts_before_the_second_factor_was_shown(world: World, name: str) -> None:
    held = actor_in_town(world.cast, name)
    waiting = Actor(held.channel, held.person_id, frozenset(), held.roles, held.town_id)
    visitor = actor_in_town(world.cast, "journalist")
    with in_town(world.town):
        for action in table():
            args, kwargs = world.given(action)
            if answer(action, held, *args, **kwargs) is None and answer(action, visitor, *args, **kwargs) is not None:
                refused = answer(action, waiting, *args, **kwargs)
                own = action.startswith("towns.") and action.split(".")[1] in OWN_ACCOUNT
                assert own or (refused is not None and refused.sign_in_helps), action


OWN_ACCOUNT = {
    "accept_invitation", "join", "describe_self", "change_address", "register_own_device", "add_passkey",
    "rename_passkey", "remove_factor", "make_recovery_codes", "leave",
}  # fmt: skip
"""What a person does with their own account needs no role."""
