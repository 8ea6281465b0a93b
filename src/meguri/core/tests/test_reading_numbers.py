"""Figures are read in the ways in which Japanese tables print them, and text is never taken for a figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.tables import read_number

FULL_WIDTH = str.maketrans("0123456789,.%-", "０１２３４５６７８９，．％－")


@pytest.mark.parametrize(
    ("text", "value", "repairs"),
    [
        ("4768", 4768, ()),
        ("-12.5", -12.5, ()),
        ("0", 0, ()),
        ("4,768", 4768, (Repair.THOUSANDS,)),
        ("４７６８", 4768, (Repair.FULL_WIDTH,)),
        ("△5", -5, (Repair.NEGATIVE_SIGN,)),
        ("▲ 1,234", -1234, (Repair.NEGATIVE_SIGN, Repair.THOUSANDS)),
        ("−5", -5, (Repair.NEGATIVE_SIGN,)),
        ("(1,234)", -1234, (Repair.NEGATIVE_SIGN, Repair.THOUSANDS)),
        ("（５）", -5, (Repair.FULL_WIDTH, Repair.NEGATIVE_SIGN)),
        ("12.3%", 12.3, (Repair.PERCENT,)),
        ("4768 　", 4768, (Repair.SPACES,)),
        ("007", 7, ()),
    ],
)
def test_a_figure_is_read_and_each_repair_told(text: str, value: float, repairs: tuple[Repair, ...]) -> None:
    number = read_number(text)
    assert (number.value, type(number.value), number.repairs) == (value, type(value), repairs)


@pytest.mark.parametrize("mark", ["", "-", "－", "―", "ー", "…", "x", "Ｘ", "***", "＊", " - "])
def test_a_mark_for_what_is_not_published_is_no_zero(mark: str) -> None:
    number = read_number(mark)
    assert (number.value, number.mark) == (None, mark.strip())


@pytest.mark.parametrize(
    "text",
    ["約5,000", "5,000人", "1,23", "1,2345", "1.2.3", "1e5", "inf", "nan", "--5", "△-5", "(-5)",
     "5-", "2020-10-01", "５²", "①", "٤", "%",
     "1_000", "+5", "0x10", "5 6", "△", ",", ".", ".5", "9" * 41],
)  # fmt: skip
def test_text_is_never_taken_for_a_figure(text: str) -> None:
    with pytest.raises(BadInput, match="数として読めません"):
        read_number(text)


@given(st.integers(-(10**15), 10**15))
def test_a_figure_comes_back_from_every_way_of_printing(value: int) -> None:
    positive = f"{abs(value):,}"
    printed = [str(value), f"{value:,}", f"{value:,}".translate(FULL_WIDTH)]
    printed += [f"△{positive}", f"▲{positive}", f"({positive})", f"（{positive}）"] if value < 0 else []
    assert {read_number(text).value for text in printed} == {value}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_fraction_comes_back(value: object) -> None:
    assert read_number(f"{value:f}").value == float(f"{value:f}")


@given(st.text())
def test_any_text_is_a_figure_a_mark_or_a_refusal(text: str) -> None:
    try:
        number = read_number(text)
    except BadInput:
        return
    assert number.value is not None or number.mark == text.strip()
