"""The words of likeness: what each feature is called, its figure as people read it, and why two towns are alike."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from meguri.indicators.labels import number
from meguri.indicators.likeness import FEATURES, MOST_REASONS, Alike, Weights

HECTARES_PER_SQUARE_KILOMETRE = 100
NEAR_PART = 0.15
"""Two figures are called near when they differ by at most this part of the larger one…"""
NEAR_POINTS = 1.0
"""…or, for shares, by at most as many percentage points."""
NEARER_THAN = 1.0
"""Standard deviations: a feature in which two towns differ by more is no reason beside the most telling one."""
Raw = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature in words; `value` makes its figure from a town's inputs, NaN where it cannot."""

    name: str | Promise
    unit: str | Promise
    decimals: int
    value: Callable[[Raw], float]

    def shown(self, raw: Raw) -> str:
        """「4,778人」, 「35.2%」; "" where the town has none."""
        found = self.value(raw)
        return "" if math.isnan(found) else f"{number(found, self.decimals)}{self.unit}"


def _ratio(part: float, whole: float, times: float = 100) -> float:
    return part / whole * times if whole > 0 else math.nan


def _aged(raw: Raw) -> float:
    return raw["under_15"] + raw["from_15_to_64"] + raw["over_65"]


def _working(raw: Raw) -> float:
    return raw["primary"] + raw["secondary"] + raw["tertiary"]


def _share_of_workers(name: str) -> Callable[[Raw], float]:
    return lambda raw: _ratio(raw[name], _working(raw))


WORDS: dict[str, Feature] = {
    "population": Feature(
        pgettext_lazy("in a sentence", "人口"), pgettext_lazy("after a number", "人"), 0, lambda raw: raw["population"]
    ),
    "under_15": Feature(_("15歳未満の割合"), "%", 1, lambda raw: _ratio(raw["under_15"], _aged(raw))),
    "over_65": Feature(_("65歳以上の割合"), "%", 1, lambda raw: _ratio(raw["over_65"], _aged(raw))),
    "area": Feature(_("面積"), "km²", 1, lambda raw: raw["area_hectares"] / HECTARES_PER_SQUARE_KILOMETRE),
    "density": Feature(
        _("人口密度"),
        pgettext_lazy("after a number", "人／km²"),
        1,
        lambda raw: _ratio(raw["population"], raw["area_hectares"], HECTARES_PER_SQUARE_KILOMETRE),
    ),
    "primary": Feature(_("第1次産業で働く人の割合"), "%", 1, _share_of_workers("primary")),
    "secondary": Feature(_("第2次産業で働く人の割合"), "%", 1, _share_of_workers("secondary")),
    "tertiary": Feature(_("第3次産業で働く人の割合"), "%", 1, _share_of_workers("tertiary")),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """What a reader weighs: one or several features that share the theme's weight evenly."""

    key: str
    name: str | Promise
    features: tuple[str, ...]


THEMES = (
    Theme("size", _("人口の大きさ"), ("population",)),
    Theme("age", _("年齢のかたち"), ("under_15", "over_65")),
    Theme("area", _("面積の広さ"), ("area",)),
    Theme("density", _("人口密度"), ("density",)),
    Theme("industries", _("しごとの種類"), ("primary", "secondary", "tertiary")),
)


def weights_of(by_theme: Mapping[str, float]) -> Weights:
    """The weight of each feature from the weights of the five themes (by `Theme.key`)."""
    shares = {name: by_theme[theme.key] / len(theme.features) for theme in THEMES for name in theme.features}
    return Weights(**{name: shares[name] for name in FEATURES})


def reasons_of(town: Alike, weights: Weights) -> tuple[str, ...]:
    """The features to name for this town, three at most.

    First the most telling one (`Alike.reasons`), which the towns around a target mostly share; then, so that each
    town shows what is its own, the features in which the two differ least, in standard deviations, one a theme.
    """
    chosen = list(town.reasons[:1])
    squares = _squares(town, weights)
    for name in sorted(squares, key=lambda one: squares[one]):
        if squares[name] < NEARER_THAN**2 and not _themes(chosen) & _themes([name]) and len(chosen) < MOST_REASONS:
            chosen.append(name)
    return tuple(chosen)


def _squares(town: Alike, weights: Weights) -> dict[str, float]:
    """(z1 - z2)^2 by feature that both towns have and the reader weighs: the contribution without its weight."""
    weight = dict(zip(FEATURES, weights.as_array().tolist(), strict=True))
    shared = {name: part for name, part in town.contributions.items() if part is not None and weight[name] > 0}
    total = sum(weight[name] for name in shared)
    return {name: part * total / weight[name] for name, part in shared.items()}


def _themes(features: Iterable[str]) -> set[str]:
    return {theme.key for theme in THEMES for name in features if name in theme.features}


def is_near(feature: str, here: Raw, there: Raw) -> bool:
    """Whether the two figures themselves are near, as a reader would say who sees both."""
    words = WORDS[feature]
    ours, theirs = words.value(here), words.value(there)
    points = NEAR_POINTS if words.unit == "%" else 0.0
    return abs(ours - theirs) <= max(NEAR_PART * max(abs(ours), abs(theirs)), points)


def reason(feature: str, here: Raw, there: Raw) -> str:
    """「65歳以上の割合が近い（35.2%と36.0%）」; figures that are not near are not called so."""
    words = WORDS[feature]
    near = gettext("%(name)sが近い（%(here)sと%(there)s）")
    apart = gettext("%(name)sは%(here)sと%(there)s（差はありますが、全国のまちの中では近いほうです）")
    return (near if is_near(feature, here, there) else apart) % {
        "name": words.name,
        "here": words.shown(here),
        "there": words.shown(there),
    }


def names_of(features: tuple[str, ...]) -> str:
    return gettext("、").join(str(WORDS[name].name) for name in features)
