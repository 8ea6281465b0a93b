"""Finding the table in a sheet as people make them: what stands above it, its one or two rows of headings, its body."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.tables.columns import Columns, SheetKind, heading_key, joined, recognise, spread_right
from meguri.core.tables.limits import Limits
from meguri.core.tables.merges import Merge, fill, merges_of
from meguri.core.tables.reader import Table, read_table
from meguri.core.tables.report import Finding, Report, column_letter

SHEET = Limits(rows=20_000, columns=200, cells=1_000_000)
"""A town's own sheet is read cell by cell and shown before it is taken: so large it may be."""
HEADER_WITHIN = 30
SAMPLE_ROWS = 30
SHEETS_LOOKED_AT = 12
SURE_FROM = 3
_NUMBERS = frozenset("0123456789０１２３４５６７８９")


@dataclass(frozen=True)
class Laid:
    """A sheet laid out: its headings as one row, the rows of its body with their numbers in the file, what is above.

    `notes`: titles and remarks above the table. `table` carries how the file was read, and its report.
    """

    table: Table
    columns: Columns
    headings: list[str]
    notes: tuple[str, ...]
    merges: tuple[Merge, ...] = ()
    name: str = ""
    found: int = 0

    @property
    def first_body_row(self) -> int:
        """The number, from 1, of the first row below the headings."""
        return self.columns.header_row + self.columns.header_rows

    @property
    def body(self) -> list[list[str]]:
        return self.table.rows[self.first_body_row - 1 :]

    @property
    def report(self) -> Report:
        return self.table.report


@dataclass(frozen=True)
class _Header:
    row: int
    rows: int
    uses: tuple[str, ...]
    found: int


def lay_out(
    content: bytes,
    name: str,
    kind: SheetKind,
    *,
    sheet: str | None = None,
    columns: Columns | None = None,
    header: tuple[int, int] | None = None,
) -> Laid:
    """The sheet as `kind` reads it, by `columns` if given, else as recognised. BadInput for what is no table.

    Without `sheet`, the one in which most columns are known. `header`: the row of the headings and how many, if told.
    """
    if sheet is None:
        sheet = best_sheet(content, name, [kind])[0]
    first = columns.header_row if columns else header[0] if header else None
    table, merges = _read(content, name, sheet, first or 1, None)
    head = _given(columns) if columns else find_header(kind, table.rows, merges, header)
    first_row = head.row + head.rows
    if len(table.rows) < first_row:
        raise BadInput(_("見出しの行の下に、内容の行がありません。見出しと内容の入った表を選んでください。"))
    places = frozenset(place for place, use in enumerate(head.uses) if use)
    table, merges = _read(content, name, sheet, first_row, places)
    headings = _headings(table.rows, head.row, head.rows, merges)
    if (stacked := _stacked(table, headings, head, merges)) is not None:
        headings, head, merges = stacked
        places = frozenset(place for place, use in enumerate(head.uses) if use)
    if len(head.uses) > len(headings):
        raise BadInput(_("列の選び方が、このファイルと合いません。列をもう一度選んでください。"))
    chosen = replace(columns, uses=head.uses) if columns else Columns(head.uses, head.row, head.rows)
    _tell_merges(table, merges, head, places)
    return Laid(table, chosen, headings, _notes(table.rows[: head.row - 1]), tuple(merges), name, head.found)


