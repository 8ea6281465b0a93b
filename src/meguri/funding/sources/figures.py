"""The figure that a payment by outcome is computed from: exact, and with the definition by which it was counted."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from meguri.funding.sources.outcome_payment import Known
from meguri.indicators.figures import NO_FIGURES
from meguri.indicators.models import Indicator
from meguri.indicators.queries import catalogue, figures_of_place


def definition_digest(indicator: Indicator) -> str:
    """SHA-256 over what makes an indicator another one: key, definition, unit, nature and length of its period."""
    said = [indicator.key, indicator.definition, indicator.unit, indicator.nature, indicator.period_kind]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def known_figure(indicator_id: int, period: int, town: Any) -> Known:
    """The figure in force of the town's place, exactly as it is published. One query, two more after an act."""
    indicator = catalogue().by_id[indicator_id]
    figures = figures_of_place(town.municipality, [indicator]).get(indicator_id, NO_FIGURES)
    value = next((one.value for one in figures.current if one.period == period), None)
    return Known(None if value is None else exact(value, indicator.decimals), definition_digest(indicator))


def exact(value: float, decimals: int) -> Decimal:
    """A stored figure as it is written: the shortest decimal of that number, with at least the indicator's places."""
    written, places = Decimal(repr(value)), Decimal(1).scaleb(-decimals)
    return written.quantize(places) if written == written.quantize(places) else written


def periods_of(indicator_id: int, town: Any) -> list[int]:
    """The periods of which a figure is published, the newest first."""
    indicator = catalogue().by_id[indicator_id]
    figures = figures_of_place(town.municipality, [indicator]).get(indicator_id, NO_FIGURES)
    return [one.period for one in reversed(figures.current) if one.value is not None]
