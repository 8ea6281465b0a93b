"""Which column of a table is which field of a kind of sheet: recognised by its words, corrected, stored."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.tables.values import Reader, Value, text
from meguri.core.text import normalise, search_key

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

JOINT = "／"
SKIP = ""
ID, VERSION = "meguri-id", "meguri-version"
"""Headings of the two hidden columns of a sheet that went out: which row it was, and how it stood then."""
LONGEST_HEADING = 200
_BY_GROUP = 1
_BRACKETS = re.compile(r"[（(\[［【〔][^（）()\[\]［］【】〔〕]*[）)\]］】〕]")
_ORNAMENT = re.compile(r"[\s・/／:：※*＊○●◎◇◆□■._-]")


@dataclass(frozen=True)
class Field:
    """One thing a row may say. `word` is its heading when the sheet goes out; `words`: what towns call it.

    `fill_down`: a blank below is the same as above, unless a column to its left says something new. `is_yen`: the unit
    that a heading or a note tells counts. `looks_like`: whether a cell's text can only be this. `hint`: what to say
    where it is asked. `found_in`: for a field asked once for the whole file, its text from a title, note or file name.
    `is_column`: whether a column may say it. `is_day`: a year alone is a fiscal year where the sheet speaks of 年度.
    """

    key: str
    word: "str | StrPromise"
    words: tuple[str, ...] = ()
    read: Reader = text(200)
    required: bool = False
    fill_down: bool = False
    is_yen: bool = False
    looks_like: Callable[[str], bool] | None = None
    hint: "str | StrPromise" = ""
    found_in: Callable[[str], str | None] | None = None
    shown: Callable[[Value], str] | None = None
    choices: tuple[str, ...] = ()
    width: int = 18
    is_column: bool = True
    is_day: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(heading_key(word) for word in (*self.words, str(self.word)))

    def show(self, value: Value) -> str:
        """`value` as a person reads it, and as it goes out into a sheet."""
        if self.shown is not None:
            return self.shown(value)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class SheetKind:
    """A kind of sheet that towns have. `asked`: fields said once for a whole file, each also may be a column.

    `identities`: sets of fields by which a row is known again, the surest first. `name`: what to call a row.
    `telling`: fields whose presence says that a sheet is of this kind and no other; `telling_together`: fields that say
    it when all of them are there. `out`: the fields that go out into
    Excel and are compared, in order; empty: all. A kind may read more columns than it compares, and fold them together.
    """

    key: str
    word: "str | StrPromise"
    fields: tuple[Field, ...]
    name: Callable[[Mapping[str, Value]], str]
    identities: tuple[tuple[str, ...], ...] = (("name",),)
    asked: tuple[Field, ...] = ()
    telling: frozenset[str] = frozenset()
    telling_together: tuple[frozenset[str], ...] = ()
    out: tuple[str, ...] = ()
    explained: "str | StrPromise" = ""

    @cached_property
    def by_key(self) -> dict[str, Field]:
        return {one.key: one for one in (*self.asked, *self.fields)}

    def told_by(self, uses: Iterable[str]) -> int:
        """How loudly the columns of a sheet say that it is of this kind."""
        found = set(uses)
        return len(self.telling & found) + 2 * any(one <= found for one in self.telling_together)

    @cached_property
    def out_fields(self) -> tuple[Field, ...]:
        """What is compared with what stands, and goes out."""
        return tuple(self.by_key[key] for key in self.out) if self.out else self.fields


@dataclass(frozen=True)
class Columns:
    """How a table is read: `uses` holds for each column the key of its field or "", `header_row` counts from 1."""

    uses: tuple[str, ...]
    header_row: int = 1
    header_rows: int = 1
    asked: Mapping[str, str] = field(default_factory=dict)

    def place(self, key: str) -> int | None:
        """The column (from 0) of a field; None where the sheet has none."""
        return self.uses.index(key) if key in self.uses else None

    def places(self) -> frozenset[int]:
        return frozenset(place for place, use in enumerate(self.uses) if use)

    def known(self) -> frozenset[str]:
        """The fields that the sheet speaks of."""
        return frozenset(use for use in self.uses if use)

    def fault(self, kind: SheetKind) -> Promise | None:
        """What is missing before the file can be read; None when nothing is."""
        taken = [use for use in self.uses if use]
        for use in taken:
            if taken.count(use) > 1 and use in kind.by_key:
                return _chosen_twice(kind.by_key[use])
        for one in kind.fields:
            if one.required and one.key not in taken:
                return format_lazy(_("どの列が「{word}」かを選んでください。"), word=one.word)
        for one in kind.asked:
            if one.required and one.key not in taken and not self.asked.get(one.key, "").strip():
                return format_lazy(_("「{word}」を入れてください。"), word=one.word)
        return None

    def as_json(self) -> dict[str, object]:
        return {"uses": list(self.uses), "header_row": self.header_row, "header_rows": self.header_rows}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Columns":
        uses, row, rows = stored["uses"], stored["header_row"], stored["header_rows"]
        if not isinstance(uses, list) or not isinstance(row, int) or not isinstance(rows, int):
            raise TypeError("not a stored mapping of columns")
        return cls(tuple(map(str, uses)), row, rows)


def _chosen_twice(one: Field) -> Promise:
    return format_lazy(_("「{word}」の列が二つ選ばれています。片方を「使わない」にしてください。"), word=one.word)


def heading_key(heading: str) -> str:
    """The form in which two headings of the same meaning are equal: without brackets, marks, blanks and lines."""
    bare = _BRACKETS.sub("", normalise(heading).replace("\n", ""))
    return search_key(_ORNAMENT.sub("", bare or heading))


def _with_brackets(heading: str) -> str:
    """The heading as one word with what stands in its brackets: 「節（金額）」 is 節金額."""
    inside = re.sub(r"[（()）\[\]［］【】〔〕]", "", normalise(heading).replace("\n", ""))
    return search_key(_ORNAMENT.sub("", inside))


def headings_digest(headings: Sequence[str]) -> str:
    """By which the mapping of a sheet with these headings is found again."""
    return hashlib.sha256("\n".join(heading_key(one) for one in headings).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recognised:
    """The columns of a sheet as a kind would read them, and how many of its fields were found by their words."""

    columns: Columns
    found: int
    is_told: bool


def recognise(kind: SheetKind, headings: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], int]:
    """The use of each column, and how many were known by their heading; the rest is judged by what stands in it."""
    scored = sorted(
        (-score, _is_code(kind, key, place, body), place, key)
        for place, heading in enumerate(headings)
        for key, score in _scores(kind, heading)
        if not _says_otherwise(kind.by_key.get(key), place, body)
        and not (score == _BY_GROUP and _group_is_known(kind, headings, heading))
    )
    uses = [SKIP] * len(headings)
    taken: set[str] = set()
    for _score, _code, place, key in scored:
        if not uses[place] and key not in taken:
            uses[place] = key
            taken.add(key)
    known = sum(use in kind.by_key for use in uses)
    _by_content(kind, uses, body)
    return tuple(uses), known


def _is_code(kind: SheetKind, key: str, place: int, body: Sequence[Sequence[str]]) -> bool:
    """Whether a column that may name something holds bare numbers: of 節／区分 and 節／名称 the second has the name."""
    one = kind.by_key.get(key)
    if one is None or not one.fill_down:
        return False
    said = [cell for row in body if place < len(row) and (cell := normalise(row[place]))]
    return bool(said) and all(cell.isdecimal() for cell in said)


def _group_is_known(kind: SheetKind, headings: Sequence[str], heading: str) -> bool:
    """Whether other columns of the group are known by their own words: then the group's word alone says nothing."""
    group = heading.split(JOINT)[0]
    others = [one for one in headings if one != heading and one.split(JOINT)[0] == group and JOINT in one]
    return any(score > _BY_GROUP for one in others for _key, score in _scores(kind, one))


