"""The catalogue: what each of the country's indicators counts; and one of them at every place, in code order."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.period import Period
from meguri.core.text import romaji_key, search_key
from meguri.indicators.figures import NO_FIGURES
from meguri.indicators.labels import definition_of, name_of, period_label, shown, statistic_of, unit_of
from meguri.indicators.models import EditionColumn, Family, Indicator
from meguri.indicators.pages.definition import definition_facts
from meguri.indicators.pages.finding import PER_PAGE, Wanted, by_family, page_of
from meguri.indicators.queries import catalogue, figures_of_indicator
from meguri.towns.models import Municipality
from meguri.towns.queries import prefectures


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """The catalogue. `?q=` words, `?family=`, `?page=`."""
    wanted = Wanted.read(request.GET)
    page = page_of(catalogue().national.values(), wanted, request.GET.get("page"))
    context = {
        "page": page,
        "families": [(family, [_line(one) for one in same]) for family, same in by_family(page)],
        "all_families": Family,
        "wanted": wanted,
        "crumbs": [(_("全国"), "/"), (_("指標の一覧"), "")],
    }
    return render(request, "indicators/definitions.html", context)


def _line(one: Indicator) -> tuple[Indicator, str, str, str]:
    return one, name_of(one), unit_of(one), statistic_of(one)


@dataclass(frozen=True, slots=True)
class Places:
    """Which places a reader wants to see, and of when."""

    prefecture: str = ""
    words: str = ""
    period: int | None = None

    @classmethod
    def read(cls, query: QueryDict, periods: list[int]) -> "Places":
        asked = query.get("period", "")
        period = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in periods else None
        return cls(query.get("prefecture", "")[:2], query.get("q", "").strip()[:40], period)

    def municipalities(self) -> QuerySet[Municipality]:
        """Real places in code order. Never by value: towns are not ranked."""
        found = Municipality.objects.real().select_related("prefecture", "town").order_by("code")
        if self.prefecture:
            found = found.filter(prefecture=self.prefecture)
        for word in self.words.split():
            key, latin = search_key(word), romaji_key(word)
            matches = Q(name_key__contains=key) | Q(kana_key__contains=key) | Q(code__startswith=word)
            found = found.filter(matches | Q(romaji_key__startswith=latin) if latin else matches)
        return found


@require_safe
def definition(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator: its definition, the editions that carried it, its figures. `?prefecture=`, `?q=`, `?period=`."""
    indicator = catalogue().national.get(key)
    if indicator is None:
        raise Http404(_("この名前の指標はありません。一覧からさがしてください。"))
    carried = _carried(indicator)
    periods = sorted(carried, key=Period.decode)
    wanted = Places.read(request.GET, periods)
    page = Paginator(wanted.municipalities(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "indicator": indicator,
        "name": name_of(indicator),
        "unit": unit_of(indicator),
        "lead": definition_of(indicator),
        "facts": definition_facts(indicator)[1:],
        "editions": [(period_label(period), _("、").join(carried[period])) for period in periods],
        "periods": [(period, period_label(period)) for period in reversed(periods)],
        "wanted": wanted,
        "prefectures": prefectures(),
        "page": page,
        "rows": _rows(indicator, page, wanted.period),
        "crumbs": [(_("全国"), "/"), (_("指標の一覧"), "/indicators/"), (name_of(indicator), "")],
    }
    return render(request, "indicators/definition.html", context)


def _carried(indicator: Indicator) -> dict[int, list[str]]:
    """The editions that carried each period. One query."""
    columns = EditionColumn.objects.filter(indicator=indicator).order_by("edition__rank")
    carried: dict[int, list[str]] = {}
    for period, label in columns.values_list("period", "edition__label"):
        carried.setdefault(period, []).append(label)
    return carried


@dataclass(frozen=True, slots=True)
class Row:
    """One place in the table of an indicator."""

    municipality: Municipality
    raw: float | None
    value: str
    when: str


def _rows(indicator: Indicator, page: "Page[Any]", period: int | None) -> list[Row]:
    places = list(page)
    figures = figures_of_indicator(indicator, places)
    rows = []
    for place in places:
        found = figures.get(place.pk, NO_FIGURES)
        newest = found.latest or (found.current[-1] if found.current else None)
        figure = newest if period is None else next((f for f in found.current if f.period == period), None)
        rows.append(
            Row(
                municipality=place,
                raw=figure.value if figure else None,
                value=shown(figure, indicator, is_open=hasattr(place, "town")),
                when=period_label(figure.period) if figure else "",
            )
        )
    return rows
