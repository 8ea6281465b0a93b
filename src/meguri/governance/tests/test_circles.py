"""The pure search for circles."""

from hypothesis import given
from hypothesis import strategies as st

from meguri.governance.tree import circle_through, path_up

arrows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20)


def test_an_arrow_to_itself_is_a_circle() -> None:
    assert circle_through([], 1, 1) == [1, 1]


def test_an_arrow_back_closes_a_circle_and_every_step_of_it_is_named() -> None:
    assert circle_through([(2, 3), (3, 1), (2, 4)], 1, 2) == [1, 2, 3, 1]


def test_a_way_that_leads_elsewhere_is_none() -> None:
    assert circle_through([(2, 3), (3, 4)], 1, 2) == []


@given(arrows, st.integers(0, 6), st.integers(0, 6))
def test_a_circle_found_is_one_and_none_is_missed(given_arrows: list[tuple[int, int]], start: int, end: int) -> None:
    circle = circle_through(given_arrows, start, end)
    known = {*given_arrows, (start, end)}
    if circle:
        assert circle[0] == circle[-1] == start
        assert all(step in known for step in zip(circle, circle[1:]))
    else:
        assert start not in _reached(given_arrows, end)


def _reached(given_arrows: list[tuple[int, int]], start: int) -> set[int]:
    reached = {start}
    for _round in range(8):
        reached |= {target for source, target in given_arrows if source in reached}
    return reached


def test_the_way_up_stops_where_it_would_go_round() -> None:
    assert path_up({1: 2, 2: 3, 3: None}, 1) == [1, 2, 3]
    assert path_up({1: 2, 2: 1}, 1) == [1, 2]
