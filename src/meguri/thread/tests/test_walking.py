"""The walk: breadth first both ways, each object once, bounded in width and depth, with what was left out told."""

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from meguri.thread.walk import DEPTH, Edge, Side, walk


class Town:
    """Links in memory; counts the looks."""

    def __init__(self, links: Iterable[tuple[int, int]]) -> None:
        self.edges = [Edge(source, target) for source, target in links]
        self.looks = 0

    def __call__(self, before: Sequence[int], after: Sequence[int], each: int) -> dict[Side, list[Edge]]:
        self.looks += 1
        return {
            Side.BEFORE: [edge for one in before for edge in [e for e in self.edges if e.target == one][:each]],
            Side.AFTER: [edge for one in after for edge in [e for e in self.edges if e.source == one][:each]],
        }


def test_what_lies_before_and_after_is_found_by_distance() -> None:
    found = walk(3, Town([(1, 2), (2, 3), (3, 4), (4, 5), (9, 4)]))
    assert [level.ids for level in found.before] == [(2,), (1,)]
    assert [level.ids for level in found.after] == [(4,), (5,)]
    assert found.via == {2: 3, 1: 2, 4: 3, 5: 4}
    assert found.ids() == [3, 2, 1, 4, 5]


def test_what_only_shares_a_successor_is_not_on_the_thread() -> None:
    assert 9 not in walk(3, Town([(3, 4), (9, 4)])).ids()


def test_a_ring_that_closes_is_walked_once() -> None:
    found = walk(1, Town([(1, 2), (2, 3), (3, 4), (4, 1)]))
    assert sorted(found.ids()) == [1, 2, 3, 4]
    assert {(edge.source, edge.target) for edge in found.edges} == {(1, 2), (2, 3), (3, 4), (4, 1)}


def test_two_that_came_of_each_other_do_not_loop() -> None:
    found = walk(1, Town([(1, 2), (2, 1)]))
    assert sorted(found.ids()) == [1, 2]


def test_a_level_is_as_wide_as_allowed_and_says_how_many_more_there_are() -> None:
    found = walk(0, Town([(0, n) for n in range(1, 16)]), width=10, each=50)
    assert found.after[0].ids == tuple(range(1, 11))
    assert (found.after[0].left_out, found.after[0].or_more) == (5, False)


def test_more_than_one_look_can_count_is_said_to_be_more() -> None:
    found = walk(0, Town([(0, n) for n in range(1, 200)]), width=10, each=50)
    assert (found.after[0].left_out, found.after[0].or_more) == (40, True)


def test_each_of_a_level_has_its_newest_in_before_any_has_its_second() -> None:
    links = [(0, 1), (0, 2), *((1, n) for n in range(10, 30)), (2, 90)]
    assert 90 in walk(0, Town(links), width=10).after[1].ids


def test_a_long_thread_ends_with_what_lies_beyond() -> None:
    town = Town([(n, n + 1) for n in range(50)])
    found = walk(0, town)
    assert len(found.after) == DEPTH + 1
    assert (found.after[-1].ids, found.after[-1].left_out) == ((), 1)
    assert town.looks == DEPTH + 1


def test_a_short_thread_costs_few_looks() -> None:
    town = Town([(1, 2)])
    walk(1, town)
    assert town.looks == 2


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda e: e[0] != e[1]), max_size=120))
def test_any_links_end_and_show_each_object_once(links: list[tuple[int, int]]) -> None:
    town = Town(links)
    found = walk(0, town, width=4, each=6)
    ids = found.ids()
    assert len(ids) == len(set(ids))
    assert town.looks <= DEPTH + 1
    assert all(len(level.ids) <= 4 for level in (*found.before, *found.after))
    assert all(edge in town.edges for edge in found.edges)
    assert set(found.via) == set(ids) - {0}
