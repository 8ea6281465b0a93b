"""The towns most alike to one town, and why, by published weights."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.distance import cdist  # type: ignore[import-untyped] # scipy ships no types

from meguri.indicators.likeness import FEATURES, SERIES, Weights, features, most_alike
from meguri.indicators.reference import packed_editions
from meguri.indicators.sources.ssdse import read_ssdse

KAMISHIHORO, FUTABA = "016331", "075469"
Floats = NDArray[np.float64]


@cache
def inputs() -> tuple[tuple[str, ...], dict[str, Floats]]:
    """All towns' real figures in the newest edition: population of 2020, area of 2024."""
    *_older, (_name, newest) = packed_editions()
    table = read_ssdse(newest)
    numbers = {column.series.key: n for n, column in enumerate(table.columns)}
    return table.codes, {name: table.values[:, numbers[key]] for name, key in SERIES.items()}


def matrix(**changed: Floats) -> Floats:
    return features(**{**inputs()[1], **changed})


def with_one(name: str, code: str, value: float) -> dict[str, Floats]:
    codes, series = inputs()
    column = series[name].copy()
    column[codes.index(code)] = value
    return {name: column}


def by_scipy(values: Floats, at: int, weights: Floats) -> Floats:
    """Weighted Euclidean distances to one row, by another hand."""
    z = (values - values.mean(axis=0)) / values.std(axis=0)
    distances: Floats = cdist(z[at : at + 1], z, "euclidean", w=weights / weights.sum())[0]
    return distances


def test_the_distances_of_the_whole_country_are_those_of_scipy() -> None:
    codes = [code for code in inputs()[0] if code != FUTABA]
    values = np.delete(matrix(), inputs()[0].index(FUTABA), axis=0)
    found = most_alike(values, codes, KAMISHIHORO, k=len(codes))
    expected = by_scipy(values, codes.index(KAMISHIHORO), Weights().as_array())
    assert len(found.towns) == 1739
    for town in found.towns:
        assert town.distance == pytest.approx(expected[codes.index(town.code)])
    distances = [town.distance for town in found.towns]
    assert distances == sorted(distances)


@given(st.data())
def test_any_towns_and_weights_give_the_distances_of_scipy(data: st.DataObject) -> None:
    number = st.floats(-1e3, 1e3, allow_nan=False).map(lambda x: round(x, 3))
    rows = data.draw(st.lists(st.tuples(*[number] * len(FEATURES)), min_size=3, max_size=12))
    values = np.array(rows) + np.arange(len(rows))[:, None] * 0.1
    if (values.std(axis=0) < 1e-6).any():
        values += np.arange(len(rows))[:, None]
    weights = Weights(*data.draw(st.lists(st.floats(0.01, 5), min_size=8, max_size=8)))
    codes = [f"{n:06}" for n in range(len(rows))]
    found = most_alike(values, codes, codes[0], weights, k=len(rows))
    expected = by_scipy(values, 0, weights.as_array())
    assert {town.code: town.distance for town in found.towns} == pytest.approx(
        dict(zip(codes[1:], expected[1:].tolist(), strict=True)), abs=1e-9
    )


def test_the_parts_of_a_distance_add_up_to_its_square() -> None:
    for town in most_alike(matrix(), inputs()[0], KAMISHIHORO).towns:
        parts = [part for part in town.contributions.values() if part is not None]
        assert sum(parts) == pytest.approx(town.distance**2)
        assert 1 <= len(town.reasons) <= 3
        assert set(town.reasons) <= set(FEATURES)


def test_towns_like_kamishihoro_are_small_wide_farming_towns() -> None:
    codes, series = inputs()
    at = {code: n for n, code in enumerate(codes)}
    towns = most_alike(matrix(), codes, KAMISHIHORO).towns
    assert len(towns) == 10
    for town in towns:
        assert 1500 < series["population"][at[town.code]] < 15000
        assert series["area_hectares"][at[town.code]] > 20000
        assert town.reasons[0] in ("primary", "density", "area")


