"""「もし終わったら」: the days that a reader typed for each subsidy, and what would then be lacking, year by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from meguri.core.fiscal import fiscal_year_of
from meguri.funding.sources.cliff import Carried, Year, what_if
from meguri.funding.sources.models import Subsidy
from meguri.funding.words import in_words, short_year, to_the_yen

YEARS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of the form: a subsidy, the day typed for its end, and what is wrong with it ("" if nothing)."""

    subsidy: Subsidy
    typed: str
    day: date | None
    error: str

    @property
    def field(self) -> str:
        return f"end-{self.subsidy.pk}"


def asked_of(query: Mapping[str, Any], rows: Sequence[Subsidy]) -> list[Asked]:
    """What was typed, with the subsidy's own last day where nothing was."""
    found = []
    for one in rows:
        typed = str(query.get(f"end-{one.pk}") or one.ends_on.isoformat()).strip()[:20]
        day = _day(typed)
        error = "" if day is not None else _("2026-09-30のように、年・月・日を入れてください。")
        found.append(Asked(one, typed, day, error))
    return found


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def simulated(
    carried: Sequence[Carried], asked: Sequence[Asked], names: Mapping[int, str], today: date
) -> dict[str, Any]:
    """The sentence and the table: what lacks of each project in this fiscal year and the two that follow.

    Where a day cannot be read, nothing is worked out and the sentence says so.
    """
    if any(one.day is None for one in asked):
        return {"sentence": _("日付が読めないところがあるので、計算していません。下で直してください。"), "rows": []}
    first = fiscal_year_of(today)
    years = list(range(first, first + YEARS_AHEAD))
    found = what_if(carried, years, {one.subsidy.pk: one.day for one in asked if one.day is not None})
    rows = [(names[project], _cells(of)) for project, of in sorted(found.items(), key=_most_lacking)]
    sums = [sum(of[n].lacking for of in found.values()) for n in range(YEARS_AHEAD)]
    if len(rows) > 1:
        rows.append((_("合計"), [(yen, to_the_yen(yen)) for yen in sums]))
    lacking = next(((year, yen) for year, yen in zip(years, sums, strict=True) if yen), None)
    return {
        "sentence": _sentence(lacking),
        "columns": [
            _("事業"),
            *((_("%(year)sに足りない額（円）") % {"year": short_year(year)}, "number") for year in years),
        ],
        "rows": [(name, *cells) for name, cells in rows],
    }


def _cells(years: Sequence[Year]) -> list[tuple[int, str]]:
    return [(one.lacking, to_the_yen(one.lacking)) for one in years]


def _most_lacking(item: tuple[int, list[Year]]) -> tuple[int, int]:
    return -sum(one.lacking for one in item[1]), item[0]


def _sentence(lacking: tuple[int, int] | None) -> str:
    if lacking is None:
        return _("これから3年、足りなくなるお金はありません。")
    year, yen = lacking
    return _("%(year)sに、あわせて%(yen)sが足りなくなります。") % {"year": short_year(year), "yen": in_words(yen)}
