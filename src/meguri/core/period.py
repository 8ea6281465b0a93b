"""The time a figure speaks of: a year, a fiscal year, a month or a day, as one value."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import total_ordering
from typing import Self

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core import wareki
from meguri.core.errors import BadInput
from meguri.core.fiscal import fiscal_year_range
from meguri.core.period_text import no_such_date, read_date_text

FIRST_YEAR = wareki.FIRST_DAY.year
LAST_YEAR = 2200
_FISCAL_MARK = 99
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    MONTH = "month"
    DAY = "day"


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A year, fiscal year, month or day between 1873 and 2200; ordered by its last day, then by its first.

    `month` and `day` are 0 where the kind has none. Raises BadInput for a date that does not exist.
    """

    kind: PeriodKind
    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        has_month = self.kind in (PeriodKind.MONTH, PeriodKind.DAY)
        has_day = self.kind is PeriodKind.DAY
        try:
            date(self.year, self.month if has_month else 1, self.day if has_day else 1)
        except ValueError as impossible:
            raise BadInput(no_such_date(f"{self.year}-{self.month}-{self.day}")) from impossible
        if (not has_month and self.month) or (not has_day and self.day):
            raise ValueError(f"a period of kind {self.kind} has no month {self.month} or day {self.day}")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise BadInput(
                format_lazy(
                    _("「{found}年」は扱える年の外です。{first}年から{last}年までを入れてください。"),
                    found=self.year,
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                )
            )

    @classmethod
    def of_year(cls, year: int) -> Self:
        """A calendar year."""
        return cls(PeriodKind.YEAR, year)

    @classmethod
    def of_fiscal_year(cls, year: int) -> Self:
        """The fiscal year that begins in April of `year`."""
        return cls(PeriodKind.FISCAL_YEAR, year)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """A calendar month."""
        return cls(PeriodKind.MONTH, year, month)

    @classmethod
    def of_day(cls, day: date) -> Self:
        """A single day."""
        return cls(PeriodKind.DAY, day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period that `text` names: ISO form, slashes, kanji, eras, full width. BadInput if it names none."""
        found = read_date_text(text)
        if found.is_fiscal:
            return cls.of_fiscal_year(found.year)
        kind = PeriodKind.DAY if found.day else PeriodKind.MONTH if found.month else PeriodKind.YEAR
        return cls(kind, found.year, found.month or 0, found.day or 0)

    @classmethod
    def decode(cls, number: int) -> Self:
        """The period stored as `number` by `encoded`; ValueError or BadInput for any other number."""
        year, month, day = number // 10000, number // 100 % 100, number % 100
        if month == _FISCAL_MARK and day == 0:
            return cls.of_fiscal_year(year)
        if day:
            return cls(PeriodKind.DAY, year, month, day)
        return cls.of_month(year, month) if month else cls.of_year(year)

    @property
    def encoded(self) -> int:
        """For storage: yyyy0000 a year, yyyy9900 a fiscal year, yyyymm00 a month, yyyymmdd a day."""
        month = _FISCAL_MARK if self.kind is PeriodKind.FISCAL_YEAR else self.month
        return self.year * 10000 + month * 100 + self.day

    @property
    def start(self) -> date:
        """The first day."""
        if self.kind is PeriodKind.FISCAL_YEAR:
            return fiscal_year_range(self.year)[0]
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def end(self) -> date:
        """The last day."""
        if self.kind is PeriodKind.FISCAL_YEAR:
            return fiscal_year_range(self.year)[1]
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.end, self.start, self.kind) < (other.end, other.start, other.kind)

    def __str__(self) -> str:
        """ISO form: 2020, FY2020, 2024-01, 2018-09-30."""
        if self.kind is PeriodKind.FISCAL_YEAR:
            return f"FY{self.year}"
        parts = (f"{self.year}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    def label_ja(self, *, wareki_form: bool = False) -> str:
        """「2020年」「2020年度」「2024年1月」「2018年9月30日」, or 「令和2年度」 and so on.

        A year in which the era changed is named after the era of its last day (2019年 is 令和元年).
        """
        year_end = self.kind in (PeriodKind.YEAR, PeriodKind.FISCAL_YEAR)
        named_after = date(self.year, 12, 31) if year_end else self.end
        year = wareki.era_year(named_after) if wareki_form else f"{self.year}年"
        if self.kind is PeriodKind.FISCAL_YEAR:
            return year + "度"
        return year + (f"{self.month}月" if self.month else "") + (f"{self.day}日" if self.day else "")

    def label_en(self) -> str:
        """Such as 2020, FY2020, January 2024, 30 September 2018."""
        if self.kind is PeriodKind.FISCAL_YEAR:
            return f"FY{self.year}"
        month = f"{_MONTHS[self.month - 1]} " if self.month else ""
        return (f"{self.day} " if self.day else "") + month + str(self.year)

    def label(self, language: str) -> str:
        """The label in a language by its code: Japanese for ja and ja-x-easy, else English."""
        return self.label_ja() if language.startswith("ja") else self.label_en()

    def is_future(self, today: date) -> bool:
        """Whether not even its first day has come."""
        return self.start > today

    def require_begun(self, today: date) -> Self:
        """Itself, unless it lies in the future: then BadInput."""
        if self.is_future(today):
            raise BadInput(
                format_lazy(
                    _("「{found}」はまだ来ていません。実績値には、{today}までの日付を入れてください。"),
                    found=self.label_ja(),
                    today=Period.of_day(today).label_ja(),
                )
            )
        return self
