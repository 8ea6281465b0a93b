"""A file of the bank is read as it was written, or refused with the place and with what to do; never half of it."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meguri.core.errors import BadInput
from meguri.funding.bank.tests.zengin_files import Paid, movements, receipts
from meguri.funding.bank.zengin import is_zengin, read_zengin
from meguri.funding.bank.zengin_fields import day_of

TODAY = dt.date(2026, 6, 3)
SINCE, UNTIL = dt.date(2026, 5, 1), dt.date(2026, 5, 31)
KANA = st.text("アイウエオカキクケコガパ()ー.0123ABC", min_size=1, max_size=20).map(str.strip).filter(bool)
DAYS = st.dates(SINCE, UNTIL)
ROWS = st.lists(
    st.builds(Paid, DAYS, st.integers(1, 10**10 - 1), KANA, st.integers(0, 999_999), KANA, cancelled=st.booleans()),
    max_size=6,
)
PAID = [Paid(dt.date(2026, 5, 12), 10_000, "ヤマダ タロウ", 1, "K7Q2M"), Paid(UNTIL, 3_000, "カ)ミホンシヨウテン", 2)]


def _file(rows: list[Paid] | None = None) -> bytes:
    return receipts(PAID if rows is None else rows, since=SINCE, until=UNTIL)


@given(rows=ROWS, end=st.sampled_from(["", "\r\n", "\n"]))
@settings(max_examples=60, deadline=None)
def test_receipts_are_read_as_they_were_written(rows: list[Paid], end: str) -> None:
    read = read_zengin(receipts(rows, since=SINCE, until=UNTIL, end=end), today=TODAY)
    (told,) = read.statements
    assert (read.kind, told.account, told.since, told.until) == ("01", "1234567", SINCE, UNTIL)
    assert [(one.on, one.yen, one.cancelled) for one in told.lines] == [
        (one.on, one.yen, one.cancelled) for one in rows
    ]
    assert [one.payer for one in told.lines] == [one.payer for one in rows]


@given(rows=st.lists(st.builds(Paid, DAYS, st.integers(-(10**9), 10**9).filter(bool), KANA), max_size=6))
@settings(max_examples=40, deadline=None)
def test_movements_are_read_with_their_signs_and_the_balance_after(rows: list[Paid]) -> None:
    (told,) = read_zengin(movements(rows, since=SINCE, until=UNTIL, before=10**10), today=TODAY).statements
    assert [one.yen for one in told.lines] == [one.yen for one in rows]
    assert (told.before, told.after, told.account) == (10**10, 10**10 + sum(one.yen for one in rows), "1234567")


@given(at=st.integers(0, 999), put=st.binary(min_size=1, max_size=1))
@settings(max_examples=300, deadline=None)
def test_one_changed_byte_never_changes_what_was_paid(at: int, put: bytes) -> None:
    whole = _file()
    changed = whole[:at] + put + whole[at + 1 :]
    try:
        read = read_zengin(changed, today=TODAY)
    except BadInput:
        return
    assert sum(one.yen for told in read.statements for one in told.lines) == 13_000


@given(cut=st.integers(0, 999))
@settings(max_examples=100, deadline=None)
def test_a_file_that_was_cut_is_refused_wherever_it_was_cut(cut: int) -> None:
    with pytest.raises(BadInput):
        read_zengin(_file()[:cut], today=TODAY)


def test_a_wrong_sum_is_told_with_both_figures_and_the_record() -> None:
    whole = _file()
    wrong = whole.replace(b"000000013000", b"000000013001")
    with pytest.raises(BadInput, match=r"4件目のレコード.*13,001.*13,000"):
        read_zengin(wrong, today=TODAY)


def test_a_balance_that_does_not_follow_is_refused() -> None:
    whole = movements([Paid(UNTIL, 500, "ア")], since=SINCE, until=UNTIL, before=1_000)
    with pytest.raises(BadInput, match="残高"):
        read_zengin(whole.replace(b"00000000001500", b"00000000001400"), today=TODAY)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "中身がありません"),
        (b"\xef\xbb\xbf" + _file(), "Unicode"),
        (_file().decode("cp932").encode("utf-16"), "Unicode"),
        (_file().decode("cp932").encode("cp037", "replace"), "EBCDIC"),
        (_file().replace(kanji := "ﾔﾏﾀﾞ".encode("cp932"), "山田".encode("cp932")), "全角"),
        (_file().decode("cp932").encode("utf-8"), "全角"),
        (_file()[:-200], "途中で切れて"),
        (_file()[200:], "ヘッダー"),
        (_file() + b"9".ljust(200), "続きがあります"),
        (b"1" + b"21" + _file()[3:], "種別コード「21」"),
        (_file().replace(b"2000001080512", b"2000001080532"), "日付として読めません"),
        (_file().replace(b"2000001080512", b"2000001080412"), "期間の外"),
    ],
)
def test_what_is_no_whole_file_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_zengin(content, today=TODAY)


def test_a_year_is_one_of_the_newest_era_whose_day_has_come() -> None:
    assert day_of("080512", TODAY) == dt.date(2026, 5, 12)
    assert day_of("310430", TODAY) == dt.date(2019, 4, 30)
    assert day_of("010501", TODAY) == dt.date(2019, 5, 1)
    for never in ("081301", "000101", "080230"):
        with pytest.raises(ValueError, match=never):
            day_of(never, TODAY)


def test_a_bank_file_is_told_from_a_sheet_by_its_first_letters() -> None:
    assert is_zengin(_file())
    assert not is_zengin("日付,金額\n".encode())
