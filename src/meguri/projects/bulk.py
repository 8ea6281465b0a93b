"""Many projects edited at once in the browser: what was typed becomes a sheet, seen and taken as every other one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.core.tables.columns import Field
from meguri.core.tables.values import Value, yen
from meguri.core.tables.xlsx import OutRow, write_sheet
from meguri.governance.sheets.plan import Standing
from meguri.projects.undertaking_kind import UNDERTAKINGS

EDITED = ("name", "purpose", "charge", "end_condition", "successor", "ground", "law", "planned_yen")
LONG = frozenset({"purpose", "end_condition"})


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the table: its field, its name in the form, what stands in it and what is wrong with that."""

    field: Field
    name: str
    text: str
    error: str = ""
    now: str = ""

    @property
    def is_long(self) -> bool:
        return self.field.key in LONG


@dataclass(frozen=True)
class Line:
    """One project of the table. `is_stale`: somebody else changed it since the page was opened."""

    id: int
    version: str
    title: str
    boxes: tuple[Box, ...]
    is_stale: bool = False

    @property
    def has_errors(self) -> bool:
        return self.is_stale or any(box.error for box in self.boxes)


@dataclass
class Table:
    """The page's table as it stands, or as it was typed, and what of it is changed."""

    lines: list[Line]
    changed: list[OutRow] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(line.has_errors for line in self.lines)

    def as_workbook(self) -> bytes:
        """The changed rows alone, each with its id, as a sheet that comes in."""
        return write_sheet(UNDERTAKINGS, self.changed)


def as_it_stands(rows: Iterable[Standing]) -> Table:
    return Table([Line(row.id, row.version, _title(row), tuple(_box(row, key) for key in EDITED)) for row in rows])


def as_typed(rows: Iterable[Standing], sent: Mapping[str, str]) -> Table:
    """What was typed beside what stands: every box judged, nothing lost."""
    table = Table([])
    for row in rows:
        line, values = _typed(row, sent)
        table.lines.append(line)
        if values is not None and not line.has_errors:
            table.changed.append(OutRow(row.id, row.version, values))
    return table


def _title(row: Standing) -> str:
    return UNDERTAKINGS.name(row.values)


def _name(key: str, pk: int) -> str:
    return f"{key}-{pk}"


def _box(row: Standing, key: str) -> Box:
    one = UNDERTAKINGS.by_key[key]
    return Box(one, _name(key, row.id), one.show(row.values.get(key)))


def _typed(row: Standing, sent: Mapping[str, str]) -> tuple[Line, dict[str, Value] | None]:
    """The line as typed, and its new values; None where nothing was changed."""
    boxes, values = [], dict(row.values)
    for key in EDITED:
        box = _box(row, key)
        text = sent.get(box.name)
        if text is None or _same(text, box.text):
            boxes.append(box)
            continue
        value, error = _read(box.field, text)
        values[key] = value
        boxes.append(Box(box.field, box.name, text, error, now=box.text))
    is_changed = any(box.now or box.text != _box(row, box.field.key).text for box in boxes)
    is_stale = is_changed and sent.get(f"v-{row.id}", row.version) != row.version
    line = Line(row.id, row.version, _title(row), tuple(boxes), is_stale)
    return line, values if is_changed else None


def _same(typed: str, stands: str) -> bool:
    return typed.replace("\r\n", "\n").strip() == stands.replace("\r\n", "\n").strip()


def _read(one: Field, text: str) -> tuple[Value, str]:
    """The value of what was typed, or why it is none."""
    if not text.strip():
        return None, _("名前は空にできません。") if one.required else ""
    try:
        value = yen(text).value if one.is_yen else one.read(text).value
    except BadInput as wrong:
        return None, str(wrong)
    if isinstance(value, int) and value < 0:
        return None, _("費用は0円以上で入れてください。わからないときは空のままにします。")
    return value, ""


def lacking(rows: Sequence[Standing], key: str) -> list[Standing]:
    """Only projects that say nothing there; all for a field that is not edited here."""
    return [row for row in rows if row.values.get(key) is None] if key in EDITED else list(rows)


def words() -> list[tuple[str, Any]]:
    """The fields by which the table can be narrowed to what lacks."""
    return [(key, UNDERTAKINGS.by_key[key].word) for key in EDITED if key != "name"]
