"""A file of money as rows: a bank's Zengin file, or a table read by its columns. Nothing is stored."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.core.tables import Finding, read_table
from meguri.core.tables.archive import ZIP_SIGNATURE
from meguri.core.tables.columns import Columns, SheetKind
from meguri.core.tables.filling import Reading, asked_in, read_rows
from meguri.core.tables.layout import SHEET, Laid, lay_out, which_kind
from meguri.core.tables.values import Value
from meguri.funding.bank.kinds import KINDS
from meguri.funding.bank.models import MoneyFile
from meguri.funding.bank.zengin import Line, Statement, Zengin, is_zengin, read_zengin
from meguri.governance.sheets.layouts import recall

Source = MoneyFile.Source
_NOT_PAID = ("未", "キャンセル", "取消", "失敗", "無効", "期限切れ", "中止")
_ZENGIN = {"01": Source.RECEIPTS, "03": Source.MOVEMENTS}


@dataclass(frozen=True)
class GivenFile:
    """A file as it was given. `kind`, `columns`, `asked`: what a person said of how it is to be read."""

    name: str
    content: bytes
    kind: str = ""
    columns: Columns | None = None
    sheet: str | None = None
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row: `position` in its file, signed `yen`; of a person `payer` (kana), `name`, `text`."""

    position: int
    on: date
    yen: int
    payer: str = ""
    name: str = ""
    text: str = ""
    number: str = ""
    purpose: str = ""
    project: str = ""


@dataclass(frozen=True)
class MoneyRead:
    """What a file says. `rows` is None while something has to be put right: then `fault`, or the report, says what."""

    source: Source
    rows: tuple[Incoming, ...] | None
    statement: Statement | None = None
    laid: Laid | None = None
    kind: SheetKind | None = None
    site: str = ""
    fault: str = ""
    left_out: int = 0

    @property
    def since(self) -> date | None:
        return self.statement.since if self.statement else min((one.on for one in self.rows or ()), default=None)

    @property
    def until(self) -> date | None:
        return self.statement.until if self.statement else max((one.on for one in self.rows or ()), default=None)


def read_money(file: GivenFile) -> MoneyRead:
    """The rows of a file. BadInput for what is neither a bank's file nor a table."""
    if is_zengin(file.content):
        return _from_the_bank(file.content)
    _refuse_what_is_no_table(file)
    kind = _kind_of(file)
    laid = _laid(file, kind)
    asked = asked_in(laid, kind) | {key: said for key, said in file.asked.items() if said.strip()}
    laid = replace(laid, columns=replace(laid.columns, asked=asked))
    source = Source(kind.key)
    if (fault := laid.columns.fault(kind)) is not None:
        return MoneyRead(source, None, laid=laid, kind=kind, fault=str(fault))
    reading = read_rows(laid, kind)
    rows, left_out = _rows(reading, kind)
    site = str(reading.asked.get("site") or "")
    sound = tuple(rows) if reading.report.ok else None
    return MoneyRead(source, sound, laid=laid, kind=kind, site=site, left_out=left_out)


def _refuse_what_is_no_table(file: GivenFile) -> None:
    """A text without columns; or one with no row below its first, or no figures, whose headings nobody knows."""
    if file.content.startswith(ZIP_SIGNATURE):
        return
    rows = read_table(file.content, file.name, limits=SHEET, places=frozenset()).rows
    wide = [row for row in rows if sum(bool(cell.strip()) for cell in row) > 1]
    is_told = len(wide) > 1 and any(letter.isdigit() for row in wide for cell in row for letter in cell)
    if wide and (is_told or which_kind(file.content, file.name, list(KINDS.values()))[0] is not None):
        return
    raise BadInput(
        _(
            "銀行のファイルでも、表でもないようです。銀行から受け取ったままのファイルか、日付と金額の列がある表（Excel・CSV）を選んでください。何も取り込んでいません。"
        )
    )


def _from_the_bank(content: bytes) -> MoneyRead:
    """Whatever is wrong with it, the refusal ends by saying that nothing was taken in."""
    try:
        return _of_the_bank(read_zengin(content, today=timezone.localdate()))
    except BadInput as no:
        raise BadInput(_("%(why)s何も取り込んでいません。") % {"why": no.sentence}) from no


