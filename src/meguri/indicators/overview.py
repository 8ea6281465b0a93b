"""The five families at one place: what leads each, its figures, what stands beside it and what must not be joined."""

from collections.abc import Sequence
from dataclasses import dataclass

from meguri.indicators.figures import NO_FIGURES, Figure, Figures
from meguri.indicators.models import Family, Indicator
from meguri.indicators.queries import catalogue, figures_of_place
from meguri.towns.models import Municipality

LEADING_FAMILIES = (Family.POPULATION, Family.ECONOMY, Family.BUSINESSES, Family.INCOME, Family.TAX)


@dataclass(frozen=True, slots=True)
class Beside:
    """Another first indicator of a family, with its newest published figure."""

    indicator: Indicator
    newest: Figure


@dataclass(frozen=True, slots=True)
class FamilyView:
    """One family. `indicator` leads it; None when no definition has been loaded.

    `unlike` are the indicators that seem to count the same (same unit, both a number at a time or both over a time) but
    do it otherwise, so that no line may join them to the leading one.
    """

    family: Family
    indicator: Indicator | None
    figures: Figures
    beside: tuple[Beside, ...] = ()
    unlike: tuple[Indicator, ...] = ()

    @property
    def newer(self) -> tuple[Beside, ...]:
        """Those beside that count something else and have a figure of a later day than the leading indicator."""
        latest = self.figures.latest
        if self.indicator is None or latest is None:
            return ()
        group, when = self.indicator.comparable_group, latest.when
        return tuple(
            one for one in self.beside if one.indicator.comparable_group != group and one.newest.when.end > when.end
        )


def five_families(municipality: Municipality) -> list[FamilyView]:
    """The families in order, each with its figures. Two queries, three more after an act."""
    leading = catalogue().leading()
    figures = figures_of_place(municipality, leading)
    return [_view(family, [one for one in leading if one.family == family], figures) for family in LEADING_FAMILIES]


def family_led_by(indicator: Indicator, municipality: Municipality) -> FamilyView | None:
    """The family that `indicator` leads; None for one that leads none. One query."""
    led = [one for one in catalogue().leading() if one.family == indicator.family]
    if indicator.lead is None or any((one.lead or 0) < indicator.lead for one in led):
        return None
    return _view(Family(indicator.family), led, figures_of_place(municipality, led))


def _view(family: Family, indicators: Sequence[Indicator], figures: dict[int, Figures]) -> FamilyView:
    if not indicators:
        return FamilyView(family, None, NO_FIGURES)
    first, *others = sorted(indicators, key=lambda indicator: indicator.lead or 0)
    newest = ((other, figures.get(other.pk, NO_FIGURES).latest) for other in others)
    beside = tuple(Beside(other, figure) for other, figure in newest if figure is not None)
    return FamilyView(
        family,
        first,
        figures.get(first.pk, NO_FIGURES),
        beside,
        tuple(one.indicator for one in beside if _seems_alike(first, one.indicator)),
    )


def _seems_alike(one: Indicator, other: Indicator) -> bool:
    same_measure = (one.unit, one.nature) == (other.unit, other.nature)
    return same_measure and one.comparable_group != other.comparable_group
