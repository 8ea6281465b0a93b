"""By what a row of money is known again, so that it is taken in once, also from another file. Pure.

A bank's own number, or a site's order number, says which row it is. Where there is none, the row is what it says, and
which of those that say the same: two files that overlap by whole days give the same keys. Of the payer a key holds 16
bits of a digest: enough to tell rows of one day apart, and too few to find a person by.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_BITS = 4
"""Figures of a hexadecimal digest: 16 bits."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says that tells it from others. `place`: its account, site or ledger."""

    place: str
    on: date
    yen: int
    words: str
    number: str = ""


def keys_of(rows: Sequence[Said]) -> list[str]:
    """A key for each row, in their order; all different."""
    seen: Counter[str] = Counter()
    numbers = _trusted(rows)
    found = []
    for row in rows:
        is_numbered = (row.place, row.on, row.number) in numbers
        base = f"{row.place}|{row.on:%Y%m%d}|{row.yen}|" + (
            f"#{_plain(row.number)}" if is_numbered else _digest(row.words)
        )
        seen[base] += 1
        found.append(f"{base}|{seen[base]}")
    return found


def order_keys(rows: Sequence[Said]) -> list[str]:
    """Keys by the number of an order alone: a site may put its day or its sum right."""
    return [f"{row.place}|#{_plain(row.number)}" for row in rows]


def _trusted(rows: Iterable[Said]) -> set[tuple[str, date, str]]:
    """Numbers that tell rows apart: those that stand once on their day."""
    counted = Counter((row.place, row.on, row.number) for row in rows if row.number)
    return {one for one, times in counted.items() if times == 1}


def _digest(words: str) -> str:
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()[:_BITS]


def _plain(number: str) -> str:
    """At most 40 letters: what is longer, or holds the key's own mark, becomes its digest."""
    return number if len(number) <= 40 and "|" not in number else hashlib.sha256(number.encode()).hexdigest()[:32]
