"""The fields of each record of a bank's file, and how one is read: numbers, kana, days of an era.

A year of two figures is one of an era. The files do not say which; the rule here: the newest era that has such a day
not later than tomorrow. So 310430 is 平成31年4月30日 and 080512 令和8年5月12日, until 令和31年 comes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from unicodedata import normalize

from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.core.wareki import ERAS
from meguri.funding.bank.zengin_text import LENGTH

__all__ = ["ACCOUNT_KINDS", "END", "LENGTH", "MOVEMENTS", "RECEIPTS", "Layout", "Line", "Record", "day_of"]

END = "9"
RECEIPTS_CODE, MOVEMENTS_CODE = "01", "03"
ACCOUNT_KINDS = {"1": "普通", "2": "当座", "4": "貯蓄"}
IN, OUT = "1", "2"
_CANCELLED = "1"
_OVERDRAWN = "2"
N, C = "N", "C"
"""数字, right-aligned with zeros; 文字, left-aligned with spaces."""

Fields = Sequence[tuple[str, int, str, str]]
"""(key, bytes, N or C, what it is called)."""

_HEAD: Fields = (
    ("sort", 1, N, "データ区分"), ("code", 2, N, "種別コード"), ("letters", 1, N, "コード区分"),
    ("made_on", 6, N, "作成日"), ("since", 6, N, "勘定日（自）"), ("until", 6, N, "勘定日（至）"),
    ("bank", 4, N, "銀行コード"), ("bank_name", 15, C, "銀行名"), ("branch", 3, N, "支店コード"),
    ("branch_name", 15, C, "支店名"),
)  # fmt: skip
RECEIPT_HEADER: Fields = (
    *_HEAD, ("deposit", 1, N, "預金種目"), ("account", 7, N, "口座番号"), ("holder", 40, C, "口座名"),
    ("", 93, C, "ダミー"),
)  # fmt: skip
RECEIPT: Fields = (
    ("sort", 1, N, "データ区分"), ("number", 6, N, "照会番号"), ("on", 6, N, "勘定日"), ("from", 6, N, "起算日"),
    ("yen", 10, N, "金額"), ("cheques", 10, N, "うち他店券金額"), ("payer_code", 10, C, "振込依頼人コード"),
    ("payer", 48, C, "振込依頼人名"), ("bank", 15, C, "仕向銀行名"), ("office", 15, C, "仕向店名"),
    ("cancelled", 1, C, "取消区分"), ("edi", 20, C, "EDI情報"), ("", 52, C, "ダミー"),
)  # fmt: skip
RECEIPT_TRAILER: Fields = (
    ("sort", 1, N, "データ区分"), ("count", 6, N, "振込合計件数"), ("sum", 12, N, "振込合計金額"),
    ("cancelled_count", 6, N, "取消合計件数"), ("cancelled_sum", 12, N, "取消合計金額"), ("", 163, C, "ダミー"),
)  # fmt: skip
MOVEMENT_HEADER: Fields = (
    *_HEAD, ("zeros", 3, N, "ダミー"), ("deposit", 1, N, "預金種目"), ("account", 10, N, "口座番号"),
    ("holder", 40, C, "口座名"), ("overdrawn", 1, C, "貸越区分"), ("book", 1, C, "通帳・証書区分"),
    ("before", 14, N, "取引前残高"), ("", 71, C, "ダミー"),
)  # fmt: skip
MOVEMENT: Fields = (
    ("sort", 1, N, "データ区分"), ("number", 8, N, "照会番号"), ("on", 6, N, "勘定日"), ("from", 6, N, "預入・払出日"),
    ("way", 1, N, "入払区分"), ("trade", 2, C, "取引区分"), ("yen", 12, N, "取引金額"),
    ("cheques", 12, N, "うち他店券金額"), ("presented", 6, C, "交換呈示日"), ("bounced", 6, C, "不渡返還日"),
    ("cheque", 1, C, "手形・小切手区分"), ("cheque_number", 7, C, "手形・小切手番号"), ("desk", 3, C, "僚店番号"),
    ("payer_code", 10, C, "振込依頼人コード"), ("payer", 48, C, "振込依頼人名"), ("bank", 15, C, "仕向銀行名"),
    ("office", 15, C, "仕向店名"), ("summary", 20, C, "摘要内容"), ("edi", 20, C, "EDI情報"), ("", 1, C, "ダミー"),
)  # fmt: skip
MOVEMENT_TRAILER: Fields = (
    ("sort", 1, N, "データ区分"), ("count", 6, N, "入金件数"), ("sum", 13, N, "入金額合計"),
    ("out_count", 6, N, "出金件数"), ("out_sum", 13, N, "出金額合計"), ("overdrawn", 1, C, "貸越区分"),
    ("after", 14, N, "取引後残高"), ("rows", 7, N, "データ・レコード件数"), ("", 139, C, "ダミー"),
)  # fmt: skip
RECEIPT_END: Fields = (("sort", 1, N, "データ区分"), ("", 199, C, "ダミー"))
MOVEMENT_END: Fields = (
    ("sort", 1, N, "データ区分"), ("records", 10, N, "レコード総件数"), ("accounts", 5, N, "口座数"),
    ("", 184, C, "ダミー"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on an account: `yen` is positive for money that came in, negative for money that went out.

    `number`: the bank's own number for it (照会番号), "" where it gives none. `payer` and `message` are half-width kana
    made full-width. `cancelled`: the bank takes back a receipt it has told.
    """

    record: int
    number: str
    on: date
    yen: int
    payer: str
    payer_code: str
    message: str
    bank: str
    cancelled: bool = False


