"""Titles are cut to two lines that fit their box; gaps run on from the page's object to the next station."""

from hypothesis import given
from hypothesis import strategies as st

from meguri.thread.picture import cut, width


def test_a_short_title_stands_on_one_line() -> None:
    assert cut("土曜の運行", 10) == ["土曜の運行"]


def test_a_longer_one_is_cut_between_phrases() -> None:
    assert cut("となり町の病院まで、一人で行けるように", 12) == ["となり町の病院まで、", "一人で行けるように"]


def test_what_does_not_fit_ends_with_dots() -> None:
    assert cut("あ" * 50, 8)[1].endswith("…")


def test_latin_letters_are_half_as_wide() -> None:
    assert width("Meguri") < width("めぐり") * 1.2


@given(st.text(max_size=80), st.floats(6, 20))
def test_no_line_is_wider_than_its_box(text: str, letters: float) -> None:
    lines = cut(text, letters)
    assert 1 <= len(lines) <= 2
    assert all(width(line) <= letters for line in lines)