def _of_the_bank(read: Zengin) -> MoneyRead:
    if len(read.statements) != 1:
        sentence = _("このファイルには%(n)s口座分の明細が入っています。口座を一つ選んで、もう一度受け取ってください。")
        raise BadInput(sentence % {"n": len(read.statements)})
    told = read.statements[0]
    rows = tuple(
        Incoming(one.record, one.on, -one.yen if one.cancelled else one.yen, one.payer, "", _message(one), one.number)
        for one in told.lines
    )
    return MoneyRead(_ZENGIN[read.kind], rows, statement=told)


def _message(one: Line) -> str:
    """What the bank passed on; a receipt that the bank takes back is money that goes out again, and says so."""
    taken_back = _("（銀行による振込の取り消し）") if one.cancelled else ""
    return " ".join(filter(None, (taken_back, one.message, one.payer_code)))


def _kind_of(file: GivenFile) -> SheetKind:
    if (said := KINDS.get(file.kind)) is not None:
        return said
    found, _sure = which_kind(file.content, file.name, list(KINDS.values()), file.sheet)
    return found or KINDS["bank"]


def _laid(file: GivenFile, kind: SheetKind) -> Laid:
    """As told, else as a file with these headings was read before, else as recognised."""
    if file.columns is not None:
        return lay_out(file.content, file.name, kind, sheet=file.sheet, columns=file.columns)
    laid = lay_out(file.content, file.name, kind, sheet=file.sheet)
    before = recall(kind.key, laid.headings)
    if before is None or before.uses == laid.columns.uses or len(before.uses) != len(laid.headings):
        return laid
    told = replace(laid.columns, uses=before.uses)
    return lay_out(file.content, file.name, kind, sheet=laid.table.sheet or None, columns=told)


def _rows(reading: Reading, kind: SheetKind) -> tuple[list[Incoming], int]:
    """Rows with money; those that a site has not been paid are left out and counted."""
    found: list[Incoming] = []
    left_out = 0
    for row in reading.rows:
        if _is_unpaid(str(row.values.get("status") or "")):
            left_out += 1
            continue
        found += _row(reading, row.number, row.values)
    if kind.key == "site":
        _refuse_doubles(reading, found)
    if not found and reading.report.ok:
        sentence = _("金額のある行がありません。「読み方」で、どの列が金額かを選んでください。")
        reading.report.add(Finding.error(None, None, "", "", sentence))
    return found, left_out


def _row(reading: Reading, number: int, values: Mapping[str, Value]) -> Iterator[Incoming]:
    came, went = (values.get(key) for key in ("in_yen", "out_yen"))
    on = values.get("on")
    if not came and not went:
        return
    if came and went:
        wrong = _("入金と出金の両方に金額があります。どちらか一つにしてください。")
        reading.report.add(Finding.error(number, None, "", "", wrong))
    elif not isinstance(on, date):
        reading.report.add(
            Finding.error(number, None, str(on or ""), "", _("日付を入れてください。例: 2026/5/12、R8.5.12"))
        )
    else:
        yen = int(str(came)) if came else -int(str(went))
        if yen > 0 and not came:
            reading.report.add(
                Finding.error(number, None, "", "", _("出金の金額がマイナスです。入金の列に書いてください。"))
            )
        words = {key: str(values.get(key) or "") for key in ("payer", "name", "text", "number", "purpose", "project")}
        yield Incoming(number, on, yen, **words)


def _refuse_doubles(reading: Reading, rows: list[Incoming]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row.number in seen:
            sentence = _("申込番号が%(n)s行目と同じです。どちらかを消してください。") % {"n": seen[row.number]}
            reading.report.add(Finding.error(row.position, None, row.number, "", sentence))
        if row.yen < 0:
            reading.report.add(Finding.error(row.position, None, f"{row.yen}", "", _("寄附の額がマイナスです。")))
        seen.setdefault(row.number, row.position)


def _is_unpaid(status: str) -> bool:
    return any(word in status for word in _NOT_PAID)
