"""The rows of a laid-out sheet as typed values: blanks filled down, totals and notes left out, units made into yen."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.tables.columns import ID, VERSION, Columns, Field, SheetKind
from meguri.core.tables.layout import Laid, is_heading_again
from meguri.core.tables.report import Finding, Report, column_letter
from meguri.core.tables.values import Value, unit_of, year_alone, yen

_TOTAL = re.compile(r"(?:小|合|総|総合|累)?計|.*(?:合計|小計|総計)|.+(?:款|項|目|節|費|課|部|局|係|室|歳出|歳入)計")
_LONGEST_TOTAL = 20
TOTAL = "total"
"""In a row of sums, the key of its label."""
_NOT_TOTAL = re.compile(r".*(?:会計|統計|設計|推計|家計|時計|集計)")
_NOTE = re.compile(r"\s*(?:[※＊*]|[(（]?注[)）:：\d１-９]|[(（]?備考[)）:：]|[(（]?出典|[(（]?資料)")


@dataclass
class Row:
    """One row of a file: its number there, its typed values by field, and for a sheet that came back its `id`.

    `version` is how the stored row stood when the sheet went out, "" where that is not told. `emptied`: fields of which
    the file says in words that there is nothing (「欠員」).
    """

    number: int
    values: dict[str, Value]
    id: int | None = None
    version: str = ""
    emptied: set[str] = field(default_factory=set)


@dataclass
class Reading:
    """What a file says: rows, what was said once for all (`asked`), and the report. Take nothing unless `report.ok`.

    `totals`: the rows of sums, which are not taken in: their label under `TOTAL`, and their amounts.
    """

    rows: list[Row]
    report: Report
    asked: dict[str, Value] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    name: str = ""
    lost_ids: bool = True
    totals: tuple[Row, ...] = ()


def read_rows(laid: Laid, kind: SheetKind) -> Reading:
    """The rows of the body. Findings are added to the table's own report."""
    return _Reader(laid, kind).read()


def asked_in(laid: Laid, kind: SheetKind) -> dict[str, str]:
    """What the titles, the sheet's and the file's name say of the fields asked once for a file."""
    told = (*laid.notes, laid.table.sheet, laid.name)
    return {one.key: found for one in kind.asked if one.found_in and (found := _first(one, told))}


def _first(one: Field, told: Sequence[str]) -> str:
    for text in told:
        if one.found_in is not None and (found := one.found_in(text)):
            return found
    return ""


