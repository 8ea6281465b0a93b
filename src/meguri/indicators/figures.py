"""What a page or the API is told about a figure: its period, value, state and vintage."""

from dataclasses import dataclass
from enum import StrEnum

from meguri.core.period import Period
from meguri.indicators.models import Source


class State(StrEnum):
    """How to read a figure."""

    VALUE = "value"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in its indicator's unit; `value` is None when it was not published (公表なし).

    `source` is that of the last edition: a made-up town's figure of an official indicator is nobody's statistic.
    """

    period: int
    value: float | None
    state: State
    first_edition: str
    last_edition: str
    source: Source

    @property
    def when(self) -> Period:
        return Period.decode(self.period)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one indicator at one place: those in force, by period, and the earlier vintages."""

    current: tuple[Figure, ...]
    earlier: tuple[Figure, ...]

    @property
    def latest(self) -> Figure | None:
        """The newest figure that was published."""
        return next((figure for figure in reversed(self.current) if figure.value is not None), None)


NO_FIGURES = Figures((), ())