def day_of(figures: str, today: date) -> date:
    """A day of six figures, YYMMDD of an era, not later than the day after `today`. ValueError for none."""
    year, month, day = int(figures[:2]), int(figures[2:4]), int(figures[4:])
    for era in ERAS:
        try:
            found = date(year + era.offset, month, day)
        except ValueError:
            continue
        if era.first <= found <= min(era.last, today + timedelta(days=1)) and year:
            return found
    raise ValueError(figures)


@dataclass(frozen=True)
class Record:
    """One record of a file: its number from 1, its 200 letters, and what stands where."""

    number: int
    letters: str
    fields: Fields
    _places: dict[str, tuple[int, int, str, str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        at = 0
        for key, length, sort, word in self.fields:
            self._places[key] = (at, length, sort, word)
            if sort == N and not _is_number(self.letters[at : at + length]):
                raise self._wrong(key, _("数字だけのはずです。"))
            at += length

    def text(self, key: str) -> str:
        """As it stands, without spaces at its end; "" where the record has no such field."""
        at, length, _sort, _word = self._places.get(key, (0, 0, C, ""))
        return self.letters[at : at + length].rstrip()

    def kana(self, key: str) -> str:
        """Half-width kana made full-width, with their sound marks joined."""
        return normalize("NFKC", self.text(key)).strip()

    def number_at(self, key: str) -> int:
        return int(self.text(key) or 0)

    def day(self, key: str, today: date) -> date:
        try:
            return day_of(self.text(key), today)
        except ValueError:
            raise self._wrong(key, _("「%(found)s」は日付として読めません。") % {"found": self.text(key)}) from None

    def balance(self, sign: str, key: str) -> int | None:
        """A balance in yen, negative when overdrawn; None where the record tells none."""
        if not self.text(key):
            return None
        return -self.number_at(key) if self.text(sign) == _OVERDRAWN else self.number_at(key)

    def line(self, number: int, today: date) -> Line:
        """The movement that a data record tells."""
        yen = self.number_at("yen")
        way = self.text("way") or IN
        if way not in (IN, OUT):
            raise self._wrong("way", _("1（入金）か2（出金）のはずです。"))
        if not yen:
            raise self._wrong("yen", _("金額が0円です。"))
        own = self.text("number")
        message = " ".join(one for one in (self.kana("summary"), self.kana("edi")) if one)
        return Line(
            number, "" if not own.strip("0") else own, self.day("on", today), -yen if way == OUT else yen,
            self.kana("payer"), self.text("payer_code").strip("0"), message, self.kana("bank"),
            self.text("cancelled") == _CANCELLED,
        )  # fmt: skip

    def _wrong(self, key: str, what: str) -> BadInput:
        at, length, _sort, word = self._places[key]
        place = _("%(n)s件目のレコード %(from)s〜%(to)sバイト目の「%(word)s」: ")
        return BadInput(place % {"n": self.number, "from": at + 1, "to": at + length, "word": word} + what)


def _is_number(text: str) -> bool:
    """Figures; a field that the bank leaves out may be all spaces."""
    return not text.strip() or (text.isascii() and text.isdigit())


Sums = Iterator[tuple[str, int, tuple[int, ...]]]


@dataclass(frozen=True)
class Layout:
    """The records of one kind of file."""

    code: str
    header: Fields
    data: Fields
    trailer: Fields
    end: Fields

    def sums(self, lines: Sequence[Line], trail: Record) -> Sums:
        """(what, as the trailer tells it, as counted: whichever reading of the rule gives the same is right)."""
        if self.code == RECEIPTS_CODE:
            yield from _receipt_sums(lines, trail)
            return
        came, went = [one.yen for one in lines if one.yen > 0], [-one.yen for one in lines if one.yen < 0]
        yield _("入金件数"), trail.number_at("count"), (len(came),)
        yield _("入金額合計"), trail.number_at("sum"), (sum(came),)
        yield _("出金件数"), trail.number_at("out_count"), (len(went),)
        yield _("出金額合計"), trail.number_at("out_sum"), (sum(went),)
        yield _("データ・レコード件数"), trail.number_at("rows"), (len(lines),)

    def totals(self, last: Record, records: int, accounts: int) -> Iterator[tuple[int, int]]:
        """(as the last record tells it, as counted); 0 is not told."""
        yield last.number_at("records"), records
        yield last.number_at("accounts"), accounts


def _receipt_sums(lines: Sequence[Line], trail: Record) -> Sums:
    """Of receipts some banks count what was cancelled among the whole, some leave it out: in both, never half of it."""
    gone = [one.yen for one in lines if one.cancelled]
    kept = [one.yen for one in lines if not one.cancelled]
    whole = trail.number_at("count") == len(lines)
    yield _("振込合計件数"), trail.number_at("count"), (len(kept), len(lines))
    yield _("振込合計金額"), trail.number_at("sum"), (sum(kept) + (sum(gone) if whole else 0),)
    yield _("取消合計件数"), trail.number_at("cancelled_count"), (len(gone),)
    yield _("取消合計金額"), trail.number_at("cancelled_sum"), (sum(gone),)


RECEIPTS = Layout(RECEIPTS_CODE, RECEIPT_HEADER, RECEIPT, RECEIPT_TRAILER, RECEIPT_END)
MOVEMENTS = Layout(MOVEMENTS_CODE, MOVEMENT_HEADER, MOVEMENT, MOVEMENT_TRAILER, MOVEMENT_END)
