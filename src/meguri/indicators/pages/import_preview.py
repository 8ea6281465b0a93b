"""A kept file as it would be read: its table, the use of each column, what it would change, what is wrong."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from meguri.core.tables import Report, Table
from meguri.indicators.mapping import FIGURES_OF, Columns, Use, recognise
from meguri.indicators.models import Indicator
from meguri.indicators.town_file import open_table
from meguri.indicators.town_import import Plan, TownFile, own_indicators, plan, read_town_file, remembered
from meguri.towns.models import Town
from meguri.towns.uploads import Upload

MOST_COLUMNS = 200
SHOWN_ROWS = 5


@dataclass(frozen=True)
class Preview:
    """A kept file as it would be read: its table, the use of each column, what it would change, what is wrong."""

    upload: Upload
    table: Table
    columns: Columns
    sheet: str | None
    indicators: list[Indicator]
    fault: str
    change: Plan | None
    blanks: int = 0

    @property
    def report(self) -> Report:
        return self.table.report

    @property
    def headings(self) -> list[str]:
        return self.table.rows[self.columns.header_row - 1][:MOST_COLUMNS]

    @property
    def is_ready(self) -> bool:
        return self.change is not None and not self.change.changes_nothing

    def file(self) -> TownFile:
        return TownFile(self.upload.name, self.upload.content, self.columns, self.sheet)


def read_preview(query: QueryDict, town: Town, upload: Upload) -> Preview:
    """What a query asks for: `header`, `sheet`, and `u0`, `u1`, … the use of each column."""
    indicators = own_indicators(town)
    sheet = query.get("sheet") or None
    asked = row_number(query.get("header", ""))
    table, header_row = open_table(upload.content, upload.name, sheet=sheet, header_row=asked)
    columns = _columns(query, town, table, header_row, indicators)
    file = TownFile(upload.name, upload.content, columns, sheet)
    if (fault := columns.fault()) is not None:
        table, _header = open_table(
            upload.content, upload.name, sheet=sheet, header_row=header_row, places=columns.places()
        )
        return Preview(upload, table, columns, sheet, indicators, str(fault), None)
    table, reading = read_town_file(file, town, indicators)
    change = plan(reading.figures, town, indicators) if reading.report.ok else None
    return Preview(upload, table, columns, sheet, indicators, "", change, reading.blanks)


def row_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= 1000 else None


def _columns(query: QueryDict, town: Town, table: Table, header_row: int, indicators: list[Indicator]) -> Columns:
    """As chosen on the page; else as a file with these headings was read before; else as recognised."""
    headings = table.rows[header_row - 1]
    allowed = {str(use) for use in Use} | {FIGURES_OF + one.key for one in indicators}
    if "u0" in query:
        chosen = [query.get(f"u{place}", "") for place in range(min(len(headings), MOST_COLUMNS))]
        return Columns(tuple(use if use in allowed else str(Use.SKIP) for use in chosen), header_row)
    before = remembered(town, headings)
    if before is not None and set(before.uses) <= allowed and before.header_row == header_row:
        return before
    names = {one.name: one.key for one in indicators} | {one.key: one.key for one in indicators}
    return recognise(table.rows, header_row, names)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column on the page: its heading, what stands in it, and its use."""

    name: str
    heading: str
    samples: list[str]
    use: str
    is_unknown: bool


def choices_of(found: Preview) -> list[ColumnChoice]:
    below = found.table.rows[found.columns.header_row : found.columns.header_row + SHOWN_ROWS]
    return [
        ColumnChoice(
            name=f"u{place}",
            heading=heading.strip() or _("（見出しなし）"),
            samples=[row[place][:20] for row in below if row[place].strip()][:3],
            use=found.columns.uses[place] if place < len(found.columns.uses) else str(Use.SKIP),
            is_unknown=place < len(found.columns.uses) and found.columns.uses[place] == Use.SKIP,
        )
        for place, heading in enumerate(found.headings)
    ]
