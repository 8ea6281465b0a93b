"""A policy's no says what would help: signing in, a second factor, or whom to ask."""

import pytest
from django.core.checks import run_checks

from meguri.core.action import all_actions
from meguri.core.actor import VISITOR, Actor, Channel, Role
from meguri.core.checks import every_action_has_a_policy
from meguri.core.policy import has_policy, require


def test_a_visitor_is_told_that_signing_in_may_help() -> None:
    refusal = require(VISITOR, Role.OFFICER, sentence="職員だけができます。")
    assert refusal is not None
    assert refusal.sign_in_helps
    assert str(refusal) == "職員だけができます。"


def test_an_officer_without_second_factor_is_asked_for_it() -> None:
    actor = Actor(Channel.WEB, person_id=1, withheld_roles=frozenset({Role.OFFICER}))
    refusal = require(actor, Role.OFFICER, sentence="職員だけができます。")
    assert refusal is not None
    assert "二つ目の確認" in str(refusal)


def test_the_right_role_is_a_yes() -> None:
    actor = Actor(Channel.WEB, person_id=1, roles=frozenset({Role.OFFICER}))
    assert require(actor, Role.OFFICER, sentence="") is None


def test_every_action_has_a_policy() -> None:
    assert all_actions()
    assert not list(every_action_has_a_policy())
    assert all(has_policy(name) for name in all_actions())


@pytest.mark.django_db
def test_the_checks_of_a_sound_installation_find_no_error() -> None:
    assert [message for message in run_checks(databases=["default"]) if message.is_serious()] == []
