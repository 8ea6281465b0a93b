"""A file of money is taken whole or not at all, each row once, whichever files bring it."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.tables import write_csv
from meguri.funding.bank.actions import name_account, take_money_file
from meguri.funding.bank.keys import Said, keys_of
from meguri.funding.bank.models import MoneyFile, MoneyRow
from meguri.funding.bank.reading import GivenFile
from meguri.funding.bank.tests.desk import FIRST, LAST, ORDERS, SHOP, TAKEN, YAMADA, Desk
from meguri.funding.bank.tests.zengin_files import Paid, receipts
from meguri.funding.journal.models import Fund, JournalEntry
from meguri.record.models import Entry
from tests.fixtures.cast import actor_for

LEDGER_HEAD = ("日付", "摘要", "収入", "支出", "使いみち")


def test_the_rows_of_a_bank_file_stand_open_and_nothing_is_booked_by_itself(desk: Desk) -> None:
    taken = desk.take_receipts()
    assert (taken.source, taken.rows, taken.new, taken.since, taken.until) == ("receipts", 2, 2, FIRST, LAST)
    assert [(row.on, row.yen, row.payer, row.state) for row in desk.rows()] == [
        (TAKEN, 10_000, "ヤマダ タロウ", "open"), (SHOP.on, 50_000, "カ)ミホンシヨウテン", "open"),
    ]  # fmt: skip
    assert not JournalEntry.objects.exists()


def test_the_record_tells_counts_and_sums_and_no_payer(desk: Desk) -> None:
    desk.take_receipts()
    entry = Entry.objects.filter(action="funding.take_money_file").get()
    said = bytes(entry.body).decode()
    assert '"in_yen":"60000"' in said
    assert "ヤマダ" not in said


def test_the_same_file_twice_is_refused(desk: Desk) -> None:
    desk.take_receipts()
    with pytest.raises(Conflict, match="もう取り込んで"):
        desk.take_receipts()
    assert MoneyRow.objects.count() == 2


def test_of_a_file_that_overlaps_only_what_is_new_is_taken(desk: Desk) -> None:
    desk.take_receipts(YAMADA)
    taken = desk.take_receipts(YAMADA, SHOP)
    assert (taken.rows, taken.new) == (2, 1)
    with pytest.raises(Conflict, match="新しい明細はありません"):
        desk.take(receipts([SHOP], since=FIRST, until=LAST))


def test_the_other_kind_of_bank_file_does_not_double_a_receipt(desk: Desk) -> None:
    desk.take_receipts()
    paid_out = Paid(dt.date(2026, 5, 25), -4_400, "")
    taken = desk.take_movements(YAMADA, SHOP, paid_out)
    assert (taken.new, taken.after) == (1, 55_600)
    assert [row.yen for row in desk.rows()] == [10_000, 50_000, -4_400]


def test_a_row_that_looks_like_one_that_stands_is_told_to_a_person(desk: Desk) -> None:
    desk.take_receipts(YAMADA)
    desk.take_receipts(Paid(TAKEN, 10_000, "ヤマダ タロウ", 7))
    assert [row.twin for row in desk.rows()] == [False, True]


def test_a_file_of_another_account_is_refused_with_both_accounts(desk: Desk) -> None:
    with pytest.raises(BadInput, match="ちがう口座.*7654321.*1234567"):
        desk.take(receipts([YAMADA], since=FIRST, until=LAST, account="7654321"))


def test_a_cut_file_leaves_nothing(desk: Desk) -> None:
    whole = receipts([YAMADA, SHOP], since=FIRST, until=LAST)
    for cut in (whole[:500], whole[:600], whole[:-1]):
        with pytest.raises(BadInput):
            desk.take(cut)
    assert not MoneyFile.objects.exists()
    assert not MoneyRow.objects.exists()


def test_two_funds_do_not_share_an_account(desk: Desk) -> None:
    with guard.door("tests"):
        other = Fund.objects.create(
            town=desk.town, name="べつの資金", holder=desk.fund.holder, is_copy=True, aim="x", opened_on=FIRST,
            first_published_at=timezone.now(),
        )  # fmt: skip
    with pytest.raises(Conflict, match="ほかの資金の口座"):
        name_account(desk.officer, other, "9999", "みほん銀行", "012", "本店", "1", "1234567", "ミホン")


def test_orders_of_a_site_are_known_by_their_number_and_unpaid_ones_are_left_out(desk: Desk) -> None:
    taken = desk.take_orders()
    assert (taken.source, taken.site, taken.new) == ("site", "みほん寄附サイト", 2)
    first, second = desk.rows()
    assert (first.name, first.purpose, second.purpose) == ("佐藤花子", desk.school, None)
    later = ("A-004", "2026/5/30", "20,000", "高橋恵", "タカハシ メグミ", "子どもの通学", "入金済")
    assert desk.take_orders(*ORDERS, later, name="b.csv").new == 1
    assert desk.take_orders(*ORDERS[:2], site="べつのサイト", name="c.csv").new == 2


def test_an_order_with_another_sum_than_before_stops_the_file(desk: Desk) -> None:
    desk.take_orders()
    changed = (*ORDERS[0][:2], "11,000", *ORDERS[0][3:])
    with pytest.raises(Conflict, match="金額がちがう申込み.*A-001"):
        desk.take_orders(changed, ORDERS[1], name="b.csv")


def test_a_site_has_to_be_named_since_numbers_are_its_own(desk: Desk) -> None:
    with pytest.raises(BadInput, match="サイトの名前"):
        desk.take_orders(site="")


def test_a_table_of_the_bank_in_any_layout_is_read(desk: Desk) -> None:
    rows = [
        ("みほん銀行 入出金明細", "", "", "", ""),
        ("取引日", "お支払金額", "お預り金額", "摘要", "差引残高"),
        ("2026/5/12", "", "10,000", "振込 ヤマダ タロウ", "110,000"),
        ("2026/5/14", "440", "", "手数料", "109,560"),
    ]
    desk.take(b"".join(write_csv(rows)), "meisai.csv", kind="bank")
    assert [(row.yen, row.text) for row in desk.rows()] == [(10_000, "振込 ヤマダ タロウ"), (-440, "手数料")]


def test_a_ledger_is_booked_at_once_and_only_whole(desk: Desk) -> None:
    good = [
        LEDGER_HEAD,
        ("2026/4/1", "前年度から", "100,000", "", "子どもの通学"),
        ("2026/5/2", "通学バスの燃料", "", "30,000", "子どもの通学"),
    ]
    wrong = [*good, ("2026/5/3", "看板", "", "1", "商店街")]
    with pytest.raises(BadInput, match="4行目の使いみち「商店街」"):
        desk.take(b"".join(write_csv(wrong)), "suitou.csv", kind="ledger")
    assert not JournalEntry.objects.exists()
    desk.take(b"".join(write_csv(good)), "suitou.csv", kind="ledger")
    assert desk.kept(desk.school) == 70_000
    assert {entry.origin for entry in JournalEntry.objects.all()} == {"file"}


def test_a_ledger_that_spends_more_than_there_is_is_refused_by_its_row(desk: Desk) -> None:
    rows = [LEDGER_HEAD, ("2026/5/2", "通学バスの燃料", "", "30,000", "子どもの通学")]
    with pytest.raises(Conflict, match="2行目: .*30,000円は出せません"):
        desk.take(b"".join(write_csv(rows)), "suitou.csv", kind="ledger")
    assert not MoneyRow.objects.exists()


def test_only_the_holders_people_take_files(desk: Desk) -> None:
    for person in (desk.cast.resident, desk.cast.firm, desk.cast.council_member):
        with pytest.raises(NotAllowed):
            take_money_file(actor_for(person, desk.town), desk.fund, GivenFile("x", b"x"))


SAIDS = st.lists(
    st.builds(Said, st.just("bank"), st.dates(FIRST, LAST), st.integers(1, 3), st.sampled_from(["ア", "イ"]),
              st.sampled_from(["", "1", "2"])),
    max_size=12,
)  # fmt: skip


@given(SAIDS)
def test_keys_are_all_different_and_the_same_for_the_same_rows(rows: list[Said]) -> None:
    assert len(set(keys_of(rows))) == len(rows)
    assert keys_of(rows) == keys_of(list(rows))


@given(SAIDS, st.dates(FIRST, LAST), st.dates(FIRST, LAST))
def test_two_files_that_overlap_by_whole_days_agree_on_the_days_they_share(
    rows: list[Said], one: dt.date, other: dt.date
) -> None:
    left = [row for row in rows if row.on <= max(one, other)]
    right = [row for row in rows if row.on >= min(one, other)]
    shared = {key for row, key in zip(left, keys_of(left), strict=True) if min(one, other) <= row.on <= max(one, other)}
    assert shared == {
        key for row, key in zip(right, keys_of(right), strict=True) if min(one, other) <= row.on <= max(one, other)
    }