def _says_otherwise(one: Field | None, place: int, body: Sequence[Sequence[str]]) -> bool:
    """Whether a column named like a field of a few words holds mostly other words: 区分 may be of anything."""
    if one is None or not one.choices:
        return False
    said = [cell for row in body if place < len(row) and (cell := row[place].strip())]
    return bool(said) and sum(not _is_readable(one, cell) for cell in said) * 2 > len(said)


def _is_readable(one: Field, cell: str) -> bool:
    try:
        one.read(cell)
    except BadInput:
        return False
    return True


def _scores(kind: SheetKind, heading: str) -> Iterable[tuple[str, int]]:
    """Fields that a heading may mean, the surest with the highest number.

    5 the whole with what it has in brackets, 4 without that, 3 joined the other way, 2 the lower part, 1 the upper.
    """
    whole = heading_key(heading)
    if not whole:
        return
    if whole in (heading_key(ID), heading_key(VERSION)):
        yield (ID if whole == heading_key(ID) else VERSION), 9
        return
    parts = [heading_key(part) for part in heading.split(JOINT)]
    forms = [(_with_brackets(heading), 5), (whole, 4)]
    if len(parts) > 1:
        forms += [("".join(reversed(parts)), 3), (parts[-1], 2), (parts[0], 1)]
    for one in (*kind.fields, *kind.asked):
        best = max((score for form, score in forms if form in one.keys), default=0)
        if best:
            yield one.key, best


def _by_content(kind: SheetKind, uses: list[str], body: Sequence[Sequence[str]]) -> None:
    """A column without a known heading is a field whose content can only be that field's."""
    for one in kind.fields:
        if one.looks_like is None or one.key in uses:
            continue
        for place, use in enumerate(uses):
            sample = [row[place] for row in body if place < len(row) and row[place].strip()]
            if not use and len(sample) > 1 and all(map(one.looks_like, sample)):
                uses[place] = one.key
                break


def joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows of headings as one; a group's word and the word below it are joined: 予算額／当初."""
    return [_join(above.strip(), below.strip()) for above, below in zip(upper, lower, strict=True)]


def _join(above: str, below: str) -> str:
    if not above or not below or above == below:
        return (above or below)[:LONGEST_HEADING]
    return f"{above}{JOINT}{below}"[:LONGEST_HEADING]


def spread_right(row: Sequence[str], below: Sequence[str]) -> list[str]:
    """A row of headings whose group word stands in its first column only, as CSV has it: carried to the right.

    Only over columns that have a heading below and none of their own.
    """
    spread = list(row)
    for left, place in pairwise(range(len(row))):
        if not spread[place].strip() and below[place].strip() and below[left].strip():
            spread[place] = spread[left]
    return spread
