"""What a file would change: its rows beside what stands, as new, changed, unchanged and absent. Pure."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput, Conflict
from meguri.core.tables import Finding
from meguri.core.tables.columns import Field, SheetKind
from meguri.core.tables.filling import Reading, Row
from meguri.core.tables.values import Value
from meguri.core.tables.xlsx import clean
from meguri.core.text import search_key


class What(StrEnum):
    """What a file means for one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ABSENT = "absent"


@dataclass(frozen=True)
class Standing:
    """A stored row as the sheet would say it: its id and its values by field."""

    id: int
    values: Mapping[str, Value]

    @property
    def version(self) -> str:
        """A digest of the values: another one when anything was changed."""
        return version_of(self.values)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row: what stands, and what the file says."""

    key: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan. `values`: of the file, for an absent row those that stand. `version`: of the standing row.

    `is_late`: the standing row has changed since the sheet with this row went out.
    """

    what: What
    name: str
    values: Mapping[str, Value]
    id: int | None = None
    row: int | None = None
    changes: tuple[FieldChange, ...] = ()
    version: str = ""
    is_late: bool = False

    def left_as_it_is(self) -> "PlanRow":
        """The same row, of which the file changes nothing."""
        stands = dict(self.values) | {change.key: change.old for change in self.changes}
        return replace(self, what=What.UNCHANGED, values=stands, changes=(), is_late=False)


