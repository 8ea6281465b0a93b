"""What is paid for an outcome (成果連動型): computed from one figure by the agreed table, with lines one can recompute.

Two kinds of table. Steps: the highest step that the figure has reached pays its sum. Linear: a sum for each unit beyond
the base, within a floor and a cap. Where less is better, a step is reached from above and units count downward.
Arithmetic is exact; parts of a yen are dropped once, at the end. A figure that is missing, or was counted by another
definition than the agreed one, pays nothing, and the answer says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Better(StrEnum):
    """Which way the figure should go."""

    MORE = "more"
    LESS = "less"


class Why(StrEnum):
    """Why nothing was computed."""

    MISSING = "missing"
    OTHER_DEFINITION = "other_definition"


class Rule(StrEnum):
    """What a line of the working does with its terms."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    GAIN = "gain"
    TIMES = "times"
    WHOLE_YEN = "whole_yen"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Step:
    """From this figure on, this sum in yen."""

    threshold: Decimal
    yen: int


@dataclass(frozen=True, slots=True)
class Steps:
    """A table by thresholds; below the first it pays `floor_yen`."""

    steps: tuple[Step, ...]
    better: Better = Better.MORE
    floor_yen: int = 0


@dataclass(frozen=True, slots=True)
class Linear:
    """`yen_a_unit` for each unit beyond `base`, never less than `floor_yen` nor more than `cap_yen`."""

    base: Decimal
    yen_a_unit: int
    cap_yen: int
    floor_yen: int = 0
    better: Better = Better.MORE


Table = Steps | Linear


@dataclass(frozen=True, slots=True)
class Known:
    """The figure as published (None: not published) and the digest of the definition it was counted by."""

    value: Decimal | None
    definition: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working: `result` follows from `terms` by `rule`, see `recomputed`."""

    rule: Rule
    terms: tuple[Fraction, ...]
    result: Fraction


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be paid. `yen` None: nothing can be computed, `why` says why."""

    yen: int | None
    why: Why | None = None
    lines: Sequence[Line] = field(default_factory=tuple)


def pay(table: Table, agreed_definition: str, figure: Known) -> Answer:
    """The payment for one figure."""
    if figure.definition != agreed_definition:
        return Answer(None, Why.OTHER_DEFINITION)
    if figure.value is None:
        return Answer(None, Why.MISSING)
    value = Fraction(figure.value)
    lines = _by_steps(table, value) if isinstance(table, Steps) else _by_unit(table, value)
    return Answer(int(lines[-1].result), None, lines)


def _by_steps(table: Steps, value: Fraction) -> tuple[Line, ...]:
    """Each step that was looked at; the last line carries the sum."""
    less = table.better == Better.LESS
    ordered = sorted(table.steps, key=lambda one: one.threshold, reverse=less)
    lines, yen = [], Fraction(table.floor_yen)
    for step in ordered:
        rule = _rule_for(value, Fraction(step.threshold), less=less)
        yen = Fraction(step.yen) if rule == Rule.REACHED else yen
        lines.append(Line(rule, (value, Fraction(step.threshold), Fraction(step.yen)), yen))
    return tuple(lines) or (Line(Rule.AT_LEAST, (Fraction(0), yen), yen),)


def _rule_for(value: Fraction, threshold: Fraction, *, less: bool) -> Rule:
    return Rule.REACHED if (value <= threshold if less else value >= threshold) else Rule.NOT_REACHED


def _by_unit(table: Linear, value: Fraction) -> tuple[Line, ...]:
    base = Fraction(table.base)
    terms = (base, value) if table.better == Better.LESS else (value, base)
    gain = Line(Rule.GAIN, terms, terms[0] - terms[1])
    times = _line(Rule.TIMES, gain.result, Fraction(table.yen_a_unit))
    whole = _line(Rule.WHOLE_YEN, times.result)
    least = _line(Rule.AT_LEAST, whole.result, Fraction(table.floor_yen))
    return gain, times, whole, least, _line(Rule.AT_MOST, least.result, Fraction(table.cap_yen))


def _line(rule: Rule, *terms: Fraction) -> Line:
    return Line(rule, terms, recomputed(rule, terms))


def recomputed(rule: Rule, terms: Sequence[Fraction], before: Fraction = Fraction(0)) -> Fraction:
    """What a line gives, from its terms alone; `before`: the result of the line above, for a step not reached."""
    if rule == Rule.REACHED:
        return terms[2]
    if rule == Rule.NOT_REACHED:
        return before
    if rule == Rule.GAIN:
        return terms[0] - terms[1]
    if rule == Rule.TIMES:
        return terms[0] * terms[1]
    if rule == Rule.WHOLE_YEN:
        return Fraction(terms[0].numerator // terms[0].denominator)
    return max(terms) if rule == Rule.AT_LEAST else min(terms)
