"""The fiscal year of Japanese local government: April to March, with settlement (出納整理期間) to 31 May."""

from datetime import date

_FIRST_MONTH = 4


def fiscal_year_of(day: date) -> int:
    """The fiscal year (named after the year of its April) in which `day` falls."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def fiscal_year_range(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year: 1 April and 31 March. 地方自治法 第208条."""
    return date(year, _FIRST_MONTH, 1), date(year + 1, 3, 31)


def settlement_end(year: int) -> date:
    """The day on which the books of a fiscal year close: 31 May of the next. 地方自治法 第235条の5."""
    return date(year + 1, 5, 31)


def is_in_settlement(year: int, on: date) -> bool:
    """Whether `on` lies in the settlement period itself, 1 April to 31 May after the fiscal year."""
    return date(year + 1, _FIRST_MONTH, 1) <= on <= settlement_end(year)


def is_open_for_settlement(year: int, on: date) -> bool:
    """Whether money of a fiscal year may still be taken or paid on `on`: from its first day until the books close."""
    return date(year, _FIRST_MONTH, 1) <= on <= settlement_end(year)


def is_settlement_provisional(year: int, stated_on: date) -> bool:
    """Whether a settlement of fiscal year `year` stated on this day may still change: its books were not closed yet."""
    return stated_on <= settlement_end(year)
