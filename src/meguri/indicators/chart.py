"""Line charts as SVG from the server: plain string building, no colour and no style, which chart.css gives by class.

A series is told by its marker and dash as well as by its colour, so that the chart can be read printed in grey.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, isfinite, log10

from meguri.indicators.short_number import short_number

MOST_SERIES = 6
ALIKE = 1e-9
"""Figures that differ by less than this share of their size are drawn as one height."""
HALF_STEP = 2.5
"""The one round step from 1 up that is no whole figure."""
_YEAR = re.compile(r"(\d{4})")


@dataclass(frozen=True, slots=True)
class Point:
    """`label`: the period as shown ("2020年"). `value`: None where there is a gap. `at`: its place in time, in years;
    left out, it is the first four-digit year in the label."""

    label: str
    value: float | None
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """`points` in order of time. `vintages`: figures published before and revised since, drawn as hollow dots."""

    name: str
    points: Sequence[Point]
    vintages: Sequence[Point] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing area in SVG units; `letter` is the height of a letter, about a pixel when shown at full width."""

    name: str
    width: int
    height: int
    letter: int
    most_ticks: int


SMALL = Size("small", 320, 150, 13, 3)
LARGE = Size("large", 880, 400, 15, 4)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a year and a value lie on the drawing."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float

    def x(self, at: float) -> float:
        share = (at - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        return round(self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top), 1)


def line_chart(
    series: Sequence[Series],
    *,
    title: str,
    sentence: str = "",
    size: Size = LARGE,
    target: float | None = None,
    target_name: str = "",
    from_zero: bool = False,
    number: Callable[[float], str] = short_number,
    unit: str = "",
    extra_class: str = "",
) -> str:
    """One `<svg role="img">`: named by `title`, described by `sentence`.

    Up to six series; one that has a second series beside it is named at its end. `target`: a dashed line across.
    `from_zero`: the axis holds 0; without it, it may be cut (`is_cut`). `unit` stands above the axis.
    `number` writes the figures (Japanese short form unless told otherwise). Returns "" when no series has a figure.
    Raises ValueError for more than six series.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(f"at most {MOST_SERIES} series can be told apart, not {len(series)}")
    ticks = axis_ticks(series, size=size, target=target, from_zero=from_zero)
    if not ticks:
        return ""
    placed = _place(series)
    frame = _frame(size, placed, ticks, [one.name for one in series], number)
    parts = [
        *_grid(frame, ticks, size, number),
        *([_text(0, size.letter * 0.85, unit, "start", "chart__unit")] if unit else []),
        *_years(frame, placed, size),
        *(_target(frame, target, target_name, size) if target is not None else ()),
        *(part for n, line in enumerate(placed, 1) for part in _line(frame, line, n)),
        *(_names(frame, series, placed, size) if len(series) > 1 else _last(frame, placed[0], size, number)),
    ]
    css = f"chart chart--{size.name} {extra_class}".strip()
    desc = f"<desc>{escape(sentence)}</desc>" if sentence else ""
    return (
        f'<svg class="{css}" viewBox="0 0 {size.width} {size.height}" role="img">'
        f"<title>{escape(title)}</title>{desc}{''.join(parts)}</svg>"
    )


def chart_for_any_screen(
    series: Sequence[Series],
    *,
    title: str,
    sentence: str = "",
    target: float | None = None,
    target_name: str = "",
    from_zero: bool = False,
    number: Callable[[float], str] = short_number,
    unit: str = "",
) -> str:
    """The chart drawn large and small; chart.css shows the one whose letters can be read on the reader's screen."""
    return "".join(
        line_chart(
            series,
            title=title,
            sentence=sentence,
            size=size,
            target=target,
            target_name=target_name,
            from_zero=from_zero,
            number=number,
            unit=unit,
            extra_class=screen,
        )
        for size, screen in ((LARGE, "chart--desk"), (SMALL, "chart--phone"))
    )


def sparkline(
    points: Sequence[Point],
    *,
    title: str,
    sentence: str = "",
    target: float | None = None,
    number: Callable[[float], str] = short_number,
) -> str:
    """The small chart of a card: one series, its last figure written at the end of the line."""
    return line_chart([Series("", points)], title=title, sentence=sentence, size=SMALL, target=target, number=number)


