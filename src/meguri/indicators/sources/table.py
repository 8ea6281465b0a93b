"""What every reader of official figures returns: places down, columns across, and what was found on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meguri.core.tables import Report
from meguri.indicators.reference import Catalogue, Series


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures: the series, the period it speaks of (core.period's integer), where it stood (from 1)."""

    series: Series
    period: int
    position: int


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures of many places.

    `edition` orders the editions of one source (2026 for SSDSE-A-2026). `codes` are 6-digit codes and `names`
    the names as the file has them. `values` has one row for each code and one column for each of `columns`,
    as published, NaN where the cell was blank.
    """

    edition: int
    label: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    values: NDArray[np.float64]
    report: Report

    def published(self, catalogue: Catalogue) -> NDArray[np.float64]:
        """`values` with NaN also where a 0 stands for nothing, as the catalogue says."""
        values = self.values.copy()
        for number, column in enumerate(self.columns):
            zeros = values[:, number] == 0
            if column.series.zero_means == "zero":
                left_out = catalogue.places_left_out(column.series, column.period)
                zeros &= np.array([code in left_out for code in self.codes]) if left_out else False
            values[zeros, number] = np.nan
        return values

    def figures(self, key: str, period: int) -> Iterator[tuple[str, float]]:
        """(code, value) of one series at one period, as published, NaN for a blank."""
        number = next(n for n, c in enumerate(self.columns) if (c.series.key, c.period) == (key, period))
        return zip(self.codes, self.values[:, number].tolist(), strict=True)