class _Reader:
    def __init__(self, laid: Laid, kind: SheetKind) -> None:
        self.laid, self.kind, self.columns = laid, kind, laid.columns
        self.report = laid.report
        self.fields = [(place, kind.by_key[use]) for place, use in enumerate(self.columns.uses) if use in kind.by_key]
        self.above: dict[int, str] = {}
        self.totals: list[Row] = []
        self.factors = self._factors()
        self.covered = {
            (row, place)
            for one in laid.merges
            for row in range(one.top + 1, one.bottom + 1)
            for place in range(one.left, one.right + 1)
        }
        self.speaks_of_years = self._speaks_of_years()

    def read(self) -> Reading:
        rows = [row for number, cells in self._content() if (row := self._row(number, cells))]
        asked = self._asked()
        in_rows = {one.key for one in self.kind.fields}
        for row in rows:
            for key, value in asked.items():
                if key in in_rows and row.values.get(key) is None:
                    row.values[key] = value
        return Reading(
            rows,
            self.report,
            asked,
            self.columns.known() & self.kind.by_key.keys(),
            self.laid.notes,
            self.laid.name,
            ID not in self.columns.uses,
            tuple(self.totals),
        )

    def _asked(self) -> dict[str, Value]:
        said = asked_in(self.laid, self.kind) | {k: v for k, v in self.columns.asked.items() if v.strip()}
        found: dict[str, Value] = {}
        for one in self.kind.asked:
            if one.key not in said:
                continue
            try:
                found[one.key] = one.read(said[one.key]).value
            except BadInput as wrong:
                self.report.add(Finding.error(None, str(one.word), said[one.key], "", wrong.sentence))
        return found

    def _factors(self) -> dict[int, int]:
        """Yen that one stands for, by column: as its heading says, else as the notes say."""
        general = next((unit for note in self.laid.notes if (unit := unit_of(note))), None)
        factors = {}
        for place, one in self.fields:
            if one.is_yen:
                heading = self.laid.headings[place]
                factors[place] = unit_of(heading) or general or 1
                if factors[place] != 1:
                    self._repaired(None, place, heading, f"× {factors[place]:,}", Repair.UNIT)
        return factors

    def _speaks_of_years(self) -> bool:
        """Whether a heading or a cell of a column of days says 年度: then a year alone in these columns is one."""
        days = [place for place, one in self.fields if one.is_day]
        return any("年度" in self.laid.headings[place] for place in days) or any(
            "年度" in row[place] for row in self.laid.body for place in days
        )

    def _content(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that say something of their own, with blanks filled down."""
        for number, row in enumerate(self.laid.body, self.laid.first_body_row):
            if not any(cell.strip() for cell in row):
                continue
            if is_heading_again(row, self.laid.headings):
                self._repaired(number, None, "", "", Repair.HEADING_AGAIN)
            elif (mark := self._total(row)) is not None:
                self._repaired(number, None, mark, "", Repair.TOTAL_ROW)
                self.totals.append(self._sum(number, mark, row))
            elif (note := _note(row)) is not None:
                self._repaired(number, None, note, "", Repair.NOTE_ROW)
            else:
                yield number, self._filled(number, row)

    def _total(self, row: Sequence[str]) -> str | None:
        for place, one in self.fields:
            bare = re.sub(r"\s", "", row[place]).strip("（）()【】[]〔〕")
            if not one.is_yen and is_total(bare):
                return row[place].strip()
        return None

    def _sum(self, number: int, mark: str, row: Sequence[str]) -> Row:
        """A row of sums. What in it is no amount says nothing: the row is not taken in."""
        values: dict[str, Value] = {TOTAL: mark}
        for place, one in self.fields:
            if one.is_yen:
                try:
                    values[one.key] = yen(row[place], self.factors[place]).value
                except BadInput:
                    values[one.key] = None
        return Row(number, values)

    def _filled(self, number: int, row: list[str]) -> list[str]:
        """Blanks as above, from the left, until a column says something new. A row that names nothing else is left."""
        filled = list(row)
        for place, one in self.fields:
            if not one.fill_down:
                continue
            if row[place].strip():
                if (number - 1, place) not in self.covered or self.above.get(place) != row[place]:
                    self._forget_right_of(place)
                self.above[place] = row[place]
            elif place in self.above:
                filled[place] = self.above[place]
                self._repaired(number, place, "", filled[place], Repair.FILLED_DOWN)
        return filled

    def _forget_right_of(self, place: int) -> None:
        for other in [other for other in self.above if other > place]:
            del self.above[other]

    def _row(self, number: int, cells: Sequence[str]) -> Row | None:
        values = {one.key: self._value(number, place, one, cells[place]) for place, one in self.fields}
        if all(value is None for value in values.values()):
            return None
        for place, one in self.fields:
            if one.required and values[one.key] is None and not cells[place].strip():
                self._missing(number, place, one)
        return Row(number, values, self._id(cells), self._hidden(cells, VERSION))

    def _missing(self, number: int, place: int, one: Field) -> None:
        sentence = format_lazy(_("「{word}」が空です。入れるか、この行を消してください。"), word=one.word)
        self.report.add(Finding.error(number, column_letter(place), "", "", sentence))

    def _value(self, number: int, place: int, one: Field, cell: str) -> Value:
        if not cell.strip():
            return None
        try:
            if one.is_day and self.speaks_of_years and (year := year_alone(cell)):
                read = one.read(year)
            else:
                read = yen(cell, self.factors[place]) if one.is_yen else one.read(cell)
        except BadInput as wrong:
            self.report.add(Finding.error(number, column_letter(place), cell, "", wrong.sentence))
            return None
        for repair in read.repairs:
            self._repaired(number, place, cell, one.show(read.value), repair)
        if read.doubt is not None:
            self.report.add(Finding.doubt(number, column_letter(place), cell, read.doubt))
        return read.value

    def _id(self, cells: Sequence[str]) -> int | None:
        told = self._hidden(cells, ID)
        return int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else None

    def _hidden(self, cells: Sequence[str], use: str) -> str:
        place = self.columns.place(use)
        return "" if place is None else cells[place].strip()

    def _repaired(self, row: int | None, place: int | None, found: str, read: str, repair: Repair) -> None:
        column = None if place is None else column_letter(place)
        self.report.add(Finding.repaired(row, column, found, read, repair))


def is_total(word: str) -> bool:
    """Whether a cell without blanks names a sum: 計, 小計, 総務費計; 一般会計 and 統計 do not."""
    return 0 < len(word) <= _LONGEST_TOTAL and bool(_TOTAL.fullmatch(word)) and not _NOT_TOTAL.fullmatch(word)


def _note(row: Sequence[str]) -> str | None:
    said = list(dict.fromkeys(cell for cell in row if cell.strip()))
    return said[0] if len(said) == 1 and _NOTE.match(said[0]) else None


def with_asked(columns: Columns, asked: dict[str, str]) -> Columns:
    """`columns`, with what was said once for the whole file."""
    return Columns(columns.uses, columns.header_row, columns.header_rows, asked)
