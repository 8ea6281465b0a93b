"""Which towns are alike: the inputs of every municipality, read from the figures and kept until something changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from meguri.core.period import Period
from meguri.core.revision import PerRevision
from meguri.indicators.figures import NO_FIGURES, State
from meguri.indicators.likeness import SERIES, AlikeTowns, Weights, alike_among, features, standardised
from meguri.indicators.models import EditionColumn, Indicator, Observation
from meguri.indicators.queries import ROW_FIELDS, Catalogue, Row, catalogue, figures_of_place
from meguri.towns.models import Municipality

Floats = NDArray[np.float64]

MOST_TOWNS = 30


@dataclass(frozen=True)
class Inputs:
    """What towns are compared by: `raw` holds one array a series of `SERIES`, one entry for each of `codes`.

    `periods` are the dates of the series, the same for all towns, so that figures of one day are compared.
    `z` is the standardised feature matrix.
    """

    codes: tuple[str, ...]
    raw: dict[str, Floats]
    periods: dict[str, int]
    z: Floats

    def of(self, code: str) -> dict[str, float]:
        """One town's inputs by series; NaN where it has none."""
        at = self.codes.index(code)
        return {name: float(values[at]) for name, values in self.raw.items()}


@dataclass(frozen=True)
class AlikeHere:
    """The answer for one town: the towns most alike, and the inputs of all that were compared."""

    found: AlikeTowns
    inputs: Inputs
    municipalities: Mapping[str, Municipality]


def _series(known: Catalogue) -> dict[str, Indicator]:
    return {name: known.national[key] for name, key in SERIES.items() if key in known.national}


def _make_inputs() -> Inputs:
    """The real municipalities' inputs, each series at its newest date. Four queries."""
    known = catalogue()
    series = _series(known)
    periods = _newest_periods(series)
    place_ids, codes = _places()
    at = {pk: number for number, pk in enumerate(place_ids)}
    raw = {name: np.full(len(codes), np.nan) for name in SERIES}
    names = {indicator.pk: name for name, indicator in series.items()}
    rows = Observation.objects.filter(indicator__in=names, period__in=set(periods.values()))
    for row in sorted(rows.values_list(*ROW_FIELDS), key=lambda row: known.editions[row[5]].rank):
        name = names[row[0]]
        if row[2] == periods.get(name) and row[1] in at:
            raw[name][at[row[1]]] = _value(known, row)
    return Inputs(codes, raw, periods, standardised(features(**raw)))


def _value(known: Catalogue, row: Row) -> float:
    return row[3] if known.state(row) is State.VALUE else np.nan


def _newest_periods(series: Mapping[str, Indicator]) -> dict[str, int]:
    """The newest period at which any edition carried each series. One query."""
    carried: dict[int, list[int]] = {}
    columns = EditionColumn.objects.filter(indicator__in=[one.pk for one in series.values()], indicator__town=None)
    for indicator_id, period in columns.values_list("indicator_id", "period"):
        carried.setdefault(indicator_id, []).append(period)
    return {name: max(carried[one.pk], key=Period.decode) for name, one in series.items() if one.pk in carried}


def _places() -> tuple[list[int], tuple[str, ...]]:
    rows = list(Municipality.objects.real().order_by("code").values_list("pk", "code"))
    return [pk for pk, _code in rows], tuple(code for _pk, code in rows)


_inputs = PerRevision(_make_inputs)


def inputs_for(municipality: Municipality) -> Inputs:
    """The inputs of all real towns; a made-up one's own are added for its own page alone."""
    inputs = _inputs.now()
    return inputs if municipality.code in inputs.codes else _with(inputs, municipality)


def _with(inputs: Inputs, municipality: Municipality) -> Inputs:
    series = _series(catalogue())
    figures = figures_of_place(municipality, list(series.values()))
    newest = {name: figures.get(one.pk, NO_FIGURES).latest for name, one in series.items()}
    own = {name: found.value if found and found.value is not None else np.nan for name, found in newest.items()}
    raw = {name: np.append(values, own.get(name, np.nan)) for name, values in inputs.raw.items()}
    return replace(inputs, codes=(*inputs.codes, municipality.code), raw=raw, z=standardised(features(**raw)))


def alike_towns(municipality: Municipality, k: int = 10, weights: Weights | None = None) -> AlikeHere:
    """The `k` real towns most alike to a municipality, nearest first; never a made-up one.

    Three queries, more after an act. ValueError for weights that cannot be (see `Weights.as_array`).
    """
    inputs = inputs_for(municipality)
    found = alike_among(inputs.z, inputs.codes, municipality.code, weights, min(k, MOST_TOWNS))
    named = [town.code for town in found.towns] + [town.code for town in found.left_out[:MOST_TOWNS]]
    rows = Municipality.objects.select_related("prefecture", "town").filter(code__in=named)
    return AlikeHere(found, inputs, {row.code: row for row in rows})


def closest(municipality: Municipality, count: int) -> list[Municipality]:
    """The towns most alike by the published weights, nearest first."""
    here = alike_towns(municipality, count)
    return [here.municipalities[town.code] for town in here.found.towns]
