"""A payment by outcome: as the table says, each line recomputed by whoever reads it, and nothing without its figure."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.funding.sources.outcome_payment import (
    Answer,
    Better,
    Known,
    Linear,
    Rule,
    Step,
    Steps,
    Why,
    pay,
    recomputed,
)

AS_AGREED = "d"
SHOPS = Steps((Step(Decimal(12), 100_000), Step(Decimal(10), 200_000), Step(Decimal(8), 300_000)), Better.LESS)
RIDERS = Linear(Decimal("4.1"), 50_000, 300_000)
figures = st.decimals(-1000, 10_000, places=2)
tables = st.builds(
    Steps, st.lists(st.builds(Step, figures, st.integers(0, 10**9)), max_size=6, unique_by=lambda one: one.threshold)
    .map(tuple), st.sampled_from(Better), st.integers(0, 1000),
) | st.builds(
    Linear, figures, st.integers(0, 10**6), st.integers(10**6, 10**9), st.integers(0, 1000), st.sampled_from(Better),
)  # fmt: skip


def paid(table: Steps | Linear, value: str) -> int | None:
    return pay(table, AS_AGREED, Known(Decimal(value), AS_AGREED)).yen


@pytest.mark.parametrize(("shops", "yen"), [("13", 0), ("12", 100_000), ("9", 200_000), ("8", 300_000), ("0", 300_000)])
def test_the_farthest_step_that_was_reached_pays(shops: str, yen: int) -> None:
    assert paid(SHOPS, shops) == yen


@pytest.mark.parametrize(("riders", "yen"), [("4.1", 0), ("2", 0), ("5.3", 60_000), ("9.6", 275_000), ("99", 300_000)])
def test_each_unit_beyond_the_base_pays_within_floor_and_cap(riders: str, yen: int) -> None:
    assert paid(RIDERS, riders) == yen


@given(tables, figures)
def test_every_line_can_be_recomputed_and_the_last_is_the_payment(table: Steps | Linear, value: Decimal) -> None:
    answer: Answer = pay(table, AS_AGREED, Known(value, AS_AGREED))
    before = Fraction(table.floor_yen)
    for line in answer.lines:
        assert recomputed(line.rule, line.terms, before) == line.result
        if line.rule in {Rule.REACHED, Rule.NOT_REACHED}:
            reached = line.terms[0] <= line.terms[1] if table.better == Better.LESS else line.terms[0] >= line.terms[1]
            assert (line.rule == Rule.REACHED) is reached
        before = line.result
    assert answer.yen == before
    assert before.denominator == 1


@given(tables, figures)
def test_it_pays_what_a_plain_reading_of_the_table_says(table: Steps | Linear, value: Decimal) -> None:
    sign = -1 if table.better == Better.LESS else 1
    if isinstance(table, Steps):
        reached = [one for one in table.steps if value * sign >= one.threshold * sign]
        wanted = max(reached, key=lambda one: one.threshold * sign).yen if reached else table.floor_yen
    else:
        hundredths = int((value - table.base) * 100) * sign
        wanted = min(table.cap_yen, max(table.floor_yen, hundredths * table.yen_a_unit // 100))
    assert paid(table, str(value)) == wanted


def test_nothing_is_paid_without_a_figure_or_for_one_of_another_definition() -> None:
    assert pay(SHOPS, AS_AGREED, Known(None, AS_AGREED)) == Answer(None, Why.MISSING)
    assert pay(SHOPS, AS_AGREED, Known(Decimal(1), "other")) == Answer(None, Why.OTHER_DEFINITION)
