"""Reads the hours of a desk as people write them, and only where there is one way to read them. No Django.

    「平日 8:30〜17:15」「午前8時30分から午後5時15分まで（土日祝を除く）」「月〜金 9時〜17時」

Anything else (two spans, 第2土曜, 昼休み, 要予約) is shown as it is written, and nothing is said about today.
"""

import datetime as dt
import re
from dataclasses import dataclass

from meguri.core.holidays import is_holiday
from meguri.core.text import normalise

DAYS = "月火水木金土日"
WORKING_DAYS = frozenset(range(5))
_TIME = r"(午前|午後|am|pm)?(\d{1,2})(?::(\d{2})|時(半|(\d{1,2})分)?)"
_SPAN = re.compile(rf"{_TIME}(?:-|〜|~|—|から){_TIME}(?:まで)?")
_DAY_RANGE = re.compile(rf"([{DAYS}])曜?日?(?:-|〜|~|—|から)([{DAYS}])曜?日?")
_DAY_LIST = re.compile(rf"[{DAYS}](?:[・、,]?[{DAYS}])+(?:曜日?)?|[{DAYS}]曜日?")
_CLOSED = re.compile(
    r"土日(?:・?祝日?|祝日?)?(?:及び|・|、|と)?(?:年末年始)?(?:は|を)?(?:除く|のぞく|休み|休|閉庁)|"
    r"土・日(?:・祝日?)?(?:・年末年始)?(?:は|を)?(?:除く|のぞく|休み|休|閉庁)|"
    r"土曜日?[・、]日曜日?[・、]?(?:祝日)?[・、]?(?:年末年始)?(?:は|を)?(?:除く|のぞく|休み|休|閉庁)|"
    r"(?:祝日|祝|年末年始)(?:[・、](?:祝日|祝|年末年始))*(?:は|を)?(?:除く|のぞく|休み|休)"
)
_WORDS = re.compile(r"平日|開庁日の?|受付|窓口|時間|開館|毎日|年中無休|[:()\[\]「」、。・,\s]|は")


@dataclass(frozen=True, slots=True)
class Hours:
    """Open on these weekdays (Monday is 0) from one time to another; `always`: on holidays and at New Year too."""

    days: frozenset[int]
    opens: dt.time
    closes: dt.time
    always: bool = False

    def closes_on(self, day: dt.date) -> dt.time | None:
        """When it closes on `day`; None if it is shut then, or if that cannot be told from the text alone."""
        if day.weekday() not in self.days or (not self.always and is_rest(day)):
            return None
        return self.closes


def is_rest(day: dt.date) -> bool:
    """Public holidays, and the days from 29 December to 3 January on which offices are shut."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3) or is_holiday(day)


def read_hours(text: str) -> Hours | None:
    """None where the text says more, or less, than one span on certain days."""
    left = normalise(text).lower().replace(" ", "")
    spans = list(_SPAN.finditer(left))
    if len(spans) != 1:
        return None
    opens, closes = (_time(*spans[0].groups()[start : start + 5]) for start in (0, 5))
    if opens is None or closes is None or opens >= closes:
        return None
    left = _SPAN.sub("", left)
    every_day = "毎日" in left or "年中無休" in left
    is_weekday = "平日" in left or "開庁日" in left
    left, closed = _CLOSED.subn("", left)
    days, left = _days(left)
    if _WORDS.sub("", left) or (days is None and not (is_weekday or closed or every_day)):
        return None
    if days is None:
        days = frozenset(range(7)) if every_day and not closed else WORKING_DAYS
    return Hours(days, opens, closes, "年中無休" in text)


def _time(
    half: str | None, hour: str, minute: str | None, after_hour: str | None, spoken: str | None
) -> dt.time | None:
    hours = int(hour) + (12 if half in ("午後", "pm") and int(hour) < 12 else 0)
    minutes = 30 if after_hour == "半" else int(minute or spoken or 0)
    return dt.time(hours, minutes) if hours < 24 and minutes < 60 else None


def _days(text: str) -> tuple[frozenset[int] | None, str]:
    """The weekdays that are named, and what is left of the text."""
    if found := _DAY_RANGE.search(text):
        first, last = (DAYS.index(day) for day in found.groups())
        if first <= last:
            return frozenset(range(first, last + 1)), text.replace(found.group(), "", 1)
    if found := _DAY_LIST.search(text):
        named = frozenset(DAYS.index(letter) for letter in found.group() if letter in DAYS)
        rest = text.replace(found.group(), "", 1)
        return named, rest.removeprefix("日") if found.group().endswith("曜") else rest
    return None, text
