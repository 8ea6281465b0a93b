"""Files of the Japanese banks in the Zengin layout (全銀協): what came into an account, and what came in and went out.

Two kinds are read, 200 bytes a record: 振込入金通知 (種別 01, 形式 A) and 入出金取引明細 (種別 03, ordinary deposits).

    bytes ─► records of 200 ─► header, data…, trailer, one set for each account ─► end

A file is read whole or not at all: what does not hold raises `BadInput`, which names the record and what to do. Sources
of the layout: 一般社団法人全国銀行協会「適用業務およびレコード・フォーマット」, as banks publish it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.funding.bank.zengin_fields import (
    ACCOUNT_KINDS,
    END,
    LENGTH,
    MOVEMENTS,
    MOVEMENTS_CODE,
    RECEIPTS,
    RECEIPTS_CODE,
    Layout,
    Line,
    Record,
)
from meguri.funding.bank.zengin_text import decoded, records_of

__all__ = ["Line", "Statement", "Zengin", "is_zengin", "read_zengin"]

MOST_RECORDS = 200_000
HEADER, DATA, TRAILER = "1", "2", "8"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says of one account. `before` and `after`: its balance in yen; None where the kind tells none."""

    bank: str
    bank_name: str
    branch: str
    branch_name: str
    account_kind: str
    account: str
    holder: str
    since: date
    until: date
    lines: tuple[Line, ...]
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Zengin:
    """A whole file: its kind (01 or 03), the day it was made, and each account's statement."""

    kind: str
    made_on: date
    statements: tuple[Statement, ...]


def is_zengin(content: bytes) -> bool:
    """Whether bytes look like a file of this kind, whatever is wrong with them: they begin with its header."""
    return content[:3] in {b"101", b"103"} or content[:3] in {b"\xf1\xf0\xf1", b"\xf1\xf0\xf3"}


def read_zengin(content: bytes, *, today: date) -> Zengin:
    """The statements in a file. `today` settles the era of its years: no day of a bank's file lies in the future."""
    text = decoded(content)
    records = records_of(text)
    if len(records) > MOST_RECORDS:
        raise BadInput(_("レコードが多すぎます（%(most)s件まで）。期間を分けて、もう一度お送りください。")
                       % {"most": f"{MOST_RECORDS:,}"})  # fmt: skip
    return _Reader(records, today).read()


