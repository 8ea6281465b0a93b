"""The main steps of a project on a line of time: a picture from the server; the list beneath says the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

WIDTH, LINE, EDGE = 720, 40, 24
NEAREST = 26
"""Marks closer than this, in units of the drawing, stand one above another."""
ROW = 26


@dataclass(frozen=True, slots=True)
class Step:
    """A main step as the line shows it. `on`: the day it was done, else the day it is planned for."""

    name: str
    on: date
    state: str
    """"done", "late" or "next"."""


def time_line(steps: Sequence[Step], today: date) -> SafeString:
    """One `<svg>`; "" for fewer than two days. Numbers on the marks are those of the list. Colours: project.css."""
    days = [step.on for step in steps]
    if len(set(days)) < 2:
        return mark_safe("")
    first, last = min(days), max(days)
    placed = list(_placed(steps, first, last))
    above = max(row for _x, row, _step in placed)
    height = LINE + ROW * above + 34
    base = height - 34
    marks = "".join(_mark(number, x, base - row * ROW, step) for number, (x, row, step) in enumerate(placed, start=1))
    drawn = (
        f'<svg class="time-line" viewBox="0 0 {WIDTH} {height}" aria-hidden="true" focusable="false">'
        f'<path class="time-line__line" d="M{EDGE} {base}H{WIDTH - EDGE}"/>{_today(today, first, last, base)}{marks}'
        f'{_label(EDGE, height, first, "start")}{_label(WIDTH - EDGE, height, last, "end")}</svg>'
    )
    return mark_safe(drawn)  # noqa: S308  # made of numbers and days


def _placed(steps: Sequence[Step], first: date, last: date) -> Iterator[tuple[float, int, Step]]:
    """Each step with its place along the line and its row above it."""
    taken: list[float] = []
    for step in steps:
        x = _x(step.on, first, last)
        row = next((row for row, end in enumerate(taken) if x - end >= NEAREST), len(taken))
        taken[row : row + 1] = [x]
        yield x, row, step


def _x(day: date, first: date, last: date) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * (day - first).days / (last - first).days


def _mark(number: int, x: float, y: float, step: Step) -> str:
    return (
        f'<g class="time-line__mark time-line__mark--{step.state}"><circle cx="{x:.1f}" cy="{y}" r="11"/>'
        f'<text x="{x:.1f}" y="{y + 4.5}" text-anchor="middle">{number}</text></g>'
    )


def _today(today: date, first: date, last: date, base: float) -> str:
    if not first <= today <= last:
        return ""
    x = _x(today, first, last)
    return f'<path class="time-line__today" d="M{x:.1f} {base - 26}V{base + 14}"/>'


def _label(x: float, height: float, day: date, anchor: str) -> str:
    return f'<text class="time-line__day" x="{x}" y="{height - 4}" text-anchor="{anchor}">{day.year}.{day.month}</text>'