@dataclass(frozen=True)
class SheetPlan:
    """What taking a file would change. `ends_absent`: rows that are not in the file end on `on`.

    `moved` says, for a reorganisation, which standing row a new one follows: {absent id: row of the file}.
    """

    kind: str
    file_name: str
    digest: str
    rows: tuple[PlanRow, ...]
    asked: Mapping[str, Value] = field(default_factory=dict)
    ends_absent: bool = False
    on: date | None = None
    moved: Mapping[int, int] = field(default_factory=dict)

    def of(self, what: What) -> list[PlanRow]:
        return [one for one in self.rows if one.what is what]

    @property
    def new(self) -> list[PlanRow]:
        return self.of(What.NEW)

    @property
    def changed(self) -> list[PlanRow]:
        return self.of(What.CHANGED)

    @property
    def unchanged(self) -> list[PlanRow]:
        return self.of(What.UNCHANGED)

    @property
    def absent(self) -> list[PlanRow]:
        return self.of(What.ABSENT)

    @property
    def ending(self) -> int:
        """How many standing rows the plan ends."""
        return len(self.absent) if self.ends_absent else 0

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed or (self.ends_absent and self.absent))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, unchanged and absent."""
        found = Counter(one.what for one in self.rows)
        return {what.value: found[what] for what in What}

    @property
    def fingerprint(self) -> str:
        """By which the plan that was shown is known from the one that would be taken."""
        said = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The plan without what stays as it is: for a draft."""
        followers = set(self.moved.values())
        meant = {What.NEW, What.CHANGED} | ({What.ABSENT} if self.ends_absent else set())
        return {
            "kind": self.kind,
            "file_name": self.file_name,
            "digest": self.digest,
            "asked": _values_out(self.asked),
            "ends_absent": self.ends_absent,
            "on": self.on.isoformat() if self.on else None,
            "moved": {str(old): new for old, new in sorted(self.moved.items())},
            "rows": [_row_out(one) for one in self.rows if one.what in meant or one.row in followers],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "SheetPlan":
        return cls(
            stored["kind"],
            stored["file_name"],
            stored["digest"],
            tuple(_row_in(one) for one in stored["rows"]),
            _values_in(stored["asked"]),
            bool(stored["ends_absent"]),
            date.fromisoformat(stored["on"]) if stored["on"] else None,
            {int(old): int(new) for old, new in stored["moved"].items()},
        )

    def starting(self, on: date | None, moved: Mapping[int, int]) -> "SheetPlan":
        """The same rows as a reorganisation on a day, with what follows what."""
        return replace(self, on=on, moved=moved, ends_absent=on is not None)


def make_plan(
    kind: SheetKind, reading: Reading, standing: Sequence[Standing], *, digest: str, ends_absent: bool = False
) -> SheetPlan:
    """The rows of a file beside what stands. Two rows for one thing, and ids of nothing, are errors in the report.

    Only the fields of which the sheet has a column count; what it does not speak of stays. An empty cell says nothing
    in a file of the town's own, and says empty in one that went out from here.
    """
    matched = match(kind, reading, standing)
    known = reading.known | reading.asked.keys()
    rows = [_compared(kind, known, row, matched.get(row.number), reading.lost_ids) for row in reading.rows]
    found = {one.id for one in matched.values()}
    rows += [
        PlanRow(What.ABSENT, kind.name(one.values), one.values, id=one.id, version=one.version)
        for one in standing
        if one.id not in found
    ]
    return SheetPlan(kind.key, reading.name, digest, tuple(rows), reading.asked, ends_absent)


def match(kind: SheetKind, reading: Reading, standing: Sequence[Standing]) -> dict[int, Standing]:
    """By row of the file, the stored row that it speaks of: by its id, else by what identifies it."""
    by_id = {one.id: one for one in standing}
    matched: dict[int, Standing] = {}
    taken: set[int] = set()
    for row in reading.rows:
        if row.id is not None and row.id in by_id and row.id not in taken:
            matched[row.number] = by_id[row.id]
            taken.add(row.id)
    for fields in kind.identities:
        _tell_doubles(kind, fields, reading)
        left = _unique(fields, ((one.values, one) for one in standing if one.id not in taken))
        for key, row in _unique(fields, ((r.values, r) for r in reading.rows if r.number not in matched)).items():
            if key in left:
                matched[row.number] = left[key]
                taken.add(left[key].id)
    return matched


def identity(fields: Sequence[str], values: Mapping[str, Value]) -> tuple[str, ...]:
    """The form in which two rows that speak of the same thing are equal; empty when the first field says nothing."""
    said = tuple(_key(str(values.get(key) or "")) for key in fields)
    return said if any(said) and said[0] else ()


@lru_cache(maxsize=65_536)
def _key(text: str) -> str:
    """Kept, since the rows of a sheet say few different words, each many times."""
    return search_key(text)


def _unique(fields: Sequence[str], rows: Iterable[tuple[Mapping[str, Value], Any]]) -> dict[tuple[str, ...], Any]:
    """Rows by their identity, without those that share theirs with another."""
    found: dict[tuple[str, ...], list[Any]] = {}
    for values, row in rows:
        if key := identity(fields, values):
            found.setdefault(key, []).append(row)
    return {key: ones[0] for key, ones in found.items() if len(ones) == 1}


def _tell_doubles(kind: SheetKind, fields: Sequence[str], reading: Reading) -> None:
    """Two rows with one identity cannot both be taken."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in reading.rows:
        key = identity(fields, row.values)
        if not key:
            continue
        if key in seen:
            sentence = format_lazy(
                _("{row}行目と同じものです。どちらかを消すか、名前や番号を変えてください。"), row=seen[key].number
            )
            reading.report.add(Finding.error(row.number, None, kind.name(row.values), "", sentence))
        seen.setdefault(key, row)


def _compared(
    kind: SheetKind, known: Iterable[str], row: Row, stands: Standing | None, is_foreign: bool
) -> PlanRow:
    name = kind.name(row.values)
    if stands is None:
        return PlanRow(What.NEW, name, row.values, row=row.number)
    spoken = {key for key in known if not is_foreign or row.values.get(key) is not None or key in row.emptied}
    changes = tuple(_changes(kind, spoken, row.values, stands.values))
    what = What.CHANGED if changes else What.UNCHANGED
    is_late = bool(changes and row.version and row.id == stands.id and row.version != stands.version)
    return PlanRow(what, name, row.values, stands.id, row.number, changes, stands.version, is_late)


def _changes(
    kind: SheetKind, known: Iterable[str], values: Mapping[str, Value], stands: Mapping[str, Value]
) -> Iterator[FieldChange]:
    spoken_of = set(known)
    for one in kind.out_fields:
        old, new = stands.get(one.key), values.get(one.key)
        if one.key in spoken_of and as_read(one, old) != (new if new != "" else None):
            yield FieldChange(one.key, old, new)


def as_read(one: Field, value: Value) -> Value:
    """A stored value as it would be read from a sheet that shows it: the same, or in its written form."""
    shown = clean(one.show(value))
    if not shown.strip() or isinstance(value, int) and shown == str(value):
        return value if shown.strip() else None
    try:
        return one.read(shown).value
    except BadInput:
        return value


def changed_meanwhile(plan: SheetPlan, kind: SheetKind, standing: Sequence[Standing]) -> list[str]:
    """Names of the rows that are not as they were when the plan was made. Empty: it may be taken as it was shown."""
    by_id = {one.id: one for one in standing}
    spoken_of = {one.id for one in plan.rows if one.id is not None}
    others = [one for one in standing if one.id not in spoken_of]
    there = {(fields, key) for fields in kind.identities for one in others if (key := identity(fields, one.values))}
    meant = [one for one in plan.rows if one.what is not What.ABSENT or plan.ends_absent]
    names = []
    for one in meant:
        if one.id is not None:
            stale = one.id not in by_id or by_id[one.id].version != one.version
        else:
            stale = any((fields, identity(fields, one.values)) in there for fields in kind.identities)
        if stale:
            names.append(one.name)
    return names


def require_unchanged(plan: SheetPlan, kind: SheetKind, standing: Sequence[Standing]) -> None:
    """Conflict, naming what was changed since the plan was made."""
    if names := changed_meanwhile(plan, kind, standing):
        raise Conflict(
            format_lazy(
                _(
                    "このあいだに、ほかの人が次のものを変えました：{names}。何も変えていません。もう一度ファイルを選んで、ちがいを見てください。"
                ),
                names="、".join(names[:5]) + ("…" if len(names) > 5 else ""),
            )
        )


def version_of(values: Mapping[str, Value]) -> str:
    said = json.dumps(_values_out(values), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _values_out(values: Mapping[str, Value]) -> dict[str, Any]:
    return {key: {"day": one.isoformat()} if isinstance(one, date) else one for key, one in values.items()}


def _values_in(stored: Mapping[str, Any]) -> dict[str, Value]:
    return {key: _value_in(one) for key, one in stored.items()}


def _value_in(stored: Any) -> Value:
    return date.fromisoformat(stored["day"]) if isinstance(stored, dict) else stored


def _row_out(one: PlanRow) -> dict[str, Any]:
    changes = [[c.key, *_values_out({"old": c.old, "new": c.new}).values()] for c in one.changes]
    return {
        "what": one.what.value,
        "name": one.name,
        "values": _values_out(one.values),
        "id": one.id,
        "row": one.row,
        "changes": changes,
        "version": one.version,
    }


def _row_in(stored: Mapping[str, Any]) -> PlanRow:
    return PlanRow(
        What(stored["what"]),
        stored["name"],
        _values_in(stored["values"]),
        stored["id"],
        stored["row"],
        tuple(FieldChange(key, _value_in(old), _value_in(new)) for key, old, new in stored["changes"]),
        stored["version"],
    )