def test_another_industry_brings_other_towns_and_other_reasons() -> None:
    codes, _series = inputs()
    before = most_alike(matrix(), codes, KAMISHIHORO)
    after = most_alike(matrix(**with_one("secondary", KAMISHIHORO, 5000)), codes, KAMISHIHORO)
    assert [town.code for town in before.towns] != [town.code for town in after.towns]
    assert "secondary" in after.towns[0].reasons
    assert before.towns[0].reasons != after.towns[0].reasons


def test_a_feature_without_weight_changes_nothing() -> None:
    weights = Weights(secondary=0)
    codes, _series = inputs()
    values = matrix()
    other = values.copy()
    other[codes.index(KAMISHIHORO), FEATURES.index("secondary")] = 0.9
    before, after = (most_alike(m, codes, KAMISHIHORO, weights).towns for m in (values, other))
    assert [town.code for town in before] == [town.code for town in after]


def test_a_town_without_people_is_left_out_and_said_so() -> None:
    found = most_alike(matrix(), inputs()[0], KAMISHIHORO)
    assert [(town.code, town.missing) for town in found.left_out] == [
        (FUTABA, tuple(name for name in FEATURES if name != "area"))
    ]
    assert found.target_lacks == ()
    nobody = most_alike(matrix(), inputs()[0], FUTABA)
    assert nobody.towns == ()
    assert len(nobody.target_lacks) == 7
    assert len(nobody.left_out) == 1740


def test_a_town_that_lacks_one_figure_is_compared_by_what_both_have() -> None:
    codes, _series = inputs()
    nearest = most_alike(matrix(), codes, KAMISHIHORO).towns[0]
    found = most_alike(matrix(**with_one("under_15", nearest.code, np.nan)), codes, KAMISHIHORO, k=1741)
    town = next(town for town in found.towns if town.code == nearest.code)
    assert town.contributions["under_15"] is None
    assert town.contributions["over_65"] is None
    assert town.shared_weight == pytest.approx(4 / 5)
    assert "under_15" not in town.reasons


def test_the_distance_over_what_both_have_is_weighed_by_what_both_have() -> None:
    values = np.zeros((4, len(FEATURES)))
    values[:, 0] = [-1, 1, -1, 1]
    values[:, 4] = [-1, 1, 1, np.nan]
    found = most_alike(values, ["a", "b", "c", "d"], "a", Weights(*[1.0] * 8), k=3)
    distances = {town.code: town.distance for town in found.towns}
    # Density over a, b and c has mean 1/3 and standard deviation sqrt(8)/3, so that -1 and 1 are 3/sqrt(2) apart.
    assert distances == pytest.approx({"b": (8.5 / 8) ** 0.5, "c": (4.5 / 8) ** 0.5, "d": (4 / 7) ** 0.5})


def test_a_reason_is_what_both_towns_have_and_few_others() -> None:
    values = np.zeros((11, len(FEATURES)))
    values[:, 0] = values[:, 3] = np.arange(11) % 2
    values[0, [0, 3]] = values[1, 0] = 9
    towns = most_alike(values, [f"{n:02}" for n in range(11)], "00", k=10).towns
    like = next(town for town in towns if town.code == "01")
    assert like.reasons[0] == "population"
    assert "area" not in like.reasons


def test_equal_towns_have_no_distance_and_keep_their_order() -> None:
    values = np.ones((4, len(FEATURES)))
    found = most_alike(values, ["a", "b", "c", "d"], "c", k=2)
    assert [(town.code, town.distance) for town in found.towns] == [("a", 0.0), ("b", 0.0)]


@pytest.mark.parametrize("weights", [Weights(area=-1), Weights(*[0.0] * 8), Weights(area=float("nan"))])
def test_weights_that_mean_nothing_are_refused(weights: Weights) -> None:
    with pytest.raises(ValueError, match="weights"):
        most_alike(matrix(), inputs()[0], KAMISHIHORO, weights)


def test_an_unknown_town_or_a_matrix_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="999999"):
        most_alike(matrix(), inputs()[0], "999999")
    with pytest.raises(ValueError, match="expected"):
        most_alike(matrix()[:, :5], inputs()[0], KAMISHIHORO)
