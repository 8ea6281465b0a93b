"""What each official series counts: its names, unit, base date, source, and whether its 0 is a zero or a blank.

A series is known by its code and its name, since a code may change its meaning from one edition to the next
(A5101), and once (J250302) by its year too, where neither code nor name told of a change in what was counted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Literal, cast
from unicodedata import normalize

SourceName = Literal["ssdse", "register"]
PeriodKind = Literal["day", "year", "fiscal_year"]
FISCAL_YEAR_MARK = 9900


@dataclass(frozen=True, slots=True)
class Unsurveyed:
    """A place that a statistic left out at one date: a 0 of that statistic, there and then, is a blank."""

    source_statistic: str
    period: int
    code: str
    name: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series.

    `lead` is its place among its family's first charts, None if it is not one of them. `base_date` maps the
    year written in the source to a day: items joined by "|", each "MM-DD" (any year) or "YYYY=YYYY-MM-DD".
    `years` bounds the years for which code and name mean this series, "" for all. Only series with the same
    `comparable_group` may be drawn on one axis.
    """

    key: str
    code: str
    name: str
    aliases: tuple[str, ...]
    years: str
    name_ja: str
    name_en: str
    family: str
    lead: int | None
    unit: str
    unit_en: str
    decimals: int
    kind: Literal["stock", "flow"]
    period_kind: PeriodKind
    base_date: str
    definition: str
    definition_en: str
    better: Literal["more", "less", "neither"]
    zero_means: Literal["zero", "blank"]
    zero_note: str
    zero_note_en: str
    source_statistic: str
    source_statistic_en: str
    comparable_group: str

    def period(self, year: int) -> int:
        """The period meant by a column labelled `year`, as an integer: yyyy0000, yyyy9900 or yyyymmdd.

        Raises KeyError where the series has no base date for that year.
        """
        if self.period_kind == "year":
            return year * 10_000
        if self.period_kind == "fiscal_year":
            return year * 10_000 + FISCAL_YEAR_MARK
        return _base_day(self.base_date, year)

    @property
    def base_in_words(self) -> str:
        """The day or span counted, in Japanese: "10月1日", "4月1日から翌年3月31日まで"."""
        if self.period_kind == "year":
            return "1月1日から12月31日まで"
        if self.period_kind == "fiscal_year":
            return "4月1日から翌年3月31日まで"
        return "、".join(map(_day_in_words, self.base_date.split("|")))

    def covers(self, year: int) -> bool:
        """Whether code and name mean this series in a column labelled `year`."""
        first, _, last = self.years.partition("-")
        return not self.years or int(first) <= year <= int(last or 9999)


class Catalogue:
    """The series of one source, found by what stands at the head of a column."""

    def __init__(self, series: Iterable[Series], unsurveyed: Iterable[Unsurveyed] = ()) -> None:
        self.series = tuple(series)
        self.unsurveyed = tuple(unsurveyed)

    @cached_property
    def by_key(self) -> dict[str, Series]:
        """Series by key."""
        return {series.key: series for series in self.series}

    @cached_property
    def _by_head(self) -> dict[tuple[str, str], list[Series]]:
        heads: dict[tuple[str, str], list[Series]] = {}
        for series in self.series:
            for name in (series.name, *series.aliases):
                heads.setdefault((series.code, name), []).append(series)
        return heads

    def find(self, code: str, name: str, year: int) -> Series | None:
        """The series headed `code` and `name` (in any width) in a column labelled `year`, if it is known."""
        found = self._by_head.get((code, series_name(name)), [])
        return next((series for series in found if series.covers(year)), None)

    def places_left_out(self, series: Series, period: int) -> frozenset[str]:
        """Codes of the places where a 0 of this series at `period` is a blank, though it is a zero elsewhere."""
        return frozenset(
            row.code
            for row in self.unsurveyed
            if row.source_statistic == series.source_statistic and row.period == period
        )


def series_name(text: str) -> str:
    """A series' name in one form: editions differ in width, and in 、 for ，."""
    return normalize("NFKC", text).replace(",", "、").strip()


def read_catalogue(source: SourceName) -> Catalogue:
    """The series of SSDSE-A (172) or of the resident registers (17)."""
    unsurveyed = (
        Unsurveyed(r["source_statistic"], int(r["period"]), r["code"], r["name"], r["reason"], r["reason_en"])
        for r in _rows("unsurveyed.csv")
    )
    return Catalogue((_series(row) for row in _rows(f"{source}.csv")), unsurveyed)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return csv.DictReader(io.StringIO(text))


def _series(row: dict[str, str]) -> Series:
    return Series(
        key=row["key"],
        code=row["code"],
        name=row["name"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        years=row["years"],
        name_ja=row["name_ja"],
        name_en=row["name_en"],
        family=row["family"],
        lead=int(row["lead"]) if row["lead"] else None,
        unit=row["unit"],
        unit_en=row["unit_en"],
        decimals=int(row["decimals"]),
        kind=cast(Literal["stock", "flow"], row["kind"]),
        period_kind=cast(PeriodKind, row["period_kind"]),
        base_date=row["base_date"],
        definition=row["definition"],
        definition_en=row["definition_en"],
        better=cast(Literal["more", "less", "neither"], row["better"]),
        zero_means=cast(Literal["zero", "blank"], row["zero_means"]),
        zero_note=row["zero_note"],
        zero_note_en=row["zero_note_en"],
        source_statistic=row["source_statistic"],
        source_statistic_en=row["source_statistic_en"],
        comparable_group=row["comparable_group"],
    )


def _base_day(rule: str, year: int) -> int:
    for item in rule.split("|"):
        label, _, day = item.rpartition("=")
        if not label:
            return year * 10_000 + int(day.replace("-", ""))
        if int(label) == year:
            return int(day.replace("-", ""))
    raise KeyError(year)


def _day_in_words(item: str) -> str:
    *year, month, day = item.rpartition("=")[2].split("-")
    return "".join(f"{int(y)}年" for y in year) + f"{int(month)}月{int(day)}日"
