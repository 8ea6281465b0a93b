"""Gathering the figures of an e-Stat answer one by one: what is known is kept, what is not is counted."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.tables import read_number
from meguri.indicators.reference import Catalogue, Series
from meguri.indicators.sources.findings import Findings
from meguri.indicators.sources.json_parts import Json, text_at

ANNUAL_TIMES = ("000000", "100000")
# Units in which the same figure would be another number; counters such as 校 and 園 are left to the source.
_SCALED_UNITS = frozenset(("円", "千円", "百万円", "億円", "千人", "万人", "ha", "km2", "㎢", "k㎡", "%", "％", "‰"))


@dataclass(slots=True)
class Gathered:
    """Figures as they are met: values by (place, column), and how often something was left out."""

    catalogue: Catalogue
    findings: Findings
    places: dict[str, str]
    marks: frozenset[str]
    names: dict[str, str]
    values: dict[tuple[str, tuple[str, int]], float] = field(default_factory=dict)
    columns: dict[tuple[str, int], Series] = field(default_factory=dict)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, row: int, value: Json) -> None:
        """Take one VALUE, the `row`th of the answer, if place, time and series are known."""
        place = self.places.get(text_at(value, "@area"))
        series, year = self._series(value)
        if place is None:
            self.left_out[("area", text_at(value, "@area"))] += 1
        elif series is not None:
            self._keep(row, value, place, series, year)

    def _series(self, value: Json) -> tuple[Series | None, int]:
        time, code = text_at(value, "@time"), text_at(value, "@cat01")
        if not re.fullmatch(r"(19|20)[0-9]{2}", time[:4]) or time[4:] not in ANNUAL_TIMES:
            self.left_out[("time", time)] += 1
            return None, 0
        year = int(time[:4])
        name = self.names.get(code, "").removeprefix(code).removeprefix("_")
        series = self.catalogue.find(code, name, year)
        if series is None or not _has_period(series, year):
            self.left_out[("series", f"{code} {name}")] += 1
            return None, 0
        return series, year

    def _keep(self, row: int, value: Json, place: str, series: Series, year: int) -> None:
        key = (series.key, series.period(year))
        unit = text_at(value, "@unit")
        if unit != series.unit and _SCALED_UNITS & {unit, series.unit}:
            why = _("単位が登録と違います。同じ単位で取り直してください。")
            self.findings.error(row, None, f"{series.code} {unit}", series.unit, why)
        if (place, key) in self.values:
            why = _("同じ市区町村・項目・年の数が二つあります。ほかの分類で絞りこんで取り直してください。")
            self.findings.error(row, None, f"{place} {series.code} {year}", "", why)
        self.columns[key] = series
        self.values[(place, key)] = self._figure(row, text_at(value, "$"))

    def _figure(self, row: int, text: str) -> float:
        if text in self.marks:
            return math.nan
        try:
            number = read_number(text).value
        except BadInput as wrong:
            self.findings.error(row, None, text, "", wrong.sentence)
            return math.nan
        return math.nan if number is None else float(number)


def _has_period(series: Series, year: int) -> bool:
    try:
        series.period(year)
    except KeyError:
        return False
    return True
