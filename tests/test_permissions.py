"""Who may do what: every action × everybody of the cast, in a town that is being set up and in one that has started.

`permissions.csv` holds the answer for each: "yes", "set-up" (only while the town is being set up) or nothing. A new
action has to be written there, or the first test fails; a changed policy shows as a changed cell.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from meguri.core.action import all_actions
from meguri.core.actor import Actor, Role
from meguri.core.policy import answer
from meguri.core.scope import in_town
from meguri.governance.draft_kinds import OFFICE_ROLES, all_kinds
from meguri.towns.request import roles_held
from tests.fixtures.cast import Cast
from tests.fixtures.world import World

TABLE = Path(__file__).with_name("permissions.csv")


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return {row.pop("action"): row for row in csv.DictReader(file)}


def test_every_action_stands_in_the_table() -> None:
    ours = {name for name, spec in all_actions().items() if spec.body.__module__.split(".")[-2] != "tests"}
    assert {name for name in ours if not name.startswith("tests.")} == set(table())


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


OWN_MONEY = (
    "funding.expense", "funding.booking", "funding.reversal", "funding.campaign", "funding.transfer_account",
    "funding.stay", "funding.return_edge", "funding.loan", "funding.repayment", "funding.investment",
    "funding.outcome_contract", "funding.outcome_payment", "funding.in_kind",
)  # fmt: skip
"""What firms and associations book in the funds that they hold, and call for to them."""


def test_kinds_of_draft_are_for_staff_and_projects_and_own_money_for_firms_and_residents_too(db: None) -> None:
    others = {kind.name: {str(role) for role in kind.roles - OFFICE_ROLES} for kind in all_kinds()}
    allowed = {name for name, roles in others.items() if roles}
    assert all(name.startswith(("projects.", "tests.", *OWN_MONEY)) for name in allowed)
    assert all(others[name] <= {"firm", "resident"} for name in allowed)


@pytest.mark.parametrize("name", ["officer", "mayor", "administrator"])
def test_no_staff_role_counts_before_the_second_factor_was_shown(world: World, name: str) -> None:
    counted_at_once = []
    with in_town(world.town):
        held, visitor = actor_in_town(world.cast, name), actor_in_town(world.cast, "journalist")
        waiting = Actor(held.channel, held.person_id, frozenset(), held.roles, held.town_id)
        for action in table():
            args, kwargs = world.given(action)
            if answer(action, held, *args, **kwargs) is None and answer(action, visitor, *args, **kwargs) is not None:
                refused = answer(action, waiting, *args, **kwargs)
                if refused is None or not refused.sign_in_helps:
                    counted_at_once.append(action)
    assert set(counted_at_once) <= {f"towns.{verb}" for verb in OWN_ACCOUNT}


OWN_ACCOUNT = {
    "accept_invitation", "join", "describe_self", "change_address", "register_own_device", "add_passkey",
    "rename_passkey", "remove_factor", "make_recovery_codes", "leave",
}  # fmt: skip
"""What a person does with their own account needs no role."""
