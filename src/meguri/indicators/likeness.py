"""Which towns are most alike to one town, and why: by size, age structure, area, density and industries.

Features are standardised over all towns that have them. With weights w and standardised values z, the distance of
two towns over the features both have is sqrt(sum w (z1 - z2)^2 / sum w). It orders likeness to one town and ranks
nothing: no feature is better or worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SMALLEST_SHARED_WEIGHT = 0.6
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each feature, in the order of the feature matrix. The five themes weigh the same.

    Density is population over area, so that the three speak of two things; all are kept because people ask for
    each of them.
    """

    population: float = 1.0
    under_15: float = 0.5
    over_65: float = 0.5
    area: float = 1.0
    density: float = 1.0
    primary: float = 1 / 3
    secondary: float = 1 / 3
    tertiary: float = 1 / 3

    def as_array(self) -> Floats:
        """The weights in order; ValueError if one is negative or all are 0."""
        weights = np.array([getattr(self, name) for name in FEATURES], dtype=np.float64)
        if not np.isfinite(weights).all() or (weights < 0).any() or not weights.any():
            raise ValueError("weights must be finite, none below 0, and at least one above")
        return weights


FEATURES = tuple(field.name for field in fields(Weights))

SERIES = {
    "population": "population-census",
    "under_15": "population-under-15",
    "from_15_to_64": "population-15-64",
    "over_65": "population-65-over",
    "area_hectares": "area",
    "primary": "employed-primary",
    "secondary": "employed-secondary",
    "tertiary": "employed-tertiary",
}
"""Keys of the series that `features` takes, by parameter."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A town with its distance, the part of each feature in it, and the features that make it alike.

    `contributions` has, for each feature, w (z1 - z2)^2 / sum w, None where one of the towns lacks it; they add up
    to the square of `distance`. `reasons` are the features, most telling first, in which this town is nearer to the
    target than towns are on average. `shared_weight` is the part of all weight that both towns have.
    """

    code: str
    distance: float
    contributions: dict[str, float | None]
    reasons: tuple[str, ...]
    shared_weight: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A town that was not compared, since it and the target share too little; `missing` by either of them."""

    code: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlikeTowns:
    """The towns most alike to a target, nearest first; those left out; and what the target itself lacks."""

    towns: tuple[Alike, ...]
    left_out: tuple[LeftOut, ...]
    target_lacks: tuple[str, ...]


def features(
    *,
    population: Floats,
    under_15: Floats,
    from_15_to_64: Floats,
    over_65: Floats,
    area_hectares: Floats,
    primary: Floats,
    secondary: Floats,
    tertiary: Floats,
) -> Floats:
    """The feature matrix, towns x 8 in the order of FEATURES; NaN where an input is NaN or leaves nothing to divide.

    Logarithms are natural, density is people per hectare. Shares are of those whose age, or industry, is known.
    A town without people (双葉町 in 2020) has an area and nothing else.
    """
    aged = _positive(under_15 + from_15_to_64 + over_65)
    working = _positive(primary + secondary + tertiary)
    people, hectares = _positive(population), _positive(area_hectares)
    columns = [
        np.log(people), under_15 / aged, over_65 / aged, np.log(hectares), np.log(people / hectares),
        primary / working, secondary / working, tertiary / working,
    ]  # fmt: skip
    return np.column_stack(columns)


def most_alike(
    matrix: Floats, codes: Sequence[str], target: str, weights: Weights | None = None, k: int = 10
) -> AlikeTowns:
    """The `k` towns most alike to `target`, equal distances in the order of `codes`.

    `matrix` is towns x features as `features` makes it, one row for each of `codes`. Towns that share less than
    SMALLEST_SHARED_WEIGHT of all weight with the target are left out and named. ValueError for an unknown target
    or a matrix of another shape.
    """
    if matrix.shape != (len(codes), len(FEATURES)):
        raise ValueError(f"the matrix is {matrix.shape}, expected {(len(codes), len(FEATURES))}")
    return alike_among(standardised(matrix), codes, target, weights, k)


def alike_among(
    z: Floats, codes: Sequence[str], target: str, weights: Weights | None = None, k: int = 10
) -> AlikeTowns:
    """`most_alike` for a matrix that is `standardised` already; ValueError for an unknown target."""
    at = list(codes).index(target)
    weight = (weights or Weights()).as_array()
    shared = ~np.isnan(z) & ~np.isnan(z[at])
    part = shared @ weight / weight.sum()
    squares = _contributions(z, at, shared, weight)
    others = np.arange(len(codes)) != at
    compared = others & (part >= SMALLEST_SHARED_WEIGHT)
    distance = np.sqrt(squares.sum(axis=1))
    nearest: list[int] = np.flatnonzero(compared)[np.argsort(distance[compared], kind="stable")][:k].tolist()
    telling = _telling(z, at, shared, weight)
    towns = (
        Alike(codes[n], float(distance[n]), _named(squares[n], shared[n]), _reasons(telling[n]), float(part[n]))
        for n in nearest
    )
    left_out = (LeftOut(codes[n], _names(~shared[n])) for n in np.flatnonzero(others & ~compared).tolist())
    return AlikeTowns(tuple(towns), tuple(left_out), _names(np.isnan(z[at])))


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def standardised(matrix: Floats) -> Floats:
    """Each column less its mean, over its standard deviation (of all towns that have it); 0 where all are equal."""
    z = np.full(matrix.shape, np.nan)
    for number, column in enumerate(matrix.T):
        known = ~np.isnan(column)
        if known.any():
            centred = column[known] - column[known].mean()
            spread = column[known].std()
            z[known, number] = centred / spread if spread > 0 else 0.0
    return z


def _contributions(z: Floats, at: int, shared: NDArray[np.bool_], weight: Floats) -> Floats:
    """w (z - z_target)^2 / sum of shared w; 0 for what is not shared."""
    total = np.where(shared.any(axis=1), shared @ weight, 1.0)
    squares = np.where(shared, (z - z[at]) ** 2, 0.0) * weight
    return squares / np.where(total > 0, total, 1.0)[:, None]


def _telling(z: Floats, at: int, shared: NDArray[np.bool_], weight: Floats) -> Floats:
    """How much nearer than on average: w (1 + z_target^2 - (z - z_target)^2).

    The mean of (z - z_target)^2 over all towns is 1 + z_target^2, as z has mean 0 and variance 1. So a feature
    tells most where the target is unusual and the other town is unusual in the same way.
    """
    return np.where(shared, weight * (1.0 + z[at] ** 2 - (z - z[at]) ** 2), 0.0)


def _reasons(telling: Floats) -> tuple[str, ...]:
    order = np.argsort(-telling, kind="stable")[:MOST_REASONS]
    return tuple(FEATURES[n] for n in order if telling[n] > 0)


def _named(squares: Floats, shared: NDArray[np.bool_]) -> dict[str, float | None]:
    values = zip(FEATURES, squares.tolist(), shared.tolist(), strict=True)
    return {name: value if both else None for name, value, both in values}


def _names(mask: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(name for name, chosen in zip(FEATURES, mask.tolist(), strict=True) if chosen)
