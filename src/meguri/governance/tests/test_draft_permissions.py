"""Every role × every verb × every state of a draft: who may, from one table."""

from collections.abc import Iterator

import pytest

from meguri.core.policy import answer
from meguri.core.scope import in_town
from meguri.governance.actions.drafts import withdraw_draft
from meguri.governance.draft_kinds import DraftKind
from meguri.governance.models import Decision, Draft
from meguri.governance.tests.drafting import (
    NOTICE,
    actor,
    approve,
    give_back,
    handed_in,
    notice,
    written,
)
from tests.fixtures.cast import ROLES, Cast
from tests.fixtures.offices import Offices

__all__ = ["notice"]

EVERYBODY = (*ROLES, "operator", "other_towns_officer", "journalist")
STATES = tuple(Draft.State)

MAY: dict[str, dict[Draft.State, set[str]]] = {
    "governance.save_draft": dict.fromkeys(STATES, {"officer"}),
    "governance.submit_draft": dict.fromkeys(STATES, {"officer"}),
    "governance.withdraw_draft": dict.fromkeys(STATES, {"officer"}),
    # Only a draft on its way has a turn; of the others the act itself says that nothing is to be decided.
    "governance.decide": dict.fromkeys(STATES, {"officer", "mayor", "administrator"})
    | {Draft.State.SUBMITTED: {"mayor"}},
    "governance.see_draft": {
        Draft.State.WRITING: {"officer", "administrator"},
        Draft.State.SUBMITTED: {"officer", "administrator", "mayor"},
        Draft.State.RETURNED: {"officer", "administrator", "mayor"},
        Draft.State.WITHDRAWN: {"officer", "administrator", "mayor"},
        Draft.State.PUBLISHED: {"officer", "administrator", "mayor"},
    },
}
"""The officer of 福祉係 has written it, 町長 decides; a state in which the act itself refuses is no matter of who."""

WITHOUT_A_DRAFT = {
    "governance.start_draft": {"officer", "mayor", "administrator"},
    "governance.set_route": {"administrator"},
    "governance.set_rules": {"administrator"},
    "governance.finish_setting_up": {"administrator"},
}


@pytest.fixture(autouse=True)
def _in_the_town(cast: Cast, offices: Offices, notice: DraftKind) -> Iterator[None]:
    with in_town(cast.town):
        yield


def in_state(cast: Cast, state: Draft.State) -> Draft:
    if state == Draft.State.WRITING:
        return written(cast)
    draft = handed_in(cast)
    if state == Draft.State.RETURNED:
        return give_back(cast, "mayor", draft)
    if state == Draft.State.PUBLISHED:
        return approve(cast, "mayor", draft)
    if state == Draft.State.WITHDRAWN:
        return withdraw_draft(actor(cast, "officer"), draft)
    return draft


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", MAY)
def test_a_verb_on_a_draft(cast: Cast, verb: str, state: Draft.State) -> None:
    draft = in_state(cast, state)
    more = (Decision.Verdict.APPROVED,) if verb == "governance.decide" else ()
    allowed = {name for name in EVERYBODY if answer(verb, actor(cast, name), draft, *more) is None}
    assert allowed == MAY[verb][state]


@pytest.mark.parametrize("verb", WITHOUT_A_DRAFT)
def test_a_verb_that_needs_no_draft(cast: Cast, verb: str) -> None:
    args = (NOTICE,) if verb == "governance.start_draft" else ()
    allowed = {name for name in EVERYBODY if answer(verb, actor(cast, name), *args) is None}
    assert allowed == WITHOUT_A_DRAFT[verb]


def test_every_no_is_a_sentence_that_says_who_may(cast: Cast) -> None:
    draft = handed_in(cast)
    for verb in MAY:
        for name in EVERYBODY:
            more = (Decision.Verdict.APPROVED,) if verb == "governance.decide" else ()
            no = answer(verb, actor(cast, name), draft, *more)
            if no is not None:
                assert str(no).endswith("。")
                assert "たのんで" in str(no) or "いまの番" in str(no) or "サインイン" in str(no)
