"""The money of 見本町's funds: ledgers, a month of files of bank and site closed, and one with rows that wait."""

from datetime import date
from importlib.resources import files

from django.db import transaction

from meguri.cli.sample import mihon
from meguri.cli.sample.mihon_hall import in_days, posts, town
from meguri.cli.sample.mihon_story import send_no_letters, somebody_at
from meguri.core.actor import Actor
from meguri.core.scope import across_towns, in_town
from meguri.funding.bank.actions import accept_sure_rows, close_month, decide_rows, name_account, take_money_file
from meguri.funding.bank.closing import state_of
from meguri.funding.bank.deciding import Decided, open_rows, sure_ones
from meguri.funding.bank.models import MoneyFile
from meguri.funding.bank.reading import GivenFile
from meguri.funding.journal.models import Fund, Purpose

FUND, FUND_OF_FIRMS, SITE = "ふるさと応援基金", "企業版ふるさと納税活用資金", "みほん寄附サイト"
SEPTEMBER = date(2026, 9, 1)
_LEFT_ASIDE = "カ)ミホンキフサイト"


def tell_bank() -> None:
    """All or nothing."""
    with in_town(town()), transaction.atomic():
        officer = somebody_at(posts()["総務課／財政係／係長"])
        fund = Fund.objects.select_related("holder").get(name=FUND)
        _take(officer, fund, "suito_furusato.csv", kind="ledger")
        firms = Fund.objects.select_related("holder").get(name=FUND_OF_FIRMS)
        _take(officer, firms, "suito_kigyo.csv", kind="ledger")
        name_account(officer, fund, "9999", "みほん銀行", "001", "本店", "1", "0123456", "ミホンチョウ カイケイ")
        _take(officer, fund, "nyukin_202609.txt")
        _take(officer, fund, "kifu_site_202609.csv", kind="site", asked={"site": SITE})
        _close_september(officer, fund)
        _take(officer, fund, "nyukin_202610.txt")
        send_no_letters()


def is_told() -> bool:
    with across_towns():
        return MoneyFile.objects.filter(town__municipality__code=mihon.CODE).exists()


def _take(officer: Actor, fund: Fund, name: str, kind: str = "", asked: dict[str, str] | None = None) -> None:
    """`{paid_on}` in a file is a day after the gift from which it was paid came."""
    content = (files(__package__) / "bank" / name).read_bytes()
    content = content.replace(b"{paid_on}", in_days("-5").isoformat().encode())
    take_money_file(officer, fund, GivenFile(name, content, kind, asked=asked or {}))


def _close_september(officer: Actor, fund: Fund) -> None:
    """What is sure by one press, the rest as somebody saw it; the bank's balance is what should be there."""
    accept_sure_rows(officer, fund, len(sure_ones(fund)))
    purposes = {one.name: one for one in Purpose.objects.filter(fund=fund)}
    decide_rows(officer, fund, [
        Decided(row.pk, aside="payout") if row.payer == _LEFT_ASIDE
        else Decided(row.pk, purpose=purposes["森と水" if "モリ" in row.text else "おまかせ"].pk)
        for row in open_rows(fund)
    ])  # fmt: skip
    close_month(officer, fund, SEPTEMBER, state_of(fund, SEPTEMBER).expected)
