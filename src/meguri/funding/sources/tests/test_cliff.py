"""What subsidies carry and what lacks when they end: day by day reckoning gives the same."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.core.fiscal import fiscal_year_of
from meguri.funding.sources.cliff import Carried, Part, alarm_on, in_year, parts, what_if

BUS, PREFECTURE = 1, 7
UNTIL_MARCH = Carried(PREFECTURE, BUS, 2_000_000, dt.date(2024, 4, 1), dt.date(2027, 3, 31))
TODAY = dt.date(2026, 11, 23)
days = st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31))


def test_how_large_a_part_of_a_project_hangs_on_it() -> None:
    found = parts([UNTIL_MARCH], {BUS: 4_200_000}, TODAY)
    assert found == [Part(BUS, 4_200_000, 2_000_000)]
    assert (found[0].share, found[0].others_yen) == (476, 2_200_000)
    assert parts([UNTIL_MARCH], {BUS: None}, TODAY)[0].share is None
    assert parts([UNTIL_MARCH], {BUS: 1_000_000}, TODAY)[0].share == 1000
    assert parts([UNTIL_MARCH], {BUS: 4_200_000}, dt.date(2027, 4, 1)) == []


def test_what_lacks_after_its_own_end_and_after_an_earlier_one() -> None:
    years = what_if([UNTIL_MARCH], [2026, 2027])[BUS]
    assert [(one.year, one.left, one.lacking) for one in years] == [(2026, 2_000_000, 0), (2027, 0, 2_000_000)]
    early = what_if([UNTIL_MARCH], [2026], {PREFECTURE: dt.date(2026, 9, 30)})[BUS]
    assert (early[0].left, early[0].lacking) == (1_002_739, 997_261)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(days, st.integers(0, 1500), st.integers(0, 10**9), st.integers(2023, 2031), days)
def test_a_year_has_the_part_of_its_days(
    begins: dt.date, length: int, yearly: int, year: int, other_end: dt.date
) -> None:
    one = Carried(1, 1, yearly, begins, begins + dt.timedelta(days=length))
    running = sum(1 for n in range(length + 1) if fiscal_year_of(begins + dt.timedelta(days=n)) == year)
    whole = 366 if year + 1 in (2024, 2028, 2032) else 365
    assert in_year(one, year) == yearly * running // whole
    found = what_if([one], [year], {1: other_end})[1][0]
    assert found.went_on == found.left + found.lacking
    assert found.lacking >= 0


def test_the_alarm_comes_a_year_ahead() -> None:
    assert alarm_on(dt.date(2027, 3, 31)) == dt.date(2026, 4, 1)
    assert alarm_on(dt.date(2028, 2, 28)) == dt.date(2027, 2, 28)