def _stacked(
    table: Table, headings: list[str], head: _Header, merges: list[Merge]
) -> tuple[list[str], _Header, list[Merge]] | None:
    """Tables side by side with the same headings, as printed lists have them: the right one goes below the left one.

    In place. What is stacked is told; the rows of the right one are numbered on after the last row of the sheet.
    """
    keys = [heading_key(one) for one in headings]
    width = next((n for n in range(2, (len(keys) + 1) // 2 + 1) if _repeats(keys, n)), 0)
    if not width:
        return None
    inner = [place for place in range(width) if keys[place]]
    starts = [at for at in range(width, len(keys) - len(inner) + 1) if keys[at : at + len(inner)] == keys[: len(inner)]]
    starts = [0, *starts]
    span = len(inner)
    first_row = head.row + head.rows - 1
    body = table.rows[first_row:]
    above = [row[:span] for row in table.rows[:first_row]]
    table.rows[:] = above + [row[at : at + span] for at in starts for row in body]
    sentence = format_lazy(
        _("同じ見出しの表が横に{count}つ並んでいるので、左から順に、下へつないで読みました。"), count=len(starts)
    )
    table.report.add(Finding.doubt(head.row, column_letter(starts[1]), headings[starts[1]], sentence))
    kept = [one for one in merges if one.right < span]
    return headings[:span], replace(head, uses=head.uses[:span]), kept


def _repeats(keys: Sequence[str], width: int) -> bool:
    """Whether the first headings, up to a blank one or `width`, stand once more from `width` on; two at least."""
    inner = list(keys[:width])
    while inner and not inner[-1]:
        inner.pop()
    return len(inner) > 1 and all(inner) and len(set(inner)) == len(inner) and keys[width : width + len(inner)] == inner


def _given(columns: Columns) -> _Header:
    return _Header(columns.header_row, columns.header_rows, columns.uses, 0)


def _read(
    content: bytes, name: str, sheet: str | None, first_row: int, places: frozenset[int] | None
) -> tuple[Table, list[Merge]]:
    table = read_table(content, name, limits=SHEET, sheet=sheet or None, first_row=first_row, places=places)
    merges = fill(table.rows, merges_of(content, table.sheet), SHEET) if table.encoding == "xlsx" else []
    return table, merges


def best_sheet(content: bytes, name: str, kinds: Sequence[SheetKind]) -> tuple[str, SheetKind | None, int]:
    """The sheet in which a kind knows most columns, that kind, and how many; "" for a file of text."""
    table, merges = _read(content, name, None, 1, frozenset())
    names = table.sheets[:SHEETS_LOOKED_AT] if len(table.sheets) > 1 else (table.sheet,)
    best: tuple[str, SheetKind | None, int] = (table.sheet, None, 0)
    for one in names:
        try:
            if one != table.sheet:
                table, merges = _read(content, name, one, 1, frozenset())
        except BadInput:
            continue
        for kind in kinds:
            found = find_header(kind, table.rows, merges).found
            if found > best[2]:
                best = (one, kind, found)
    return best


def which_kind(
    content: bytes, name: str, kinds: Sequence[SheetKind], sheet: str | None = None
) -> tuple[SheetKind | None, bool]:
    """The kind that a file seems to be by its headings, and whether that is sure. BadInput if it is no table.

    Of the sheet that is meant, else of the one that is best known.
    """
    scores = []
    if sheet is None:
        sheet, kind, _found = best_sheet(content, name, kinds)
        if kind is None:
            return None, False
    table, merges = _read(content, name, sheet, 1, frozenset())
    for one in kinds:
        header = find_header(one, table.rows, merges)
        told = one.told_by(header.uses)
        scores.append((told, header.found, one.key, one))
    scores.sort(key=lambda score: score[:2], reverse=True)
    first, others = scores[0], scores[1:]
    sure = first[0] > 0 and first[1] >= SURE_FROM and all(other[:2] < first[:2] for other in others)
    return (first[3], sure) if first[1] else (None, False)


def headings_as(content: bytes, name: str, sheet: str | None, kinds: Sequence[SheetKind]) -> dict[str, list[str]]:
    """By the key of each kind, the headings of a sheet as that kind would read them."""
    table, merges = _read(content, name, sheet, 1, frozenset())
    found = {}
    for kind in kinds:
        header = find_header(kind, table.rows, merges)
        found[kind.key] = _headings(table.rows, header.row, header.rows, merges)
    return found


def usable_sheets(content: bytes, name: str, kinds: Sequence[SheetKind]) -> list[str]:
    """The sheets of a workbook in which a kind knows enough columns; those of one workbook that stand for themselves.

    A file of text has one, "".
    """
    table, merges = _read(content, name, None, 1, frozenset())
    names = table.sheets[:SHEETS_LOOKED_AT] if len(table.sheets) > 1 else (table.sheet,)
    found = []
    for one in names:
        try:
            if one != table.sheet:
                table, merges = _read(content, name, one, 1, frozenset())
        except BadInput:
            continue
        if max((find_header(kind, table.rows, merges).found for kind in kinds), default=0) >= SURE_FROM:
            found.append(one)
    return found


def find_header(
    kind: SheetKind,
    rows: Sequence[Sequence[str]],
    merges: Sequence[Merge],
    told: tuple[int, int] | None = None,
) -> _Header:
    """The row, or the two rows, of headings: as told, else where most columns are known, else the first two texts."""
    if told is not None:
        return _header_at(kind, rows, merges, min(told[0], len(rows)) - 1, told[1] > 1)
    best = _Header(_first_with_texts(rows), 1, (), -1)
    for place in range(min(len(rows), HEADER_WITHIN)):
        here = _header_at(kind, rows, merges, place, _is_two(rows, place, merges))
        best = here if here.found > best.found else best
    return replace(best, found=max(best.found, 0))


def _header_at(
    kind: SheetKind, rows: Sequence[Sequence[str]], merges: Sequence[Merge], place: int, two: bool
) -> _Header:
    headings = _headings(rows, place + 1, 2 if two else 1, merges)
    below = rows[place + 1 + two : place + 1 + two + SAMPLE_ROWS]
    uses, found = recognise(kind, headings, below)
    return _Header(place + 1, 2 if two else 1, uses, found)


def _first_with_texts(rows: Sequence[Sequence[str]]) -> int:
    for number, row in enumerate(rows[:HEADER_WITHIN], start=1):
        if sum(bool(cell.strip()) for cell in row) > 1:
            return number
    return 1


def _is_two(rows: Sequence[Sequence[str]], place: int, merges: Sequence[Merge]) -> bool:
    """Whether the row below is a second row of headings: a group over several columns with words under it."""
    if place + 1 >= len(rows):
        return False
    upper, lower = rows[place], rows[place + 1]
    if any(_NUMBERS & set(cell) and len(cell) > 3 and cell.strip("0123456789,.-△▲ ") == "" for cell in lower):
        return False
    groups = [one for one in merges if one.top <= place <= one.bottom and one.right > one.left]
    down = [one for one in merges if one.top == place and one.bottom == place + 1]
    if merges:
        return any(_differ(lower, one) for one in groups if one.bottom == place and one.left < len(lower)) or bool(
            down and any(lower[c].strip() and lower[c] != upper[c] for c in range(len(lower)))
        )
    return _complete_each_other(upper, lower)


def _differ(lower: Sequence[str], group: Merge) -> bool:
    """Under a group stand different words, one for each of its columns."""
    under = [cell.strip() for cell in lower[group.left : group.right + 1]]
    return all(under) and len(set(under)) == len(under)


def _complete_each_other(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """As in a CSV of a sheet with merged headings: each has words where the other is blank, and no column has none."""
    only_upper = sum(bool(a.strip()) and not b.strip() for a, b in zip(upper, lower, strict=True))
    only_lower = sum(bool(b.strip()) and not a.strip() for a, b in zip(upper, lower, strict=True))
    both = sum(bool(a.strip()) and bool(b.strip()) for a, b in zip(upper, lower, strict=True))
    return only_upper > 0 and only_lower > 0 and both > 0 and only_upper + both >= only_lower


def _headings(rows: Sequence[Sequence[str]], row: int, count: int, merges: Sequence[Merge]) -> list[str]:
    upper = rows[row - 1]
    if count == 1:
        return [cell.strip() for cell in upper]
    lower = rows[row] if row < len(rows) else [""] * len(upper)
    return joined(upper if merges else spread_right(upper, lower), lower)


def _notes(above: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What stands above the table, each text once."""
    return tuple(dict.fromkeys(cell.strip() for row in above for cell in row if cell.strip()))


def _tell_merges(table: Table, merges: Sequence[Merge], header: _Header, places: frozenset[int]) -> None:
    for one in merges:
        if one.bottom >= header.row + header.rows - 1 and any(c in places for c in range(one.left, one.right + 1)):
            value = table.rows[one.top][one.left]
            table.report.add(Finding.repaired(one.top + 1, column_letter(one.left), value, _span(one), Repair.MERGED))


def _span(one: Merge) -> str:
    ends = f"{column_letter(one.left)}{one.top + 1}", f"{column_letter(one.right)}{one.bottom + 1}"
    return f"{ends[0]}:{ends[1]}"


def is_heading_again(row: Sequence[str], headings: Sequence[str]) -> bool:
    """A page's headings printed once more inside the table."""
    told = [(cell, heading) for cell, heading in zip(row, headings, strict=False) if cell.strip()]
    return len(told) > 1 and all(heading_key(cell) in _forms(heading) for cell, heading in told)


def _forms(heading: str) -> set[str]:
    return {heading_key(heading), *(heading_key(part) for part in heading.split("／"))} - {""}
