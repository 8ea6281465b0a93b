"""Reading a town's own file by a mapping of its columns: figures out, every repair and error told by row and column."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.core.period import Period, PeriodKind
from meguri.core.repairs import Repair
from meguri.core.tables import Finding, Report, Severity, Table, column_letter, read_number, read_table
from meguri.core.text import half_width, search_key
from meguri.indicators.exact import why_not_exact
from meguri.indicators.mapping import FIGURES_OF, Columns, Use, find_header


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a reader must know of an indicator: its key, its name, the kind of its periods and its decimals."""

    key: str
    name: str
    period_kind: PeriodKind
    decimals: int


@dataclass(frozen=True, slots=True)
class TownFigure:
    """One figure of a file: indicator key, period, value; `row` from 1 as in the file."""

    key: str
    period: Period
    value: float
    row: int


@dataclass
class Reading:
    """What a file gave: figures, the report, and how many cells had no figure. Take in nothing unless `report.ok`."""

    report: Report
    figures: list[TownFigure] = field(default_factory=list)
    blanks: int = 0


def open_table(
    content: bytes,
    filename: str,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    places: frozenset[int] | None = None,
) -> tuple[Table, int]:
    """The table in a file and the row of its headings; what stands above them is not judged. BadInput for no table.

    `places`: the columns (from 0) whose cells are judged, None for all.
    """
    table = read_table(content, filename, sheet=sheet, places=places)
    found = header_row if header_row is not None else find_header(table.rows)
    if found > 1:
        table = read_table(content, filename, sheet=sheet, first_row=found, places=places)
    if len(table.rows) <= found:
        raise BadInput(_("見出しの行の下に、数の行がありません。見出しと数の入った表を選んでください。"))
    return table, found


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_figures(
    table: Table, columns: Columns, meanings: Sequence[Meaning], town_code: str, today: date
) -> Reading:
    """The figures below the headings. Findings are added to the table's own report."""
    return _Reader(table, columns, meanings, town_code, today).read()


