"""Who may do what about a town's people: every role, every verb, as one table."""

from dataclasses import replace

import pytest

from meguri.core.actor import STAFF_ROLES, VISITOR, Actor, Channel, Role
from meguri.core.policy import answer
from meguri.towns.models import Membership

ADMINISTRATION = frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.SYSTEM})
INSTALLATION = frozenset({Role.OPERATOR, Role.SYSTEM})
STAFF = STAFF_ROLES | {Role.OPERATOR, Role.SYSTEM}
ANYBODY = frozenset(Role)

ALLOWED = {
    "towns.load_national_list": INSTALLATION,
    "towns.state_facts": INSTALLATION,
    "towns.open": INSTALLATION,
    "towns.found_sample_town": INSTALLATION,
    "towns.name_operator": INSTALLATION,
    "towns.dismiss_operator": INSTALLATION,
    "towns.invite": ADMINISTRATION,
    "towns.invite_several": ADMINISTRATION,
    "towns.send_invitation_again": ADMINISTRATION,
    "towns.withdraw_invitation": ADMINISTRATION,
    "towns.end_membership": ADMINISTRATION,
    "towns.choose_stations": ADMINISTRATION,
    "towns.state_desk": ADMINISTRATION,
    "towns.register_token": ADMINISTRATION,
    "towns.see_members": STAFF,
    "towns.accept_invitation": ANYBODY,
    "towns.join": ANYBODY,
    "towns.leave": ANYBODY,
    "towns.describe_self": ANYBODY,
    "towns.change_address": ANYBODY,
    "towns.register_own_device": ANYBODY,
    "towns.add_passkey": ANYBODY,
    "towns.rename_passkey": ANYBODY,
    "towns.remove_factor": ANYBODY,
    "towns.make_recovery_codes": ANYBODY,
}
CASES = [(verb, role) for verb in ALLOWED for role in Role]
RESIDENTS_OWN = Membership(role=Role.RESIDENT)


@pytest.mark.parametrize(("verb", "role"), CASES)
def test_each_role_may_do_each_verb_or_reads_why_not(verb: str, role: Role) -> None:
    actor = Actor(Channel.WEB, person_id=1, roles=frozenset({role}))
    no = answer(verb, actor, RESIDENTS_OWN)
    assert (no is None) == (role in ALLOWED[verb])
    if no is not None:
        assert str(no).endswith("。")
        assert not no.sign_in_helps


@pytest.mark.parametrize("verb", ALLOWED)
def test_a_visitor_may_do_nothing_and_is_told_to_sign_in(verb: str) -> None:
    no = answer(verb, VISITOR, RESIDENTS_OWN)
    assert no is not None
    assert no.sign_in_helps


@pytest.mark.parametrize(("verb", "role"), [(v, r) for v, r in CASES if ALLOWED[v] != ANYBODY and r in ALLOWED[v]])
def test_a_withheld_role_allows_nothing_and_says_what_is_missing(verb: str, role: Role) -> None:
    actor = Actor(Channel.WEB, person_id=1, withheld_roles=frozenset({role}))
    no = answer(verb, actor, RESIDENTS_OWN)
    assert no is not None
    assert "二つ目の確認" in str(no)
    assert no.sign_in_helps


def test_a_role_of_staff_is_given_up_with_the_second_factor_alone() -> None:
    officer = Actor(Channel.WEB, person_id=1, withheld_roles=frozenset({Role.OFFICER}))
    office = Membership(role=Role.OFFICER)
    no = answer("towns.leave", officer, office)
    assert no is not None
    assert no.sign_in_helps
    shown = replace(officer, roles=officer.withheld_roles, withheld_roles=frozenset())
    assert answer("towns.leave", shown, office) is None
