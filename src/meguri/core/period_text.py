"""Reading the ways in which files and people write a year, a fiscal year, a month or a day."""

import calendar
import re
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core import wareki
from meguri.core.errors import BadInput
from meguri.core.text import normalise

_YEAR = "(?:(?P<year>[0-9]{4})|(?P<era>明治|大正|昭和|平成|令和|[MTSHR])(?P<era_year>元|[0-9]{1,3}))"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        "FY(?P<fiscal>(?P<year>[0-9]{4}))",
        _YEAR + "年(?:(?P<fiscal>度)|(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?)",
        _YEAR + "(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?)?",
        "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
)
_TAIL = re.compile("(?:現在|時点|T?0?0:00(?::00)?)$")


class DateText(NamedTuple):
    """The parts of a written date: a common year, and month and day where they were given."""

    year: int
    month: int | None = None
    day: int | None = None
    is_fiscal: bool = False


def read_date_text(text: str) -> DateText:
    """The parts of `text`; a day or month of an era must lie in that era. BadInput if it is no date."""
    bare = _TAIL.sub("", re.sub(r"\s", "", normalise(text)))
    found = next((match for form in _FORMS if (match := form.fullmatch(bare))), None)
    if found is None:
        raise BadInput(no_such_date(text))
    parts = found.groupdict()
    month, day = (int(value) if (value := parts.get(name)) else None for name in ("month", "day"))
    if month == 0 or day == 0:
        raise BadInput(no_such_date(text))
    return DateText(_year(parts, month, day), month, day, is_fiscal=bool(parts.get("fiscal")))


def no_such_date(text: str) -> Promise:
    """The sentence for what cannot be read as a date."""
    return format_lazy(
        _("「{found}」は日付や年度として読めません。例：2020、2020年度、2024-01、2018-09-30、令和2年10月1日。"),
        found=text[:40],
    )


def _year(parts: dict[str, str | None], month: int | None, day: int | None) -> int:
    if parts["year"]:
        return int(parts["year"])
    sign = parts["era"] or ""
    era_year = 1 if parts["era_year"] == "元" else int(parts["era_year"] or 0)
    year = wareki.common_year(sign, era_year)
    if month and month <= 12:
        _require_in_era(sign, year, era_year, month, day)
    return year


def _require_in_era(sign: str, year: int, era_year: int, month: int, day: int | None) -> None:
    if day:
        wareki.from_wareki(sign, era_year, month, day)
        return
    era = wareki.era_by_sign(sign)
    last = date(year, month, calendar.monthrange(year, month)[1])
    if last < era.first or date(year, month, 1) > era.last:
        raise BadInput(no_such_date(f"{era.name}{era_year}年{month}月"))
