"""Public holidays of Japan by the law as it stands since 2022 (国民の祝日に関する法律), for 2022 to 2099.

The equinoxes by the usual formula after the Hydrographic Department; the Cabinet announces each a year before.
"""

import datetime as dt
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 2022, 2099
_FIXED = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
_MONDAYS = ((1, 2), (7, 3), (9, 3), (10, 2))
"""(month, which Monday): 成人の日, 海の日, 敬老の日, スポーツの日"""

ONE_DAY = dt.timedelta(1)


def is_holiday(day: dt.date) -> bool:
    """Whether `day` is a public holiday; `ValueError` for a year that is not covered."""
    return day in holidays(day.year)


@lru_cache(maxsize=16)
def holidays(year: int) -> frozenset[dt.date]:
    """All of a year, with substitutes (振替休日) and days between two holidays (国民の休日)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"holidays of {year} are not known")
    named = {dt.date(year, month, day) for month, day in _FIXED}
    named |= {_monday(year, month, which) for month, which in _MONDAYS}
    named |= {dt.date(year, 3, _equinox(year, 20.8431)), dt.date(year, 9, _equinox(year, 23.2488))}
    between = {day + ONE_DAY for day in named if day + 2 * ONE_DAY in named and day + ONE_DAY not in named}
    return frozenset(named | between | {_next_free(day, named) for day in named if day.weekday() == 6})


def _monday(year: int, month: int, which: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta((7 - first.weekday()) % 7 + 7 * (which - 1))


def _equinox(year: int, in_1980: float) -> int:
    return int(in_1980 + 0.242194 * (year - 1980) - (year - 1980) // 4)


def _next_free(day: dt.date, named: set[dt.date]) -> dt.date:
    while day in named:
        day += ONE_DAY
    return day
