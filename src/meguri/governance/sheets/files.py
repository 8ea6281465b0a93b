"""A town's file with the way it is to be read, and from there to what it says and what it would change."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.tables import Finding
from meguri.core.tables.columns import Columns
from meguri.core.tables.filling import Reading, asked_in, read_rows
from meguri.core.tables.layout import Laid, lay_out
from meguri.core.tables.values import Value
from meguri.governance.sheets.layouts import recall
from meguri.governance.sheets.plan import PlanRow, SheetPlan, make_plan
from meguri.governance.sheets.registry import SheetImport

LONG_TEXT = 20


@dataclass(frozen=True)
class SheetFile:
    """A file as it was given, and how it is to be read: `columns` None as recognised or remembered.

    `header`: the row of the headings and how many rows they have, if told. `asked`: what was said once for all rows.
    `over`: ids of rows that have changed since the sheet went out and yet are to be as the file says.
    """

    name: str
    content: bytes
    columns: Columns | None = None
    sheet: str | None = None
    header: tuple[int, int] | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    over: frozenset[int] = frozenset()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class SheetRead:
    """What a file says, and what taking it would change; `plan` is None while something has to be put right.

    `late`: rows that have changed since the sheet went out; the plan leaves them as they are unless told otherwise.
    """

    laid: Laid
    columns: Columns
    reading: Reading | None
    plan: SheetPlan | None
    fault: str = ""
    is_remembered: bool = False
    late: tuple[PlanRow, ...] = ()


def lay(file: SheetFile, one: SheetImport) -> tuple[Laid, bool]:
    """The file laid out: as told, else as one with these headings was read before, else as recognised."""
    if file.columns is not None:
        return lay_out(file.content, file.name, one.kind, sheet=file.sheet, columns=file.columns), False
    laid = lay_out(file.content, file.name, one.kind, sheet=file.sheet, header=file.header)
    if file.header is not None:
        return laid, False
    before = recall(one.kind.key, laid.headings)
    if before is None or before.uses == laid.columns.uses or len(before.uses) != len(laid.headings):
        return laid, before is not None
    told = replace(laid.columns, uses=before.uses)
    return lay_out(file.content, file.name, one.kind, sheet=laid.table.sheet or None, columns=told), True


def read_sheet(file: SheetFile, one: SheetImport, *, ends_absent: bool | None = None) -> SheetRead:
    """What the file says beside what stands in the active town. BadInput for what is no table."""
    laid, remembered = lay(file, one)
    asked = asked_in(laid, one.kind) | {key: said for key, said in file.asked.items() if said.strip()}
    columns = replace(laid.columns, asked=asked)
    if (fault := columns.fault(one.kind)) is not None:
        return SheetRead(laid, columns, None, None, str(fault), remembered)
    reading = read_rows(replace(laid, columns=columns), one.kind)
    if reading.report.ok:
        one.prepare(reading)
    plan = _compared(reading, one, file.digest, ends_absent) if reading.report.ok else None
    if plan is None or not reading.report.ok:
        return SheetRead(laid, columns, reading, None, "", remembered)
    late = tuple(row for row in plan.rows if row.is_late)
    kept = tuple(row.left_as_it_is() if row.is_late and row.id not in file.over else row for row in plan.rows)
    _tell_losses(reading, kept)
    return SheetRead(laid, columns, reading, replace(plan, rows=kept), "", remembered, late)


def _tell_losses(reading: Reading, rows: Sequence[PlanRow]) -> None:
    """What would be emptied, or lose most of its words, is for a person to look at."""
    for row in rows:
        for change in row.changes:
            if change.new is None and change.old is not None:
                sentence = _("いま入っている内容が、空になります。")
            elif _is_cut(change.old, change.new):
                sentence = _("いま入っている内容が、短くなります。")
            else:
                continue
            reading.report.add(Finding.doubt(row.row, None, f"{row.name}: {change.old}", sentence))


def _is_cut(old: Value, new: Value) -> bool:
    return isinstance(old, str) and isinstance(new, str) and len(old) >= LONG_TEXT and len(new) * 2 < len(old)


def _compared(reading: Reading, one: SheetImport, digest: str, ends_absent: bool | None) -> SheetPlan:
    if one.compare is not None:
        return one.compare(one.kind, reading, digest)
    ends = one.ends_absent if ends_absent is None else ends_absent
    return make_plan(one.kind, reading, one.standing(reading.asked), digest=digest, ends_absent=ends)


def require_plan(read: SheetRead) -> SheetPlan:
    """The plan of a file that can be taken. BadInput with what has to be put right, the first of it in words."""
    if read.fault:
        raise BadInput(read.fault)
    if read.plan is None or read.reading is None:
        found, _more = read.laid.report.listed(1)
        raise BadInput(found[0].message if found else "")
    return read.plan
