"""The officer's pages: a file is shown before it is taken, rows are decided by radio, a month is closed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meguri.core import guard
from meguri.core.tables import write_csv
from meguri.funding.bank.actions import close_month
from meguri.funding.bank.deciding import Decided
from meguri.funding.bank.models import FundAccount, MoneyFile, MoneyRow, MonthClosing
from meguri.funding.bank.tests.desk import FIRST, LAST, MAY, ORDERS, SHOP, SITE_HEAD, TAKEN, YAMADA, Desk
from meguri.funding.bank.tests.zengin_files import Paid, receipts
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.governance.objects import tell

ClientOf = Callable[..., Client]
ROWS_OF_A_DAY = 8


@pytest.fixture
def officer(desk: Desk, client_of: ClientOf) -> Client:
    return client_of(desk.cast.officer)


@pytest.fixture
def url(desk: Desk) -> str:
    return f"/{desk.town.code}/work/bank/{desk.fund.pk}/"


def _sent(client: Client, url: str, content: bytes, name: str = "nyukin.txt") -> str:
    response = client.post(url, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302
    return str(response.url)  # type: ignore[attr-defined]  # a redirect


def test_a_month_is_closed_from_a_bank_file_page_by_page(desk: Desk, officer: Client, url: str) -> None:
    page = _sent(officer, url, receipts([YAMADA, SHOP], since=FIRST, until=LAST))
    shown = officer.get(page)
    assert "新しい明細 2件" in shown.content.decode()
    assert not MoneyRow.objects.exists()
    hidden = {name: value for name, value in shown.context["hidden"]}
    officer.post(page, {"shown": shown.context["told"].fingerprint, **hidden})
    rows = officer.get(url + "rows/")
    assert "ヤマダ タロウ" in rows.content.decode()
    first, second = desk.rows()
    officer.post(url + "rows/", {
        f"c{first.pk}": "gift", f"p{first.pk}": desk.school.pk, f"c{second.pk}": "aside:other",
        f"r{second.pk}": "別の口座へ",
    })  # fmt: skip
    assert [row.state for row in desk.rows()] == ["booked", "aside"]
    month = url + "months/2026/5/"
    assert "口座にあるはずの額" in officer.get(month).content.decode()
    officer.post(month, {"statement": "６０，０００円"})
    assert MonthClosing.objects.get().difference_yen == 0
    assert "締めた月" in Client().get(f"/{desk.town.code}/funds/{desk.fund.pk}/").content.decode()
    public = Client().get(f"/{desk.town.code}/funds/{desk.fund.pk}/months/").content.decode()
    assert "60,000" in public
    assert "ヤマダ" not in public


def test_what_cannot_be_read_is_told_and_nothing_is_kept(desk: Desk, officer: Client, url: str) -> None:
    cut = receipts([YAMADA], since=FIRST, until=LAST)[:500]
    page = officer.get(_sent(officer, url, cut), follow=True)
    assert "途中で切れ" in page.content.decode()
    assert not MoneyFile.objects.exists()


@pytest.mark.parametrize("wrong", ["cut", "header", "trailer", "end", "letter", "account"])
def test_each_refusal_of_a_bank_file_ends_with_nothing_was_taken(
    desk: Desk, officer: Client, url: str, wrong: str
) -> None:
    whole = receipts([YAMADA], since=FIRST, until=LAST)
    content = {
        "cut": whole[:500], "header": whole[:7] + b"999999" + whole[13:],
        "trailer": whole.replace(b"10000", b"10001", 1),
        "end": whole[:-200], "letter": whole[:300] + "山".encode("cp932") + whole[302:],
        "account": receipts([YAMADA], since=FIRST, until=LAST, account="7654321"),
    }[wrong]  # fmt: skip
    page = officer.get(_sent(officer, url, content), follow=True)
    told = page.context["refusal"] if wrong == "account" else str(next(iter(page.context["messages"])))
    assert told.endswith("何も取り込んでいません。")
    assert told.count("何も取り込んでいません") == 1
    assert not MoneyFile.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "きのうの会議の記録です。\n5月12日に、山田さんから10,000円を受け取りました。\n",
        "お知らせ\n口座,変更\nよろしくお願いします\n",
        "金額\n10000\n20000\n",
        "Dear all\nthanks, and see you soon\n",
    ],
)
def test_a_text_that_is_no_table_is_refused_with_what_to_bring(
    desk: Desk, officer: Client, url: str, text: str
) -> None:
    page = officer.get(_sent(officer, url, text.encode(), "memo.txt"), follow=True)
    assert page.redirect_chain
    assert "銀行のファイルでも、表でもないようです。" in page.content.decode()
    assert not MoneyFile.objects.exists()


def test_a_table_without_headings_that_are_known_is_still_asked_about(desk: Desk, officer: Client, url: str) -> None:
    page = _sent(officer, url, "いつ,いくら\n2026/5/1,300\n".encode(), "a.csv")
    assert "それぞれの列を、何として読むか" in officer.get(page).content.decode()


def test_a_sites_list_asks_its_name_and_is_read_by_mapping(desk: Desk, officer: Client, url: str) -> None:
    head = ("オーダーNo.", "いつ", "いくら", "だれ", "よみ", "なにに", "どうなった")
    page = _sent(officer, url, b"".join(write_csv([head, *ORDERS])), "orders.csv")
    mapping = {"kind": "site", "header": "1", "headers": "1", "a_site": "みほん", "u0": "number", "u1": "on",
               "u2": "in_yen", "u3": "name", "u4": "payer", "u5": "purpose", "u6": "status"}  # fmt: skip
    shown = officer.get(page, mapping)
    assert "新しい明細 2件" in shown.content.decode()
    officer.post(page, {**mapping, "shown": shown.context["told"].fingerprint})
    assert desk.rows()[0].name == "佐藤花子"
    assert '<option value="みほん">' in officer.get(page, mapping).content.decode()
    again = _sent(officer, url, b"".join(write_csv([head, *ORDERS, ("A-9", *ORDERS[0][1:])])), "orders2.csv")
    remembered = officer.get(again, {"kind": "site", "a_site": "みほん"})
    assert "新しい明細 1件" in remembered.content.decode()


def test_a_site_that_is_not_named_is_asked_for(desk: Desk, officer: Client, url: str) -> None:
    page = _sent(officer, url, b"".join(write_csv([SITE_HEAD, *ORDERS])), "orders.csv")
    assert "「サイトの名前」を入れてください" in officer.get(page, {"kind": "site"}).content.decode()


def test_nothing_typed_is_lost_when_a_row_cannot_be_decided(desk: Desk, officer: Client, url: str) -> None:
    desk.take_receipts()
    first, second = desk.rows()
    sent = {f"c{first.pk}": "return", f"r{second.pk}": "書きかけ"}
    response = officer.post(url + "rows/", sent)
    assert response.status_code == 422
    text = response.content.decode()
    assert "わけを書いてください" in text
    assert 'value="書きかけ"' in text
    assert f'name="c{first.pk}" value="return" checked' in text


def test_the_row_that_cannot_be_decided_is_named_and_marked(desk: Desk, officer: Client, url: str) -> None:
    desk.take_receipts()
    first, second = desk.rows()
    sent = {f"c{first.pk}": "gift", f"p{first.pk}": desk.any.pk, f"c{second.pk}": "gift"}
    response = officer.post(url + "rows/", sent)
    text = response.content.decode()
    assert f'<a href="#row-{second.pk}">5月20日　入金 50,000円　カ)ミホンシヨウテン: 何のための寄附か' in text
    assert f'id="row-{second.pk}" tabindex="-1" aria-describedby="row-{second.pk}-error"' in text
    assert f'<p class="field__error" id="row-{second.pk}-error">' in text
    assert f"row-{first.pk}-error" not in text
    assert f'name="c{first.pk}" value="gift" checked' in text
    assert {row.state for row in desk.rows()} == {"open"}


def test_entries_of_about_the_rows_day_are_offered_and_none_are_alike(desk: Desk, officer: Client, url: str) -> None:
    on = [TAKEN - dt.timedelta(32), TAKEN - dt.timedelta(31), TAKEN, TAKEN, TAKEN + dt.timedelta(8)]
    with guard.door("tests"):
        entries = [
            booking.receive(desk.any, 10_000, Said(day, "寄附", way="donation", origin="file")) for day in on
        ]
    desk.take_receipts(YAMADA)
    (question,) = officer.get(url + "rows/").context["questions"]
    assert {offer.value for offer in question.offers} == {f"entry:{one.pk}" for one in entries[1:4]}
    assert len({offer.word for offer in question.offers}) == 3
    assert all("10,000円" in offer.word for offer in question.offers)


def test_a_pledge_offered_by_its_sum_alone_says_that_the_name_differs(desk: Desk, officer: Client, url: str) -> None:
    desk.pledge(10_000, "さとう はなこ")
    desk.pledge(10_000, "さとう はなこ", made_on=SHOP.on)
    desk.take_receipts(YAMADA)
    page = officer.get(url + "rows/")
    (question,) = page.context["questions"]
    assert [offer.why for offer in question.offers] == ["金額が合う・名前はちがいます"]


def test_a_press_with_nothing_chosen_says_so(desk: Desk, officer: Client, url: str) -> None:
    desk.take_receipts()
    assert "「あとで決める」のまま" in officer.post(url + "rows/", {}).content.decode()


def test_one_press_books_the_sure_ones(desk: Desk, officer: Client, url: str) -> None:
    desk.take_orders()
    page = officer.get(url + "rows/")
    assert "1件をまとめて記帳する" in page.content.decode()
    officer.post(url + "rows/", {"count": "1"})
    assert desk.kept(desk.school) == 10_000


def test_a_row_that_was_put_away_waits_again(desk: Desk, officer: Client, url: str) -> None:
    desk.take_receipts()
    (row, _other) = desk.rows()
    desk.decide(Decided(row.pk, aside="other", reason="x"))
    officer.post(f"{url}rows/{row.pk}/reopen/")
    assert desk.rows()[0].state == "open"


def test_a_closed_month_is_opened_with_a_reason(desk: Desk, officer: Client, url: str) -> None:
    desk.take_receipts(YAMADA)
    desk.decide(Decided(desk.rows()[0].pk, purpose=desk.any.pk))
    close_month(desk.officer, desk.fund, MAY, 10_000)
    officer.post(url + "months/2026/5/", {"reason": "明細が増えた"})
    assert MonthClosing.objects.get().reopened_because == "明細が増えた"
    assert officer.get(url + "months/2026/13/").status_code == 404


def test_the_balance_that_follows_from_the_month_before_stands_beside_the_statement(
    desk: Desk, officer: Client, url: str
) -> None:
    june = FIRST.replace(month=6)
    desk.take_receipts(YAMADA)
    desk.take(receipts([Paid(june, 700, "ア")], since=june, until=june.replace(day=30)))
    desk.decide(*(Decided(row.pk, purpose=desk.any.pk) for row in desk.rows()))
    close_month(desk.officer, desk.fund, MAY, 10_000)
    page = officer.get(url + "months/2026/6/").content.decode()
    assert "前の月の残高と、この月の出入りから" in page
    assert "10,700" in page
    assert "前の月の残高と、この月の出入りから" not in officer.get(url + "months/2026/5/").content.decode()
    refused = officer.post(url + "months/2026/6/", {"statement": "10,699"})
    assert "通帳のほうが1円少ないです" in refused.content.decode()
    officer.post(url + "months/2026/6/", {"statement": "10,699", "reason": "手数料"})
    public = Client().get(f"/{desk.town.code}/funds/{desk.fund.pk}/months/").content.decode()
    assert "10,700" in public
    assert "円のはず" in public


def test_the_words_of_a_month_are_true_before_and_after_a_site_pays_out(
    desk: Desk, officer: Client, url: str
) -> None:
    desk.take_orders()
    (order, other) = desk.rows()
    desk.decide(Decided(order.pk, purpose=desk.school.pk), Decided(other.pk, purpose=desk.any.pk))
    desk.take_receipts(Paid(SHOP.on, 40_000, "ミホンキフサイト", 9))
    desk.decide(Decided(desk.rows(state="open")[0].pk, aside="payout"))
    page = officer.get(url + "months/2026/5/").content.decode()
    assert "届いていない" not in page
    assert "寄附サイト・決済事業者が受け取り、記帳した分" in page
    assert "明細のうち2件は寄附サイトの申込みで" in page


def test_a_press_erases_the_names_of_an_old_month(desk: Desk, officer: Client, url: str) -> None:
    desk.take_receipts(YAMADA)
    desk.decide(Decided(desk.rows()[0].pk, purpose=desk.any.pk))
    close_month(desk.officer, desk.fund, MAY, 10_000)
    officer.post(url + "months/2026/5/forget/")
    assert MoneyRow.objects.get().payer == ""


def test_the_account_is_told_on_its_page(desk: Desk, officer: Client, url: str) -> None:
    told = {"bank_name": "みほん信用金庫", "bank": "9998", "branch_name": "駅前", "branch": "003", "kind": "1",
            "number": "0000012", "holder": "ミホン"}  # fmt: skip
    assert officer.post(url + "account/", {**told, "number": "12"}).status_code == 422
    officer.post(url + "account/", told)
    assert FundAccount.objects.get().bank_name == "みほん信用金庫"


def test_the_page_of_a_fund_leads_to_its_account_whoever_keeps_it(
    desk: Desk, officer: Client, client_of: ClientOf, url: str
) -> None:
    with guard.door("tests"):
        tell("fund", [desk.fund])
    page = f"/{desk.town.code}/funds/{desk.fund.pk}/"
    assert f'href="{url}"' in officer.get(page).content.decode()
    for client in (client_of(desk.cast.resident), client_of(desk.cast.firm), Client()):
        assert f'href="{url}"' not in client.get(page).content.decode()


def test_only_those_who_keep_the_account_see_its_rows(desk: Desk, client_of: ClientOf, url: str) -> None:
    desk.take_receipts()
    for person in (desk.cast.resident, desk.cast.firm, desk.cast.council_member):
        assert client_of(person).get(url + "rows/").status_code == 403
    assert Client().get(url + "rows/").status_code == 302


def test_queries_do_not_grow_with_the_rows(desk: Desk, officer: Client, url: str) -> None:
    counts = []
    for batch in (1, 2):
        desk.take_receipts(*(Paid(TAKEN, yen * 100 + batch, "ア", yen) for yen in range(1, ROWS_OF_A_DAY)))
        for page in (url, url + "rows/", url + "months/2026/5/"):
            officer.get(page)
            with CaptureQueriesContext(connection, ) as caught:
                officer.get(page)
            counts.append(len(caught))
    assert counts[:3] == counts[3:]
