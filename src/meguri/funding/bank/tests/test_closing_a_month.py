"""An officer decides every row of a month and closes it; the difference to the bank is shown, and persons never."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from django.utils import timezone

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict
from meguri.funding.bank.actions import accept_sure_rows, close_month, forget_payers, reopen_month, reopen_row
from meguri.funding.bank.closing import closed_months, followed, state_of
from meguri.funding.bank.deciding import Decided, proposals_for, sure_ones
from meguri.funding.bank.models import Match, MoneyRow, MonthClosing
from meguri.funding.bank.tests.desk import FIRST, LAST, MAY, SHOP, TAKEN, YAMADA, Desk
from meguri.funding.bank.tests.zengin_files import Paid, receipts
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.models import ClosedYear, JournalEntry
from meguri.record.models import Entry

Counted = Callable[..., AbstractContextManager[object]]
JUNE = dt.date(2026, 6, 1)
PAYOUT = Paid(dt.date(2026, 5, 28), 40_000, "ミホンキフサイト", 9)


def test_a_month_is_closed_from_a_bank_file_and_a_sites_list(desk: Desk) -> None:
    desk.take_receipts(YAMADA, SHOP, PAYOUT)
    desk.take_orders()
    assert accept_sure_rows(desk.officer, desk.fund, 1) == 1
    yamada, shop, payout = desk.rows(file__source="receipts")
    (order,) = desk.rows(state="open", file__source="site")
    desk.decide(
        Decided(yamada.pk, purpose=desk.school.pk), Decided(shop.pk, purpose=desk.any.pk),
        Decided(payout.pk, aside="payout"), Decided(order.pk, purpose=desk.any.pk),
    )  # fmt: skip
    state = state_of(desk.fund, MAY)
    assert (state.books, state.elsewhere, state.aside, state.undecided) == (100_000, 40_000, 40_000, 0)
    closed = close_month(desk.officer, desk.fund, MAY, 100_000)
    assert (closed.difference_yen, closed.rows, closed.booked, closed.in_yen) == (0, 5, 4, 100_000)
    said = bytes(Entry.objects.filter(action="funding.close_month").get().body).decode()
    assert '"booked":4' in said
    assert "ヤマダ" not in said


def test_a_month_with_an_undecided_row_is_not_closed(desk: Desk) -> None:
    desk.take_receipts()
    with pytest.raises(Conflict, match="まだ決めていない明細が2件"):
        close_month(desk.officer, desk.fund, MAY, 60_000)


def test_a_difference_is_told_and_needs_a_reason(desk: Desk) -> None:
    desk.take_receipts(YAMADA)
    desk.decide(Decided(desk.rows()[0].pk, purpose=desk.any.pk))
    with pytest.raises(BadInput, match="帳簿から出した残高より、通帳のほうが500円多いです"):
        close_month(desk.officer, desk.fund, MAY, 10_500)
    closed = close_month(desk.officer, desk.fund, MAY, 10_500, "利息。6月に記帳します")
    assert closed.difference_yen == 500


def test_a_balance_that_does_not_follow_from_the_month_before_needs_a_reason(desk: Desk) -> None:
    desk.take_receipts(YAMADA)
    desk.decide(Decided(desk.rows()[0].pk, purpose=desk.any.pk))
    assert state_of(desk.fund, MAY).follows is None
    close_month(desk.officer, desk.fund, MAY, 10_000)
    _take_june(desk, Paid(dt.date(2026, 6, 2), 700, "ア"))
    with guard.door("tests"):
        booking.receive(desk.any, 2_000, Said(JUNE, "窓口の寄附", way="donation", origin="file"))
    state = state_of(desk.fund, JUNE)
    assert (state.expected, state.follows, state.is_gapped) == (12_700, 10_700, True)
    with pytest.raises(BadInput, match="前の月の残高.*通帳のほうが2,000円多いです.*取り込んでいない銀行のファイル"):
        close_month(desk.officer, desk.fund, JUNE, 12_700)
    with pytest.raises(BadInput, match="帳簿から出した残高より、通帳のほうが2,000円少ないです"):
        close_month(desk.officer, desk.fund, JUNE, 10_700)
    assert close_month(desk.officer, desk.fund, JUNE, 12_700, "窓口の現金。7月に入れます").difference_yen == 0
    closings = closed_months(desk.fund)
    assert [follows for _one, follows in followed(closings.values(), closings)] == [10_700, None]


def test_orders_of_a_site_are_counted_as_rows_and_not_as_money_of_the_account(desk: Desk) -> None:
    desk.take_receipts(YAMADA)
    desk.take_orders()
    state = state_of(desk.fund, MAY)
    assert (state.rows, state.of_sites, state.came) == (3, 2, 10_000)


def test_a_month_is_told_in_eight_queries(desk: Desk, django_assert_num_queries: Counted) -> None:
    desk.take_receipts(YAMADA)
    desk.decide(Decided(desk.rows()[0].pk, purpose=desk.any.pk))
    close_month(desk.officer, desk.fund, MAY, 10_000)
    with django_assert_num_queries(8):
        state_of(desk.fund, JUNE)


def _take_june(desk: Desk, *rows: Paid) -> None:
    desk.take(receipts(rows, since=JUNE, until=dt.date(2026, 6, 30)))
    desk.decide(*(Decided(row.pk, purpose=desk.any.pk) for row in desk.rows(state="open")))


def test_no_row_comes_into_a_closed_month_until_it_is_opened_with_a_reason(desk: Desk) -> None:
    desk.take_receipts(YAMADA)
    desk.decide(Decided(desk.rows()[0].pk, purpose=desk.any.pk))
    close_month(desk.officer, desk.fund, MAY, 10_000)
    with pytest.raises(Conflict, match="2026年5月は、もう締めています"):
        desk.take_receipts(YAMADA, SHOP)
    with pytest.raises(BadInput, match="わけ"):
        reopen_month(desk.officer, desk.fund, MAY, " ")
    reopen_month(desk.officer, desk.fund, MAY, "銀行から明細が追加された")
    assert desk.take_receipts(YAMADA, SHOP).new == 1
    desk.decide(Decided(desk.rows(state="open")[0].pk, purpose=desk.any.pk))
    close_month(desk.officer, desk.fund, MAY, 60_000)
    assert MonthClosing.objects.filter(fund=desk.fund).count() == 2


def test_months_are_closed_in_their_order_and_after_they_have_ended(desk: Desk) -> None:
    june = dt.date(2026, 6, 1)
    desk.take_receipts(YAMADA)
    desk.take(receipts([Paid(dt.date(2026, 6, 2), 700, "ア")], since=june, until=dt.date(2026, 6, 2)))
    desk.decide(*(Decided(row.pk, purpose=desk.any.pk) for row in desk.rows()))
    with pytest.raises(Conflict, match="先に2026年5月"):
        close_month(desk.officer, desk.fund, june, 10_700)
    with pytest.raises(Conflict, match="末日が過ぎて"):
        close_month(desk.officer, desk.fund, dt.date.today().replace(day=1), 0)


def test_a_row_is_decided_once_and_all_or_none(desk: Desk) -> None:
    desk.take_receipts()
    first, second = desk.rows()
    desk.decide(Decided(first.pk, purpose=desk.any.pk))
    with pytest.raises(Conflict, match="もう決めた"):
        desk.decide(Decided(second.pk, purpose=desk.any.pk), Decided(first.pk, purpose=desk.any.pk))
    assert desk.kept() == 10_000
    assert [row.state for row in desk.rows()] == ["booked", "open"]


def test_an_entry_that_stands_in_the_books_takes_the_row_that_moved_the_same_yen(desk: Desk) -> None:
    said = Said(TAKEN, "県の補助金", way="subsidy", origin="file")
    with guard.door("tests"):
        entry = booking.receive(desk.any, 50_000, said)
    desk.take_receipts()
    yamada, shop = desk.rows()
    with pytest.raises(BadInput, match="金額がちがう"):
        desk.decide(Decided(yamada.pk, entry=entry.pk))
    desk.decide(Decided(shop.pk, entry=entry.pk))
    assert JournalEntry.objects.count() == 1
    assert Match.objects.get().entry == entry


def test_money_that_went_out_is_no_gift(desk: Desk) -> None:
    desk.take_movements(Paid(TAKEN, -300, ""), before=1_000)
    with pytest.raises(BadInput, match="寄附にはできません"):
        desk.decide(Decided(desk.rows()[0].pk, purpose=desk.any.pk))
    with pytest.raises(BadInput, match="わけ"):
        desk.decide(Decided(desk.rows()[0].pk, aside="other"))


def test_what_was_set_aside_can_be_opened_again_and_what_was_booked_cannot(desk: Desk) -> None:
    desk.take_receipts()
    yamada, shop = desk.rows()
    desk.decide(Decided(yamada.pk, returned=True, reason="まちがいの振込"), Decided(shop.pk, purpose=desk.any.pk))
    assert reopen_row(desk.officer, yamada).state == "open"
    with pytest.raises(Conflict, match="取り消しを起案"):
        reopen_row(desk.officer, shop)


def test_a_row_of_a_closed_year_is_refused_and_stays_open(desk: Desk) -> None:
    desk.take_receipts()
    with guard.door("tests"):
        ClosedYear.objects.create(town=desk.town, fund=desk.fund, fiscal_year=2026, closed_at=timezone.now(), entries=0)
    with pytest.raises(Conflict, match="2026年度の帳簿は、もう締めています"):
        desk.decide(*(Decided(row.pk, purpose=desk.any.pk) for row in desk.rows()))
    assert {row.state for row in desk.rows()} == {"open"}


def test_a_payment_with_the_code_of_a_pledge_keeps_it_by_one_press_and_a_like_one_waits(desk: Desk) -> None:
    waited, other = desk.pledge(10_000), desk.pledge(50_000, "みほん商店")
    desk.take_receipts(replace(YAMADA, edi=waited.code), SHOP)
    assert [one.pledge for one in sure_ones(desk.fund)] == [waited.pk]
    assert accept_sure_rows(desk.officer, desk.fund, 1) == 1
    waited.refresh_from_db()
    assert (waited.state, waited.gift.yen, Match.objects.get().how) == ("received", 10_000, "code")
    (shop,) = desk.rows(state="open")
    assert [one.expected for one in proposals_for(desk.fund, [shop])[shop.pk]] == [other.pk]
    desk.decide(Decided(shop.pk, pledge=other.pk))
    assert Match.objects.get(row=shop).how == "person"


def test_one_press_books_what_was_shown_or_nothing(desk: Desk) -> None:
    desk.take_orders()
    assert [one.purpose for one in sure_ones(desk.fund)] == [desk.school.pk]
    with pytest.raises(Conflict, match="件数が変わりました"):
        accept_sure_rows(desk.officer, desk.fund, 2)
    assert desk.kept(desk.school) == 0


def test_names_of_payers_are_erased_after_their_month_and_the_file_stays_known(desk: Desk) -> None:
    desk.take_receipts(YAMADA)
    with pytest.raises(Conflict, match="締めた月"):
        forget_payers(desk.officer, desk.fund, dt.date(2026, 11, 1))
    desk.decide(Decided(desk.rows()[0].pk, purpose=desk.any.pk))
    close_month(desk.officer, desk.fund, MAY, 10_000)
    assert forget_payers(desk.officer, desk.fund, dt.date(2026, 11, 1)) == 1
    row = MoneyRow.objects.get()
    assert (row.payer, row.text) == ("", "")
    assert row.erased_at is not None
    with pytest.raises(Conflict, match="新しい明細はありません"):
        desk.take(receipts([YAMADA], since=FIRST, until=LAST, end="\r\n"))
