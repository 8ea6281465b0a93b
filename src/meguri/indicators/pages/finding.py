"""Finding an indicator in a list: by words of its name or definition, and by family."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from meguri.core.text import search_key
from meguri.indicators.models import Family, Indicator

PER_PAGE = 50
_FAMILY_ORDER = {family.value: place for place, family in enumerate(Family)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks a list of indicators for."""

    words: str = ""
    family: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Wanted":
        family = query.get("family", "")
        return cls(query.get("q", "").strip()[:100], family if family in _FAMILY_ORDER else "")

    def matches(self, indicator: Indicator) -> bool:
        """Every word stands in the name, the definition or the statistic, in either language."""
        if self.family and indicator.family != self.family:
            return False
        text = search_key(" ".join((
            indicator.name, indicator.name_en, indicator.definition, indicator.definition_en,
            indicator.statistic, indicator.statistic_en, indicator.series_code,
        )))  # fmt: skip
        return all(search_key(word) in text for word in self.words.split())


def in_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    """By family, those that lead first, then as they were defined."""
    return sorted(indicators, key=lambda i: (_FAMILY_ORDER[i.family], i.lead is None, i.lead or 0, i.pk))


def page_of(indicators: Iterable[Indicator], wanted: Wanted, number: str | None) -> "Page[Any]":
    """One page of those that match, in order."""
    found = indicators if wanted == Wanted() else [one for one in indicators if wanted.matches(one)]
    return Paginator(in_order(found), PER_PAGE).get_page(number)


def by_family(indicators: Iterable[Indicator]) -> list[tuple[Family, list[Indicator]]]:
    """An ordered list cut where the family changes."""
    return [(Family(family), list(same)) for family, same in groupby(indicators, key=lambda one: one.family)]
