"""The arrays that merging works on: figures as runs of editions, and columns as editions carried them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Runs:
    """Figures, one entry for each run; all arrays have the same length.

    A run is a value that one place had for one indicator and period in the editions from `first` to `last`
    (ranks), in none of which the place had another value. `row` is the id of the stored row, -1 for a new run.
    """

    row: Ints
    indicator: Ints
    municipality: Ints
    period: Ints
    value: Floats
    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.row)

    def take(self, which: Ints | NDArray[np.bool_] | slice) -> Runs:
        """The runs at the positions, or where the mask is true."""
        return Runs(
            self.row[which], self.indicator[which], self.municipality[which], self.period[which],
            self.value[which], self.first[which], self.last[which],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewColumn:
    """The figures of one indicator and period in one edition: `values` of `municipalities` (ids), NaN for none."""

    edition: int
    indicator: int
    period: int
    municipalities: Ints
    values: Floats


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """That an edition carried an indicator's figures of a period, for which places.

    `municipalities` are ids in rising order; None where it carried every place.
    """

    edition: int
    indicator: int
    period: int
    municipalities: Ints | None = None

    def carries(self, municipalities: Ints) -> NDArray[np.bool_]:
        """For each of the ids, whether the column has a figure."""
        if self.municipalities is None:
            return np.ones(len(municipalities), dtype=bool)
        return np.isin(municipalities, self.municipalities)


_NONE = np.empty(0, dtype=np.int64)
NO_RUNS = Runs(_NONE, _NONE, _NONE, _NONE, np.empty(0, dtype=np.float64), _NONE, _NONE)


def joined(parts: Sequence[Runs]) -> Runs:
    """All runs of `parts`, one after the other."""
    if not parts:
        return NO_RUNS
    return Runs(
        row=np.concatenate([part.row for part in parts]),
        indicator=np.concatenate([part.indicator for part in parts]),
        municipality=np.concatenate([part.municipality for part in parts]),
        period=np.concatenate([part.period for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        first=np.concatenate([part.first for part in parts]),
        last=np.concatenate([part.last for part in parts]),
    )


def packed_places(municipalities: Ints, everyone: Ints) -> bytes:
    """Which ids a column carries, one bit for each id from 0 up; b"" for all of `everyone`. For a binary field."""
    if len(municipalities) == len(everyone):
        return b""
    bits = np.zeros(int(everyone.max()) + 1, dtype=np.uint8)
    bits[municipalities] = 1
    return np.packbits(bits).tobytes()


def unpacked_places(packed: bytes) -> Ints | None:
    """The ids of `packed_places`, None for all."""
    if not packed:
        return None
    return np.flatnonzero(np.unpackbits(np.frombuffer(packed, dtype=np.uint8))).astype(np.int64)
