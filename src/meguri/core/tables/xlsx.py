"""Writing a sheet that goes out and comes back: no macros, text stays text, and each row knows which one it was."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from meguri.core.tables.columns import ID, VERSION, SheetKind
from meguri.core.tables.report import column_letter
from meguri.core.tables.values import Value, escaped
from meguri.core.tables.writer import write_csv

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT, _DAY, _YEN = "@", "yyyy-mm-dd", "#,##0"
_HEAD = PatternFill("solid", fgColor="E8F1FE")
_ROWS_TO_ADD = 500
_LISTS = "lists"


@dataclass(frozen=True, slots=True)
class OutRow:
    """A stored row as it goes out: its number in the store, how it stands now, its values by field."""

    id: int
    version: str
    values: Mapping[str, Value]


def write_sheet(kind: SheetKind, rows: Iterable[OutRow], choices: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """An .xlsx of one visible sheet: headings frozen, `choices` offered by field, ids and versions hidden."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(kind.word)[:31])
    fields = kind.out_fields
    sheet.freeze_panes = "B2"
    for place, one in enumerate(fields):
        sheet.column_dimensions[column_letter(place)].width = one.width
    for place in (len(fields), len(fields) + 1):
        sheet.column_dimensions[column_letter(place)].hidden = True
    sheet.append([_heading(sheet, word) for word in (*(str(one.word) for one in fields), ID, VERSION)])
    count = 1
    for row in rows:
        cells = [_cell(sheet, one.show, row.values.get(one.key), one.is_yen) for one in fields]
        sheet.append([*cells, _text(sheet, str(row.id)), _text(sheet, row.version)])
        count += 1
    offered = {one.key: [*one.choices] for one in fields if one.choices} | dict(choices or {})
    _offer(book, sheet, {place: offered[one.key] for place, one in enumerate(fields) if offered.get(one.key)}, count)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def write_sheet_csv(kind: SheetKind, rows: Iterable[OutRow]) -> Iterator[bytes]:
    """The same rows as CSV that Excel opens."""
    fields = kind.out_fields

    def lines() -> Iterator[Sequence[object]]:
        yield [*(str(one.word) for one in fields), ID, VERSION]
        for row in rows:
            said = [(one.show, row.values.get(one.key)) for one in fields]
            yield [
                *(value if isinstance(value, int) else escaped(clean(show(value))) for show, value in said),
                row.id,
                row.version,
            ]

    return write_csv(lines())


def clean(text: str) -> str:
    """`text` without the characters that no workbook can carry."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).replace("\x7f", "")


def _heading(sheet: Any, word: str) -> Any:
    cell = WriteOnlyCell(sheet, value=word)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Any, show: Any, value: Value, is_yen: bool) -> Any:
    if isinstance(value, int) and (is_yen or show(value) == str(value)):
        return _formatted(sheet, value, _YEN if is_yen else "0")
    if isinstance(value, date) and show(value) == value.isoformat():
        return _formatted(sheet, value, _DAY)
    return _text(sheet, show(value))


def _formatted(sheet: Any, value: Any, form: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = form
    return cell


def _text(sheet: Any, text: str) -> Any:
    """Text that stays text: 007 keeps its zeros, and what looks like a formula is not one."""
    cell = WriteOnlyCell(sheet, value=escaped(clean(text)))
    cell.data_type = "s" if text else "n"
    cell.value = cell.value or None
    cell.number_format = _TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _offer(book: Any, sheet: Any, offered: Mapping[int, Sequence[str]], rows: int) -> None:
    """Lists to choose from, in a hidden sheet, for the rows there and those to be added."""
    if not offered:
        return
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for place in range(max(map(len, offered.values()))):
        line = [words[place] if place < len(words) else None for words in offered.values()]
        lists.append([_text(lists, word) if word else None for word in line])
    for number, (place, words) in enumerate(offered.items()):
        source = f"{_LISTS}!${column_letter(number)}$1:${column_letter(number)}${len(words)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        letter = column_letter(place)
        rule.add(f"{letter}2:{letter}{rows + _ROWS_TO_ADD}")
        sheet.data_validations.append(rule)
