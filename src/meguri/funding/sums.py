"""Do the rows of a file add up to the sums that stand in it? What does not is told, never mended. Free of Django."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from meguri.core.tables.filling import Row
from meguri.core.tables.values import Value
from meguri.core.text import normalise

BUDGET, SETTLEMENT = "budget", "settlement"
PARTS = ("initial", "supplement", "transfer", "carried")
"""What the budget as it is now is made of: 当初, 補正, 流用・充用, 前年度からの繰越."""
LEVELS = ("kan", "kou", "moku", "setsu", "undertaking")
_SUM = re.compile("(?:合|小|総|総合)?計$")
_BLANKS = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A sum as it stands in a file: 「民生費 計」, its row, and its amounts in yen by `BUDGET` and `SETTLEMENT`."""

    label: str
    row: int
    amounts: Mapping[str, int | None]

    @property
    def name(self) -> str:
        """What it is the sum of, "" for a plain 計."""
        return _SUM.sub("", _BLANKS.sub("", normalise(self.label)).strip("()[]【】〔〕"))


@dataclass(frozen=True, slots=True)
class Unsound:
    """A stated sum that is not the sum of its rows. `what`: `BUDGET` or `SETTLEMENT`; yen."""

    label: str
    row: int
    what: str
    stated_yen: int
    counted_yen: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)


def budget_of(values: Mapping[str, Value]) -> int | None:
    """The budget of a row: as it stands, else 当初 with 補正, 流用 and 繰越; None where the row says nothing."""
    if (whole := values.get(BUDGET)) is not None:
        return _yen(whole)
    parts = [yen for key in PARTS if (yen := _yen(values.get(key))) is not None]
    return sum(parts) if parts else None


def total(rows: Iterable[Row], what: str) -> int | None:
    """The sum in yen; None where no row says anything: unknown is never 0."""
    known = [yen for row in rows if (yen := _yen(row.values.get(what))) is not None]
    return sum(known) if known else None


def unsound_sums(rows: Sequence[Row], stated: Sequence[StatedSum]) -> list[Unsound]:
    """Those of the stated sums that none of the sets of rows they can mean adds up to."""
    found = []
    for at, one in enumerate(stated):
        scopes = list(_scopes(rows, stated[:at], one))
        for what, said in one.amounts.items():
            counted = [yen for scope in scopes if (yen := total(scope, what)) is not None]
            if said is not None and counted and said not in counted:
                found.append(Unsound(one.label, one.row, what, said, counted[0]))
    return found


def _scopes(rows: Sequence[Row], before: Sequence[StatedSum], one: StatedSum) -> Iterator[list[Row]]:
    """The rows that a sum can be of, the likeliest first."""
    above = [row for row in rows if row.number < one.row]
    if not above:
        return
    levels = [level for level in LEVELS if _same(above[-1].values.get(level), one.name)]
    for level in levels:
        path = LEVELS[: LEVELS.index(level) + 1]
        yield [row for row in above if all(row.values.get(k) == above[-1].values.get(k) for k in path)]
    if not levels:
        starts = [0, *(other.row for other in before if other.name == one.name)]
        if not one.name:
            yield [row for row in above if row.number > max((other.row for other in before), default=0)]
        yield [row for row in above if row.number > starts[-1]]
        yield above


def _same(value: Value, name: str) -> bool:
    return bool(name) and _BLANKS.sub("", normalise(str(value or ""))) == name


def _yen(value: Value) -> int | None:
    return value if isinstance(value, int) else None
