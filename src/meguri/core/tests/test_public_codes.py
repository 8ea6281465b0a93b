"""Codes are read in every form that files hold them in, repairs are told, and a wrong check digit is named."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.codes import (
    column_has_check_digit,
    corporate_check_digit,
    municipality_check_digit,
    parse_corporate_number,
    parse_municipality_code,
)
from meguri.core.errors import BadInput
from meguri.core.repairs import Repair

# Real codes of the ministry's list, among them those whose remainder is 0 (so 11, "1") and 1 (so 10, "0").
REAL_CODES = [
    "010006", "011002", "012025", "016331", "016373", "022012", "041009", "075469", "131016", "131130", "132039",
    "141003", "142077", "163210", "163228", "201006", "271004", "281000", "341002", "344621", "401005",
    "394050", "473821",
    "472018",
]  # fmt: skip


@pytest.mark.parametrize("code", REAL_CODES)
def test_the_check_digit_is_that_of_the_ministrys_list(code: str) -> None:
    assert municipality_check_digit(code[:5]) == code[5]
    assert parse_municipality_code(code).code == code
    assert parse_municipality_code(code).repairs == ()


@pytest.mark.parametrize(
    ("found", "repairs"),
    [
        ("０１６３３１", (Repair.FULL_WIDTH,)),
        (" 016331　", (Repair.FULL_WIDTH, Repair.SPACES)),
        ("01633", (Repair.CHECK_DIGIT_ADDED,)),
        ("1633", (Repair.LOST_ZERO, Repair.CHECK_DIGIT_ADDED)),
        ("R01633", (Repair.PREFIX, Repair.CHECK_DIGIT_ADDED)),
        ("01633-1", (Repair.GROUPING,)),
    ],
)
def test_a_damaged_code_is_repaired_and_each_repair_is_told(found: str, repairs: tuple[Repair, ...]) -> None:
    parsed = parse_municipality_code(found)
    assert (parsed.code, parsed.repairs) == ("016331", repairs)


def test_five_digits_that_fit_one_reading_only_need_no_list() -> None:
    assert parse_municipality_code("11002").code == "011002", "011002 without its zero: no place has the number 002"
    assert parse_municipality_code("75469").code == "075469", "there is no prefecture 75"
    assert parse_municipality_code("13101").code == "131016", "013101 has a wrong check digit"


def test_five_digits_that_fit_both_readings_are_settled_by_the_list() -> None:
    parsed = parse_municipality_code("16331", known=set(REAL_CODES))
    assert (parsed.code, parsed.repairs) == ("016331", (Repair.LOST_ZERO,))


def test_the_rest_of_the_column_settles_five_digits_that_are_two_towns() -> None:
    both = {"015504", "155047"}
    assert column_has_check_digit(["15504", "131016"]) is True
    assert parse_municipality_code("15504", known=both, has_check_digit=True).code == "015504"
    assert column_has_check_digit(["15504", "1633"]) is column_has_check_digit(["01633"]) is False
    assert parse_municipality_code("15504", known=both, has_check_digit=False).code == "155047"
    assert column_has_check_digit(["15504"]) is column_has_check_digit(["131016", "1633"]) is None


def test_the_r_of_ssdse_says_that_there_is_no_check_digit() -> None:
    assert parse_municipality_code("R15504", known={"015504", "155047"}).code == "155047"
    assert column_has_check_digit(["R15504"]) is False


@pytest.mark.parametrize("known", [set(), {"016331", "163317"}, {"131016"}])
def test_five_digits_that_stay_unclear_are_refused_with_both_readings(known: set[str]) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_municipality_code("16331", known=known)
    assert "016331" in str(refusal.value)
    assert "163317" in str(refusal.value)


def test_a_wrong_check_digit_is_named_with_the_right_one() -> None:
    with pytest.raises(BadInput, match="016332.*2 とありますが、1 のはずです"):
        parse_municipality_code("016332")
    with pytest.raises(BadInput, match="075460.*0 とありますが、9 のはずです"):
        parse_municipality_code("75460")


@pytest.mark.parametrize(
    "text", ["", "上士幌町", "163", "0163310", "480011", "000000", "010506", "R016331x", "²16331", "٠١٦٣٣١"]
)
def test_what_is_no_code_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="コード"):
        parse_municipality_code(text)


@given(st.integers(1, 47), st.one_of(st.just(0), st.integers(100, 999)))
def test_every_code_is_found_again_from_its_short_and_its_spreadsheet_form(prefecture: int, place: int) -> None:
    five = f"{prefecture:02}{place:03}"
    code = five + municipality_check_digit(five)
    for damaged in (code, five, code.lstrip("0"), five.lstrip("0"), "R" + five):
        assert parse_municipality_code(damaged, known={code}).code == code


@given(st.integers(1, 47), st.integers(100, 999), st.integers(1, 9))
def test_no_other_last_digit_passes(prefecture: int, place: int, shift: int) -> None:
    five = f"{prefecture:02}{place:03}"
    wrong = str((int(municipality_check_digit(five)) + shift) % 10)
    with pytest.raises(BadInput):
        parse_municipality_code(five + wrong)


def test_a_corporate_number_carries_its_check_digit_first() -> None:
    assert corporate_check_digit("000020016331") == "9"
    assert parse_corporate_number("9000020016331").repairs == ()
    assert parse_corporate_number("７００００１２０５０００２").code == "7000012050002"


@pytest.mark.parametrize("found", ["T9000020016331", "9-0000-2001-6331", "000020016331", "９０００02００16331"])
def test_a_corporate_number_is_read_in_its_other_forms(found: str) -> None:
    parsed = parse_corporate_number(found)
    assert parsed.code == "9000020016331"
    assert len(parsed.repairs) == 1


def test_a_wrong_corporate_check_digit_is_named_with_the_right_one() -> None:
    with pytest.raises(BadInput, match="8 とありますが、9 のはずです"):
        parse_corporate_number("8000020016331")


def test_a_number_rounded_by_a_spreadsheet_is_not_guessed() -> None:
    with pytest.raises(BadInput, match="丸めた"):
        parse_corporate_number("9.00002E+12")


@pytest.mark.parametrize("text", ["", "上士幌町", "90000200163310", "20016331"])
def test_what_is_no_corporate_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="9000020016331"):
        parse_corporate_number(text)


@given(st.text())
def test_any_text_is_a_code_or_a_refusal(text: str) -> None:
    for parse in (parse_municipality_code, parse_corporate_number):
        with suppress(BadInput):
            assert parse(text).code.isdigit()