class _Reader:
    """Walks through the records; `at` is the number, from 1, of the one being read."""

    def __init__(self, records: Sequence[str], today: date) -> None:
        self.records, self.today, self.at = records, today, 0
        self.layout: Layout = RECEIPTS
        self.made_on = today

    def read(self) -> Zengin:
        statements = []
        sort = self._sort()
        if sort != HEADER:
            raise self._wrong(
                _(
                    "ファイルの先頭がヘッダー・レコードではありません。銀行から受け取ったままのファイルを選んでください。"
                )
            )
        self.layout = self._layout()
        while self._sort() == HEADER:
            statements.append(self._statement())
        self._end(statements)
        return Zengin(self.layout.code, self.made_on, tuple(statements))

    def _layout(self) -> Layout:
        code = self.records[self.at][1:3]
        layouts = {RECEIPTS_CODE: RECEIPTS, MOVEMENTS_CODE: MOVEMENTS}
        if code not in layouts:
            sentence = _(
                "種別コード「%(code)s」のファイルは扱えません。「振込入金通知（01）」か「入出金取引明細（03）」を選んでください。"
            )
            raise self._wrong(sentence % {"code": code})
        return layouts[code]

    def _statement(self) -> Statement:
        head = self._record(self.layout.header)
        if head.text("code") != self.layout.code:
            raise self._wrong(
                _("ちがう種別のヘッダーがまじっています。一つの種別のファイルを選んでください。"), step=-1
            )
        if head.text("deposit") not in ACCOUNT_KINDS:
            raise self._wrong(_("普通・当座・貯蓄の口座の明細だけを扱えます。"), step=-1)
        self.made_on = head.day("made_on", self.today)
        since, until = head.day("since", self.today), head.day("until", self.today)
        if since > until:
            raise self._wrong(
                _("勘定日の「自」が「至」より後です。銀行に、もう一度ファイルを求めてください。"), step=-1
            )
        lines = tuple(self._lines(since, until))
        trail = self._trailer()
        self._check(lines, trail)
        self._check_balance(lines, head, trail)
        return Statement(
            head.text("bank"), head.kana("bank_name"), head.text("branch"), head.kana("branch_name"),
            head.text("deposit"), head.text("account").lstrip("0").rjust(7, "0"), head.kana("holder"),
            since, until, lines, head.balance("overdrawn", "before"), trail.balance("overdrawn", "after"),
        )  # fmt: skip

    def _lines(self, since: date, until: date) -> Iterator[Line]:
        while self._sort() == DATA:
            one = self._record(self.layout.data)
            line = one.line(self.at, self.today)
            if not since <= line.on <= until:
                raise self._wrong(_("勘定日が、ヘッダーの期間の外にあります。"), step=-1)
            yield line

    def _trailer(self) -> Record:
        if self._sort() != TRAILER:
            sentence = _(
                "トレーラ・レコードがありません。ファイルが途中で切れています。銀行から、もう一度受け取ってください。"
            )
            raise self._wrong(sentence)
        return self._record(self.layout.trailer)

    def _check(self, lines: Sequence[Line], trail: Record) -> None:
        """Counts and sums as the trailer tells them. Of a 01 file some banks count what was cancelled, some do not."""
        for word, told, counted in self.layout.sums(lines, trail):
            if told not in counted:
                sentence = _("%(word)sが合いません。トレーラは%(told)s、明細を足すと%(counted)sです。"
                             "銀行から、もう一度受け取ってください。")  # fmt: skip
                said = {"word": word, "told": f"{told:,}", "counted": f"{counted[0]:,}"}
                raise self._wrong(sentence % said, step=-1)

    def _check_balance(self, lines: Sequence[Line], head: Record, trail: Record) -> None:
        before, after = head.balance("overdrawn", "before"), trail.balance("overdrawn", "after")
        if before is None or after is None or before + sum(one.yen for one in lines) == after:
            return
        sentence = _("取引前の残高に明細を足すと%(counted)s円で、取引後の残高%(told)s円と合いません。"
                     "銀行から、もう一度受け取ってください。")  # fmt: skip
        counted = before + sum(one.yen for one in lines)
        raise self._wrong(sentence % {"counted": f"{counted:,}", "told": f"{after:,}"}, step=-1)

    def _end(self, statements: Sequence[Statement]) -> None:
        if self._sort() != END:
            sentence = _(
                "エンド・レコードがありません。ファイルが途中で切れています。銀行から、もう一度受け取ってください。"
            )
            raise self._wrong(sentence)
        last = self._record(self.layout.end)
        if self.at < len(self.records):
            raise self._wrong(
                _("エンド・レコードの後に、まだ続きがあります。ファイルをつなげずに、一つずつお送りください。")
            )
        for told, counted in self.layout.totals(last, len(self.records), len(statements)):
            if told not in (0, counted):
                raise self._wrong(
                    _("エンド・レコードの件数が合いません。銀行から、もう一度受け取ってください。"), step=-1
                )

    def _sort(self) -> str:
        return self.records[self.at][0] if self.at < len(self.records) else ""

    def _record(self, fields: Sequence[tuple[str, int, str, str]]) -> Record:
        self.at += 1
        return Record(self.at, self.records[self.at - 1], fields)

    def _wrong(self, sentence: str, *, step: int = 0) -> BadInput:
        number = min(self.at + 1 + step, len(self.records)) or 1
        place = _("%(n)s件目のレコード（%(from)s〜%(to)sバイト目）: ")
        first = (number - 1) * LENGTH + 1
        return BadInput(place % {"n": number, "from": f"{first:,}", "to": f"{first + LENGTH - 1:,}"} + sentence)
