"""From an axis to its drawing: the server's SVG, and the same figures as JSON for the chart that can be explored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from meguri.core.period import Period
from meguri.indicators import chart
from meguri.indicators.amounts import THOUSAND_YEN
from meguri.indicators.compare import Axis
from meguri.indicators.figures import Figure
from meguri.indicators.labels import credit_of, name_of, place_label, unit_of, yen
from meguri.indicators.pages.tables import TableView, figures_table, revisions_table, series_name
from meguri.indicators.short_number import short_number_for

DAYS_OF_YEAR = 366
RATIOS = frozenset({"%", "％", "‰"})


@dataclass(frozen=True, slots=True)
class TargetMark:
    """A target as the chart shows it: a dashed line with its name."""

    value: float
    name: str


@dataclass(frozen=True)
class Panel:
    """A chart with the table it is drawn from. `reason` says why it stands apart from the chart above, if it does."""

    axis: Axis
    title: str
    picture: SafeString
    is_cut: bool
    source_url: str
    table: TableView
    revisions: TableView | None
    credits: tuple[str, ...]
    reason: str | Promise = ""


def panel(
    axis: Axis, source_url: str, *, sentence: str = "", target: TargetMark | None = None, reason: str | Promise = ""
) -> Panel:
    """The panel of an axis; its chart takes its figures again from `source_url` (JSON) where there is script."""
    return Panel(
        axis=axis,
        title=name_of(axis.indicator),
        picture=draw(axis, sentence=sentence, target=target),
        is_cut=chart.is_cut(_ticks(axis, target)),
        source_url=source_url,
        table=figures_table(axis),
        revisions=revisions_table(axis),
        credits=_credits(axis),
        reason=reason,
    )


def title_of(axis: Axis) -> str:
    """The names of the axis's indicators, and its places where they are several."""
    names = gettext("・").join(dict.fromkeys(name_of(one.indicator) for one in axis.series))
    places = gettext("・").join(dict.fromkeys(place_label(one.municipality) for one in axis.series))
    if len({one.municipality.pk for one in axis.series}) == 1:
        return names
    return gettext("%(names)s（%(places)s）") % {"names": names, "places": places}


def draw(axis: Axis, *, sentence: str = "", target: TargetMark | None = None) -> SafeString:
    """The SVG in both sizes; empty where no figure is known."""
    drawn = chart.chart_for_any_screen(
        _series(axis),
        title=title_of(axis),
        sentence=sentence,
        target=_scaled(target.value, axis) if target else None,
        target_name=target.name if target else "",
        from_zero=_from_zero(axis),
        number=short_number_for(get_language() or "ja"),
        unit=_unit(axis),
    )
    return mark_safe(drawn)  # noqa: S308 - chart.py escapes every text


def _series(axis: Axis) -> list[chart.Series]:
    label = axis_labels(axis)

    def points(figures: Iterable[Figure]) -> list[chart.Point]:
        return [chart.Point(label(f.period), _scaled(f.value, axis), _at(f.period)) for f in figures]

    return [
        chart.Series(series_name(o, axis), points(o.figures.current), points(o.figures.earlier)) for o in axis.series
    ]


def _scaled(value: float | None, axis: Axis) -> float | None:
    """As drawn: thousands of yen in yen, so that the axis reads as the headline does."""
    return value * 1000 if value is not None and axis.indicator.unit == THOUSAND_YEN else value


def _unit(axis: Axis) -> str:
    return yen() if axis.indicator.unit == THOUSAND_YEN else unit_of(axis.indicator)


def _from_zero(axis: Axis) -> bool:
    """Amounts are drawn from zero, so that a small change looks small; shares of a whole may be cut."""
    return axis.indicator.unit not in RATIOS


def _ticks(axis: Axis, target: TargetMark | None) -> list[float]:
    level = _scaled(target.value, axis) if target else None
    return chart.axis_ticks(_series(axis), target=level, from_zero=_from_zero(axis))


def axis_labels(axis: Axis) -> Callable[[int], str]:
    """Short labels that sort by time: the year where each period has its own, else the date in ISO form."""
    language = get_language() or "ja"
    decoded = {period: Period.decode(period) for one in axis.series for period in _all_periods(one.figures)}
    years = {(p.year, p.kind) for p in decoded.values()}
    if len({p.year for p in decoded.values()}) == len(decoded) == len(years):
        yearly = {key: p if p.kind == "fiscal_year" else Period.of_year(p.year) for key, p in decoded.items()}
        return lambda period: yearly[period].label(language)
    return lambda period: str(decoded[period])


def _all_periods(figures: Any) -> Iterable[int]:
    return (figure.period for figure in (*figures.current, *figures.earlier))


def _at(period: int) -> float:
    """Where a period ends in time, in years."""
    end = Period.decode(period).end
    return end.year + end.timetuple().tm_yday / DAYS_OF_YEAR


def _credits(axis: Axis) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            credit_of(one.indicator, figure.source)
            for one in axis.series
            for figure in (*one.figures.current, *one.figures.earlier)
        )
    )


def chart_figures(axis: Axis, *, target: TargetMark | None = None) -> dict[str, Any]:
    """The figures of an axis as the island takes them (client/ts/chart-option.ts: ChartFigures)."""
    label, ticks = axis_labels(axis), _ticks(axis, target)
    words = chart.tick_words(ticks, short_number_for(get_language() or "ja"))
    return {
        "title": title_of(axis),
        "unit": _unit(axis),
        "kind": "line",
        "ticks": list(zip(ticks, words, strict=True)),
        "series": [
            {
                "name": series_name(one, axis),
                "points": [[label(f.period), _scaled(f.value, axis), str(f.state)] for f in one.figures.current],
                "vintages": [[label(f.period), _scaled(f.value, axis)] for f in one.figures.earlier],
            }
            for one in axis.series
        ],
        "target": _scaled(target.value, axis) if target else None,
        "target_label": target.name if target else "",
    }
