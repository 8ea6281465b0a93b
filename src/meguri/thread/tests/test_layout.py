"""The picture's rows are chosen so that few links cross."""

from hypothesis import given
from hypothesis import strategies as st

from meguri.thread.layout import Spot, crossings, lay_out, spots


def test_two_links_that_cross_are_set_straight() -> None:
    links = [(1, 4), (2, 3)]
    assert crossings(spots([[1, 2], [3, 4]]), links) == 1
    assert crossings(lay_out([[1, 2], [3, 4]], links), links) == 0


def test_a_tree_over_three_columns_has_no_crossing() -> None:
    links = [(1, 13), (1, 11), (2, 12), (13, 21), (11, 23), (12, 22)]
    assert crossings(lay_out([[1, 2], [11, 12, 13], [21, 22, 23]], links), links) == 0


def test_links_that_go_back_round_the_ring_are_laid_out_too() -> None:
    links = [(1, 11), (11, 1), (2, 12), (12, 1)]
    assert set(lay_out([[1, 2], [11, 12]], links)) == {1, 2, 11, 12}


def test_an_object_stays_in_its_column() -> None:
    assert lay_out([[1], [2]], [(1, 2)]) == {1: Spot(0, 0), 2: Spot(1, 0)}


columns = st.tuples(*[st.integers(1, 6)] * 3).map(
    lambda sizes: [[column * 100 + row for row in range(size)] for column, size in enumerate(sizes)]
)


@given(columns, st.data())
def test_no_order_is_worse_than_the_one_given(order: list[list[int]], data: st.DataObject) -> None:
    ids = st.sampled_from([one for column in order for one in column])
    links = data.draw(st.lists(st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]), max_size=25))
    found = lay_out(order, links)
    assert crossings(found, links) <= crossings(spots(order), links)
    assert sorted(found.values(), key=lambda spot: (spot.column, spot.row)) == list(spots(order).values())
