"""From the series of an axis to the table from which its chart is drawn, its revisions, and its rows for a CSV file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from meguri.core.period import Period
from meguri.indicators.compare import Axis, Series
from meguri.indicators.figures import Figure
from meguri.indicators.labels import edition_span, name_of, period_label, place_label, shown, unit_of

Cell = str | tuple[float | None, str]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as the web tag takes it: heads, and rows whose first cell names the row."""

    id: str
    caption: str
    heads: list[str | tuple[str, str]]
    rows: list[list[Cell]]


def series_name(one: Series, axis: Axis) -> str:
    """What tells a series from the others of its axis: its place, its indicator, or both."""
    place, indicator = place_label(one.municipality), name_of(one.indicator)
    if not axis.mixes_indicators:
        return place
    return indicator if len({each.municipality.pk for each in axis.series}) == 1 else f"{place} {indicator}"


def figures_table(axis: Axis) -> TableView:
    """Newest first: one row a period, one column a series; for a single series also the editions that carried it."""
    alone = len(axis.series) == 1
    heads: list[str | tuple[str, str]] = [_("いつの数か"), *((series_name(one, axis), "number") for one in axis.series)]
    rows = [_row(axis, period, with_editions=alone) for period in reversed(axis.periods)]
    if alone:
        heads.append((_("載っている版"), "number"))
    caption = _("%(name)s（単位: %(unit)s）") % {"name": name_of(axis.indicator), "unit": unit_of(axis.indicator)}
    return TableView(f"figures-{axis.indicator.key}", caption, heads, rows)


def _row(axis: Axis, period: int, *, with_editions: bool) -> list[Cell]:
    figures = [one.by_period.get(period) for one in axis.series]
    cells: list[Cell] = [period_label(period)]
    for one, figure in zip(axis.series, figures, strict=True):
        cells.append((figure.value if figure else None, shown(figure, one.indicator, is_open=one.is_open)))
    if with_editions:
        cells.append(edition_span(figures[0]) if figures[0] else "")
    return cells


def revisions_table(axis: Axis) -> TableView | None:
    """Each figure that a later edition changed, with both vintages and their editions; None if there is none."""
    rows = [
        _revision(axis, one, before)
        for one in axis.series
        for before in sorted(one.figures.earlier, key=lambda f: Period.decode(f.period), reverse=True)
    ]
    if not rows:
        return None
    heads: list[str | tuple[str, str]] = [_("いつの数か"), _("まち"), (_("改定前"), "number"), _("改定前の版"),
                                          (_("改定後"), "number"), _("改定後の版")]  # fmt: skip
    return TableView(f"revisions-{axis.indicator.key}", _("あとの版で改められた数字"), heads, rows)


def _revision(axis: Axis, one: Series, before: Figure) -> list[Cell]:
    now = one.by_period[before.period]
    return [
        period_label(before.period),
        series_name(one, axis),
        (before.value, shown(before, one.indicator, is_open=one.is_open)),
        edition_span(before),
        (now.value, shown(now, one.indicator, is_open=one.is_open)),
        edition_span(now),
    ]


CSV_HEAD = (
    "自治体コード", "自治体", "指標", "指標の名前", "時点", "値", "単位", "状態", "改定",
    "最初の版", "最後の版", "もとの統計", "出典",
)  # fmt: skip


def csv_rows(axes: list[Axis]) -> Iterator[tuple[Any, ...]]:
    """Every figure of the page, one a line, earlier vintages included."""
    yield CSV_HEAD
    for axis in axes:
        for one in axis.series:
            for figure in sorted((*one.figures.current, *one.figures.earlier), key=lambda f: Period.decode(f.period)):
                yield _csv_row(one, figure)


def plain(value: float | None) -> int | float | None:
    """The number as published: whole numbers without a point."""
    return int(value) if value is not None and value.is_integer() else value


def _csv_row(one: Series, figure: Figure) -> tuple[Any, ...]:
    indicator, place = one.indicator, one.municipality
    superseded = one.by_period[figure.period] is not figure
    return (
        place.code,
        place.full_name,
        indicator.key,
        indicator.name,
        str(Period.decode(figure.period)),
        plain(figure.value),
        indicator.unit,
        "公表なし" if figure.value is None else "",
        "改定前" if superseded else "",
        figure.first_edition,
        figure.last_edition,
        indicator.statistic,
        figure.source.credit,
    )
