"""What tests of this room set out from: a town's fund with an account, an officer, and files for it."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import VISITOR, Actor, Role
from meguri.core.tables import write_csv
from meguri.funding.bank.actions import decide_rows, name_account, take_money_file
from meguri.funding.bank.deciding import Decided
from meguri.funding.bank.models import MoneyFile, MoneyRow
from meguri.funding.bank.reading import GivenFile
from meguri.funding.bank.tests.zengin_files import Paid, movements, receipts
from meguri.funding.giving.actions import pledge
from meguri.funding.giving.models import Pledge
from meguri.funding.giving.said import Who
from meguri.funding.journal.accounts import balances_of, open_accounts, open_purpose
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.models import Organisation
from meguri.towns.models import Town
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices

MAY, FIRST, LAST = dt.date(2026, 5, 1), dt.date(2026, 5, 1), dt.date(2026, 5, 31)
TAKEN = dt.date(2026, 5, 12)
YAMADA = Paid(TAKEN, 10_000, "ヤマダ タロウ", 1)
SHOP = Paid(dt.date(2026, 5, 20), 50_000, "カ)ミホンシヨウテン", 2)
SITE_HEAD = ("申込番号", "申込日", "寄附金額", "氏名", "フリガナ", "使い道", "決済状況")
ORDERS = (
    ("A-001", "2026/5/3", "10,000", "佐藤花子", "サトウ ハナコ", "子どもの通学", "入金済"),
    ("A-002", "2026/5/9", "30,000", "鈴木一郎", "スズキ イチロウ", "おまかせ", "入金済"),
    ("A-003", "2026/5/9", "5,000", "田中実", "タナカ ミノル", "子どもの通学", "キャンセル"),
)


class Desk:
    """「まちづくり応援資金」 of the town, with two purposes; call it inside `guard.door` and `in_town`."""

    def __init__(self, cast: Cast, offices: Offices) -> None:
        self.cast, self.town = cast, offices.town
        self.officer: Actor = actor_for(cast.officer, self.town, Role.OFFICER)
        self.fund = self._fund(self.town, offices.welfare_section)
        self.school: Purpose = open_purpose(self.fund, "子どもの通学")
        self.any: Purpose = open_purpose(self.fund, "まちにおまかせ", position=1)

    def _fund(self, town: Town, holder: Organisation) -> Fund:
        made: Fund = Fund.objects.create(
            town=town, name="まちづくり応援資金", holder=holder, is_copy=True, aim="町の外の人の応援を生かす",
            opened_on=dt.date(2025, 4, 1), first_published_at=timezone.now(),
        )  # fmt: skip
        open_accounts(made)
        return made

    def name_account(self, number: str = "1234567") -> None:
        name_account(
            self.officer, self.fund, "9999", "みほん銀行", "012", "本店", "1", number, "ミホンチョウカイケイカンリシャ"
        )

    def take(self, content: bytes, name: str = "nyukin.txt", **more: object) -> MoneyFile:
        return take_money_file(self.officer, self.fund, GivenFile(name, content, **more))  # type: ignore[arg-type]

    def take_receipts(self, *rows: Paid) -> MoneyFile:
        return self.take(receipts(rows or (YAMADA, SHOP), since=FIRST, until=LAST))

    def take_movements(self, *rows: Paid, before: int = 0) -> MoneyFile:
        return self.take(movements(rows, since=FIRST, until=LAST, before=before))

    def take_orders(self, *rows: Sequence[str], site: str = "みほん寄附サイト", name: str = "a.csv") -> MoneyFile:
        content = b"".join(write_csv([SITE_HEAD, *(rows or ORDERS)]))
        return self.take(content, name, kind="site", asked={"site": site})

    def rows(self, **about: object) -> list[MoneyRow]:
        return list(MoneyRow.objects.filter(fund=self.fund, **about).order_by("on", "pk"))

    def decide(self, *decided: Decided) -> int:
        return decide_rows(self.officer, self.fund, decided)

    def pledge(
        self, yen: int, name: str = "やまだ たろう", method: str = "slip", *, made_on: dt.date = FIRST
    ) -> Pledge:
        made = pledge(VISITOR, self.school, yen, Who(name=name, email="giver@example.jp"), method=method)
        made.made_on = made_on
        with guard.door("tests"):
            made.save(update_fields=["made_on"])
        return made

    def kept(self, purpose: Purpose | None = None) -> int:
        wanted = purpose or self.any
        return balances_of([wanted])[wanted.pk].kept
