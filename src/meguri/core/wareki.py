"""The Japanese calendar of eras, to and from the common one, and dates as Japanese write them."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput

FIRST_DAY = date(1873, 1, 1)
"""The first day of the common calendar in Japan (明治6年1月1日); the lunar days before it are not converted."""


@dataclass(frozen=True, slots=True)
class Era:
    """An era with its first and last day. The last day of 明治 and of 大正 is also the first of the next era."""

    name: str
    letter: str
    first: date
    last: date

    @property
    def offset(self) -> int:
        """Common year minus year of the era."""
        return self.first.year - 1


ERAS = (
    Era("令和", "R", date(2019, 5, 1), date.max),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
)
_BY_SIGN = {era.name: era for era in ERAS} | {era.letter: era for era in ERAS}
_WEEKDAYS = "月火水木金土日"


def era_of(day: date) -> Era:
    """The era of a day; a day that two eras share belongs to the later one. BadInput before 1873."""
    if day < FIRST_DAY:
        raise BadInput(_("1873年（明治6年）より前の日付は、暦がちがうため扱えません。"))
    return next(era for era in ERAS if era.first <= day)


def era_year(day: date) -> str:
    """「令和2年」「令和元年」: the era and its year on `day`."""
    era = era_of(day)
    return f"{era.name}{_numbered(day.year - era.offset)}年"


def format_wareki(day: date) -> str:
    """「令和2年10月1日」."""
    return f"{era_year(day)}{day.month}月{day.day}日"


def format_with_weekday(day: date) -> str:
    """「2026年11月23日（月）」."""
    return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def era_by_sign(sign: str) -> Era:
    """The era called 令和 or R. BadInput if there is none."""
    era = _BY_SIGN.get(sign.upper())
    if era is None:
        raise BadInput(
            format_lazy(
                _("「{found}」という元号は扱えません。明治・大正・昭和・平成・令和のどれかを入れてください。"),
                found=sign[:10],
            )
        )
    return era


def common_year(sign: str, year: int) -> int:
    """The common year in which a year of an era falls; `sign` is 令和 or R, the first year is 1.

    Raises BadInput for an unknown era or a year that the era never had, naming the right era of that year.
    """
    era = era_by_sign(sign)
    if year < 1 or year + era.offset > min(era.last.year, 9999):
        raise BadInput(_no_such_year(era, year))
    return year + era.offset


def from_wareki(sign: str, year: int, month: int, day: int) -> date:
    """The day that a date of an era means. Raises BadInput if there is no such day in that era."""
    try:
        found = date(common_year(sign, year), month, day)
    except ValueError as impossible:
        raise BadInput(_no_such_day(sign, year, month, day)) from impossible
    era = era_by_sign(sign)
    if found < FIRST_DAY or not era.first <= found <= era.last:
        raise BadInput(_no_such_day(sign, year, month, day))
    return found


def _numbered(year: int) -> str:
    return "元" if year == 1 else str(year)


def _no_such_year(era: Era, year: int) -> Promise:
    if year < 1 or year + era.offset > date.max.year:
        return format_lazy(
            _("「{era}{year}年」という年はありません。西暦で入れても大丈夫です。"), era=era.name, year=year
        )
    return format_lazy(
        _("「{era}{year}年」という年はありません。{meant}のことでしたら、そのように入れ直してください。"),
        era=era.name,
        year=year,
        meant=era_year(date(year + era.offset, 12, 31)),
    )


def _no_such_day(sign: str, year: int, month: int, day: int) -> Promise:
    return format_lazy(
        _("「{era}{year}年{month}月{day}日」という日はありません。日付をもう一度お確かめください。"),
        era=era_by_sign(sign).name,
        year=year,
        month=month,
        day=day,
    )