def axis_ticks(
    series: Sequence[Series], *, size: Size = LARGE, target: float | None = None, from_zero: bool = False
) -> list[float]:
    """The figures that the axis names, the lowest first; [] when no series has a figure."""
    values = [value for line in _place(series) for value in line.values()]
    if not values:
        return []
    return _ticks([*values, *([target] if target is not None else [])], size.most_ticks, from_zero)


def is_cut(ticks: Sequence[float]) -> bool:
    """Whether an axis of these ticks leaves 0 out, so that a small change looks large."""
    return bool(ticks) and (ticks[0] > 0 or ticks[-1] < 0)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A series with its points on the time axis, cut where figures are missing."""

    runs: list[list[tuple[float, float]]]
    vintages: list[tuple[float, float]]
    labels: dict[float, str]

    def values(self) -> Iterator[float]:
        yield from (value for run in self.runs for _, value in run)
        yield from (value for _, value in self.vintages)


def _place(series: Sequence[Series]) -> list[_Placed]:
    """Places by year when every label has one, else by the order in which labels first appear."""
    points = [point for one in series for point in (*one.points, *one.vintages)]
    at = _places(points)
    return [
        _Placed(
            _runs([(at[p.label], p.value) for p in one.points]),
            [(at[p.label], p.value) for p in one.vintages if p.value is not None and isfinite(p.value)],
            {at[p.label]: p.label for p in one.points},
        )
        for one in series
    ]


def _places(points: Sequence[Point]) -> dict[str, float]:
    found = {point.label: point.at if point.at is not None else _year(point.label) for point in points}
    known = {label: at for label, at in found.items() if at is not None}
    if len(known) == len(found):
        return known
    return {label: float(order) for order, label in enumerate(found)}


def _year(label: str) -> float | None:
    found = _YEAR.search(label)
    return float(found[1]) if found else None


def _runs(points: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for at, value in points:
        if value is None or not isfinite(value):
            runs.append([])
        else:
            runs[-1].append((at, value))
    return [run for run in runs if run]


def _ticks(values: Sequence[float], most: int, from_zero: bool) -> list[float]:
    """Two to `most` + 1 round values that hold all of `values` between the first and the last.

    Never below 0 where no value is; a step of whole figures is never less than 1: there is no half person.
    """
    low, high = min(values), max(values)
    is_never_negative, is_whole = low >= 0, all(value == floor(value) for value in values)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < max(abs(low), abs(high), 1.0) * ALIKE:
        size = max(abs(low), abs(high))
        spread = size * 0.1 if size > ALIKE else 1.0
        low, high = max(low - spread, 0.0) if is_never_negative else low - spread, high + spread
    rough = (high - low) / (most - 0.5)
    step = _round_step(max(rough, 1.0), (1, 2, 5, 10)) if is_whole and rough <= HALF_STEP else _round_step(rough)
    first = floor(low / step)
    count = -floor(-(high / step)) - first
    return [round((first + n) * step, 12) for n in range(count + 1)]


def _round_step(rough: float, steps: Sequence[float] = (1, 2, 2.5, 5, 10)) -> float:
    """The first of `steps` times a power of ten that is not under `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(m * power for m in steps if m * power >= rough * (1 - 1e-9))


def _frame(
    size: Size, placed: Sequence[_Placed], ticks: Sequence[float], names: Sequence[str], number: Callable[[float], str]
) -> _Frame:
    years = [at for line in placed for run in line.runs for at, _ in run]
    years += [at for line in placed for at, _ in line.vintages]
    letter = size.letter
    left = max(_width(word, letter) for word in tick_words(ticks, number)) + 10
    right = max(_width(name, letter) * 1.05 for name in names) + 18 if len(names) > 1 else letter * 1.5
    top = letter * 2.0
    return _Frame(
        left, size.width - right, top, size.height - letter * 1.9, min(years), max(years), ticks[0], ticks[-1]
    )


def _width(text: str, letter: int) -> float:
    """About how wide a text is: a full-width letter is as wide as high, others a little over half."""
    return sum(letter if ord(c) > 0x2E7F else letter * 0.6 for c in text)


def _grid(frame: _Frame, ticks: Sequence[float], size: Size, number: Callable[[float], str]) -> Iterator[str]:
    for tick, word in zip(ticks, tick_words(ticks, number)):
        y = frame.y(tick)
        css = "chart__zero" if tick == 0 else "chart__grid"
        yield f'<path class="{css}" d="M{frame.left:g} {y:g}H{frame.right:g}"/>'
        yield _text(frame.left - 6, y + size.letter * 0.36, word, "end")


def tick_words(ticks: Sequence[float], number: Callable[[float], str]) -> list[str]:
    """The short form, or all digits where the short one would write two ticks alike."""
    words = [number(tick) for tick in ticks]
    return words if len(set(words)) == len(words) else [f"{tick:,.15g}" for tick in ticks]


def _years(frame: _Frame, placed: Sequence[_Placed], size: Size) -> Iterator[str]:
    """The first and the last label always, and those between that have room."""
    labels = {at: label for line in placed for at, label in line.labels.items() if frame.first <= at <= frame.last}
    order = sorted(labels)
    kept = list(dict.fromkeys([order[-1], order[0]]))
    last_left = frame.x(order[-1]) - _width(labels[order[-1]], size.letter)
    first_right = frame.x(order[0]) + _width(labels[order[0]], size.letter)
    for at in reversed(order[1:-1]):
        half = _width(labels[at], size.letter) / 2 + 6
        x = frame.x(at)
        if x + half < last_left and x - half > first_right:
            kept.append(at)
            last_left = x - half
    y = size.height - size.letter * 0.5
    for at in kept:
        anchor = (
            "middle" if at not in (order[0], order[-1]) or len(order) == 1 else "start" if at == order[0] else "end"
        )
        yield _text(frame.x(at), y, labels[at], anchor)


def _target(frame: _Frame, target: float, name: str, size: Size) -> Iterator[str]:
    y = frame.y(target)
    yield f'<path class="chart__target" d="M{frame.left:g} {y:g}H{frame.right:g}"/>'
    if name:
        yield _text(frame.left + 4, y - size.letter * 0.4, name, "start", "chart__target-name")


def _line(frame: _Frame, line: _Placed, n: int) -> Iterator[str]:
    runs = [[(frame.x(at), frame.y(value)) for at, value in run] for run in line.runs]
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in run) for run in runs if len(run) > 1)
    if path:
        yield f'<path class="chart__line chart__series--{n}" d="{path}"/>'
    marks = "".join(_mark(n, x, y) for run in runs for x, y in run)
    yield f'<path class="chart__mark chart__mark--{n}" d="{marks}"/>'
    for at, value in line.vintages:
        yield f'<circle class="chart__vintage chart__edge--{n}" cx="{frame.x(at):g}" cy="{frame.y(value):g}" r="4"/>'


def _mark(n: int, x: float, y: float) -> str:
    """Circle, square, triangle, diamond; the fifth and the sixth are hollow circle and square."""
    shape = (n - 1) % 4
    start = f"M{x:g} {y:g}"
    return start + ("m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0Z", "m-3.3-3.3h6.6v6.6h-6.6Z",
                    "m0-4.4l4.2 7.4h-8.4Z", "m0-4.8l4.8 4.8l-4.8 4.8l-4.8-4.8Z")[shape]  # fmt: skip


def _last(frame: _Frame, line: _Placed, size: Size, number: Callable[[float], str]) -> Iterator[str]:
    if line.runs:
        at, value = line.runs[-1][-1]
        falling = len(line.runs[-1]) > 1 and line.runs[-1][-2][1] > value
        has_room = frame.bottom - frame.y(value) > size.letter * 1.8
        y = frame.y(value) + size.letter * (1.6 if falling and has_room else -0.8)
        yield _text(frame.x(at) + 4, y, number(value), "end" if at > frame.first else "start", "chart__last")


def _names(frame: _Frame, series: Sequence[Series], placed: Sequence[_Placed], size: Size) -> Iterator[str]:
    """Each line's name at its end, pushed down where two would lie on each other."""
    ends = sorted((frame.y(line.runs[-1][-1][1]), n) for n, line in enumerate(placed) if line.runs)
    lowest = size.height - size.letter * 1.9
    below = [lowest - size.letter * 1.2 * (len(ends) - 1 - rank) for rank in range(len(ends))]
    y = -size.letter * 2.0
    for (end, n), limit in zip(ends, below):
        y = max(y + size.letter * 1.2, min(end, limit))
        x = frame.x(placed[n].runs[-1][-1][0])
        yield _text(max(x, frame.right) + 10, y + size.letter * 0.36, series[n].name, "start", "chart__name")


def _text(x: float, y: float, text: str, anchor: str, css: str = "") -> str:
    named = f' class="{css}"' if css else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
