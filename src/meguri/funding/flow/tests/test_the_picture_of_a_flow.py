"""The picture is the table: each yen once, on one scale, nothing over another; shares are exact to the yen."""

import re

from hypothesis import given
from hypothesis import strategies as st

from meguri.funding.flow.flow_picture import cut, narrow_picture, wide_picture
from meguri.funding.flow.flow_table import FlowRow, FlowTable, Place, flow_table, folded, shares
from meguri.funding.flow.sankey import Sizes, lay_out

SIZES = Sizes()
KEYS = st.sampled_from("abcde")
ROWS = st.lists(st.tuples(st.tuples(st.just("gift"), KEYS, KEYS), st.integers(1, 10**9)), min_size=1, max_size=12)


@given(ROWS)
def test_every_yen_of_the_rows_is_in_each_column_once(rows: list[tuple[tuple[str, ...], int]]) -> None:
    layout, whole = lay_out(rows), sum(yen for _path, yen in rows)
    for column in range(3):
        assert sum(box.yen for box in layout.boxes if box.spot[0] == column) == whole
    for column in range(2):
        assert sum(one.yen for one in layout.ribbons if one.source[0] == column) == whole


@given(ROWS)
def test_boxes_of_a_column_never_lie_over_each_other(rows: list[tuple[tuple[str, ...], int]]) -> None:
    boxes = sorted(lay_out(rows).boxes, key=lambda box: (box.spot[0], box.y))
    for one, other in zip(boxes, boxes[1:], strict=False):
        assert one.height >= SIZES.lowest
        assert one.spot[0] != other.spot[0] or one.y + one.height + SIZES.gap <= other.y + 1e-6


@given(ROWS)
def test_a_ribbon_is_as_thick_as_its_yen_and_ends_inside_its_boxes(rows: list[tuple[tuple[str, ...], int]]) -> None:
    layout, whole = lay_out(rows), sum(yen for _path, yen in rows)
    boxes = {box.spot: box for box in layout.boxes}
    for one in layout.ribbons:
        assert abs(one.thickness - max(SIZES.thinnest, SIZES.thickest * one.yen / whole)) < 1e-6
        for box, y in ((boxes[one.source], one.y), (boxes[one.target], one.to_y)):
            assert box.y - 1e-6 <= y
            assert y + one.thickness <= box.y + box.height + 1e-6


def test_the_streams_of_one_source_do_not_cross() -> None:
    rows = [(("g", "a", "x"), 5), (("g", "b", "y"), 9), (("g", "a", "z"), 2)]
    ribbons = [one for one in lay_out(rows).ribbons if one.source[0] == 1]
    by_source = sorted(ribbons, key=lambda one: one.y)
    assert [one.to_y for one in by_source] == sorted(one.to_y for one in ribbons)


def table(*rows: tuple[str, int]) -> FlowTable:
    gift = Place("gift", "いただいた寄附")
    made = [FlowRow((gift, Place(name, name, tone="kept" if name == "まだ" else "")), yen) for name, yen in rows]
    return flow_table(("寄附", "行き先"), made)


def test_the_picture_holds_the_rows_of_its_table_and_no_others() -> None:
    flow = table(("バス", 3000), ("まだ", 5000), ("遊具", 2000))
    drawn = wide_picture(flow)
    assert re.findall(r'data-yen="(\d+)"', drawn) == [str(row.yen) for row in flow.rows]
    assert [row.path[-1].name for row in flow.rows] == ["バス", "遊具", "まだ"]
    for row in flow.rows:
        assert row.path[-1].name in drawn
        assert row.path[-1].name in narrow_picture(flow)


def test_nothing_is_drawn_where_all_yen_are_in_one_place() -> None:
    assert wide_picture(table(("バス", 3000))) == narrow_picture(table(("バス", 3000))) == ""


def test_more_ends_than_can_be_read_go_together_and_lose_no_yen() -> None:
    flow = table(*((f"事業{at}", 100 + at) for at in range(30)), ("まだ", 1))
    short = folded(flow, "そのほか")
    assert (len(short.rows), short.yen) == (12, flow.yen)
    assert {"まだ", "そのほか", "事業29"} <= {row.path[-1].name for row in short.rows}


def test_names_are_words_never_markup() -> None:
    flow = table(("<script>", 1), ("バス", 1))
    assert "<script>" not in wide_picture(flow) + narrow_picture(flow)


def test_a_long_name_is_cut_to_its_box() -> None:
    assert cut("空き店舗を直して若い人の店をふやす事業のつづき", 10) == ["空き店舗を直して若い", "人の店をふやす事業…"]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30), st.integers(1, 10**7))
def test_shares_add_up_to_the_yen_and_none_is_a_yen_off(amounts: list[int], whole: int) -> None:
    found, total = shares(amounts, whole), sum(amounts)
    assert sum(found) == (whole if total else 0)
    for amount, share in zip(amounts, found, strict=True):
        assert not total or abs(share * total - amount * whole) < total