class _Reader:
    def __init__(
        self, table: Table, columns: Columns, meanings: Sequence[Meaning], town_code: str, today: date
    ) -> None:
        self.table, self.columns, self.town_code, self.today = table, columns, town_code, today
        self.by_key = {meaning.key: meaning for meaning in meanings}
        self.by_name = {search_key(m.name): m for m in meanings} | {search_key(m.key): m for m in meanings}
        self.reading = Reading(table.report)
        self.seen: dict[tuple[str, int], int] = {}
        self.periods: dict[tuple[int, int, PeriodKind], Period | None] = {}

    def read(self) -> Reading:
        for number, row in enumerate(self.table.rows[self.columns.header_row :], self.columns.header_row + 1):
            if any(cell.strip() for cell in row) and self._is_ours(row, number):
                for figure in self._figures(row, number):
                    self._keep(figure)
        return self.reading

    def _place(self, use: str) -> int | None:
        return self.columns.uses.index(use) if use in self.columns.uses else None

    def _is_ours(self, row: Sequence[str], number: int) -> bool:
        """Whether the row speaks of this town; a row of another one is an error, never skipped unseen."""
        place = self._place(Use.CODE)
        if place is None or row[place].strip() == self.town_code:
            return True
        try:
            parsed = parse_municipality_code(row[place], known=(self.town_code,))
        except BadInput as wrong:
            self._error(number, place, row[place], self.town_code, wrong.sentence)
            return False
        for repair in parsed.repairs:
            self.reading.report.add(
                Finding.repaired(number, column_letter(place), row[place], parsed.code, repair)
            )
        if parsed.code != self.town_code:
            why = _("ほかのまちの行です。このまちの行だけにしてください。")
            self._error(number, place, row[place], self.town_code, why)
            return False
        return True

    def _figures(self, row: Sequence[str], number: int) -> Iterator[TownFigure]:
        for place, use in enumerate(self.columns.uses):
            if use.startswith(FIGURES_OF):
                yield from self._figure(row, number, place, self.by_key.get(use[1:]), self._place(Use.PERIOD))
            elif use == Use.VALUE:
                yield from self._figure(row, number, place, self._named(row, number), self._place(Use.PERIOD))
            elif use == Use.HEADING:
                yield from self._figure(row, number, place, self._named(row, number), None)

    def _named(self, row: Sequence[str], number: int) -> Meaning | None:
        place = self._place(Use.NAME)
        if place is None:
            return None
        found = self.by_name.get(search_key(row[place]))
        if found is None:
            why = _("この名前のまちの指標はありません。名前を直すか、先に指標をつくってください。")
            self._error(number, place, row[place], _("まちの指標の名前"), why)
        return found

    def _figure(
        self, row: Sequence[str], number: int, place: int, meaning: Meaning | None, period_place: int | None
    ) -> Iterator[TownFigure]:
        value = self._value(row[place], number, place, meaning)
        if meaning is None or value is None:
            return
        heading = self.table.rows[self.columns.header_row - 1][place]
        text, where = (heading, place) if period_place is None else (row[period_place], period_place)
        at_row = self.columns.header_row if period_place is None else number
        period = self._period_of(text, at_row, where, meaning)
        if period is not None:
            yield TownFigure(meaning.key, period, value, number)

    def _value(self, cell: str, row: int, place: int, meaning: Meaning | None) -> float | None:
        try:
            number = read_number(cell)
        except BadInput as wrong:
            self._error(row, place, cell, _("数"), wrong.sentence)
            return None
        for repair in number.repairs:
            self.reading.report.add(Finding.repaired(row, column_letter(place), cell, str(number.value), repair))
        if number.value is None:
            self.reading.blanks += 1
            return None
        if (why := why_not_exact(cell, meaning.decimals if meaning else None)) is not None:
            self._error(row, place, cell, _("数"), why)
            return None
        return float(number.value)

    def _period_of(self, text: str, row: int, place: int, meaning: Meaning) -> Period | None:
        """Each cell is judged once for a kind of period, however many figures stand beside it."""
        slot = (row, place, meaning.period_kind)
        if slot not in self.periods:
            self.periods[slot] = self._period(text, row, place, meaning)
        return self.periods[slot]

    def _period(self, text: str, row: int, place: int, meaning: Meaning) -> Period | None:
        try:
            period = Period.parse(text).require_begun(self.today)
        except BadInput as wrong:
            self._error(row, place, text, _("年度や日付"), wrong.sentence)
            return None
        if half_width(text) != text:
            repair = Finding.repaired(row, column_letter(place), text, period.label_ja(), Repair.FULL_WIDTH)
            self.reading.report.add(repair)
        if period.kind is meaning.period_kind:
            return period
        if period.kind is PeriodKind.YEAR and meaning.period_kind is PeriodKind.FISCAL_YEAR:
            fiscal = Period.of_fiscal_year(period.year)
            message = _("この指標は年度ごとの数なので、年度として読みました。")
            self.reading.report.add(
                Finding(row, column_letter(place), text, fiscal.label_ja(), Severity.REPAIR, message)
            )
            return fiscal
        why = format_lazy(_("「{name}」は{kind}ごとの数です。時点の書き方を合わせてください。"),
                          name=meaning.name, kind=KIND_WORDS[meaning.period_kind])  # fmt: skip
        self._error(row, place, text, EXAMPLES[meaning.period_kind], why)
        return None

    def _keep(self, figure: TownFigure) -> None:
        slot = (figure.key, figure.period.encoded)
        if slot in self.seen:
            why = _("{row}行目と同じ指標の、同じ時点の数です。どちらか一方にしてください。")
            why = format_lazy(why, row=self.seen[slot])
            self.reading.report.add(Finding.error(figure.row, None, str(figure.period), "", why))
            return
        self.seen[slot] = figure.row
        self.reading.figures.append(figure)

    def _error(self, row: int, place: int, found: str, expected: str | Promise, why: str | Promise) -> None:
        self.reading.report.add(Finding.error(row, column_letter(place), found, str(expected), why))


KIND_WORDS: Mapping[PeriodKind, Promise] = {
    PeriodKind.DAY: _("日"),
    PeriodKind.MONTH: _("月"),
    PeriodKind.YEAR: _("年"),
    PeriodKind.FISCAL_YEAR: _("年度"),
}
EXAMPLES = {
    PeriodKind.DAY: "2025-10-01",
    PeriodKind.MONTH: "2025-10",
    PeriodKind.YEAR: "2025",
    PeriodKind.FISCAL_YEAR: "FY2025",
}
