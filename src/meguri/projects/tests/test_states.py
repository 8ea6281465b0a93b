"""検討 → 計画 → 実施 → 評価 → 完了／中止: every pair of states is tried, and any walk ends only at the end."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.errors import Conflict
from meguri.projects.models import Project
from meguri.projects.states import ENDS, NOW, STARTS, WORDS, State, has_ended, transition, transitions_from

ALLOWED = {
    ("considered", "planned"), ("considered", "stopped"),
    ("planned", "running"), ("planned", "stopped"),
    ("running", "evaluated"), ("running", "stopped"),
    ("evaluated", "planned"), ("evaluated", "running"), ("evaluated", "completed"), ("evaluated", "stopped"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "target"), list(product(State, State)))
def test_every_pair_of_states_is_allowed_or_refused_with_what_is_allowed(source: State, target: State) -> None:
    if (source.value, target.value) in ALLOWED:
        assert str(transition(source, target).sentence)
        return
    with pytest.raises(Conflict) as refused:
        transition(source, target)
    allowed = [str(WORDS[one.target]) for one in transitions_from(source)]
    assert all(f"「{word}」" in str(refused.value) for word in allowed)
    if not allowed:
        assert "新しい事業として" in str(refused.value)


def test_only_an_end_has_nothing_after_it() -> None:
    assert {state for state in State if not transitions_from(state)} == ENDS
    assert [state for state in State if has_ended(state)] == [State.COMPLETED, State.STOPPED]


def test_it_may_be_stopped_from_any_state_before_the_end() -> None:
    assert {state for state in State if transition_exists(state, State.STOPPED)} == set(State) - ENDS


def transition_exists(source: State, target: State) -> bool:
    return any(one.target is target for one in transitions_from(source))


@given(st.sampled_from(STARTS), st.lists(st.integers(0, 9), max_size=40))
def test_any_walk_of_allowed_transitions_ends_only_completed_or_stopped(start: State, choices: list[int]) -> None:
    here = start
    for choice in choices:
        further = transitions_from(here)
        if not further:
            break
        here = transition(here, further[choice % len(further)].target).target
    assert bool(transitions_from(here)) != (here in (State.COMPLETED, State.STOPPED))


def test_the_states_are_those_that_are_stored_with_the_same_words() -> None:
    assert [(state.value, str(WORDS[state])) for state in State] == [
        (value, str(label)) for value, label in Project.State.choices
    ]
    assert set(NOW) == set(State)
