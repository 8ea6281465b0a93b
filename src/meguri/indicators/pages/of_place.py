"""All indicators of one place by family, each with its newest figure."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.policy import answer
from meguri.indicators.figures import NO_FIGURES, Figure, Figures
from meguri.indicators.labels import name_of, period_label, place_label, shown, statistic_of, unit_of
from meguri.indicators.models import Family, Indicator
from meguri.indicators.pages.finding import Wanted, by_family, page_of
from meguri.indicators.queries import catalogue, figures_of_place
from meguri.towns.request import actor_of, municipality_of, town_of


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in the list."""

    key: str
    name: str
    raw: float | None
    value: str
    unit: str
    when: str
    statistic: str
    is_own: bool


def line(indicator: Indicator, newest: Figure | None, *, is_open: bool) -> Line:
    has_figure = newest is not None and newest.value is not None
    return Line(
        key=indicator.key,
        name=name_of(indicator),
        raw=newest.value if newest else None,
        value=shown(newest, indicator, is_open=is_open),
        unit=unit_of(indicator) if has_figure else "",
        when=period_label(newest.period) if newest else "",
        statistic=statistic_of(indicator),
        is_own=indicator.town_id is not None,
    )


@require_safe
def indicators_of_place(request: HttpRequest, code: str) -> HttpResponse:
    """`?q=` words, `?family=`, `?page=`."""
    place, town = municipality_of(request), town_of(request)
    wanted = Wanted.read(request.GET)
    page = page_of(catalogue().visible(town.pk if town else None), wanted, request.GET.get("page"))
    figures = figures_of_place(place, list(page))
    families = [
        (family, [line(one, _newest(figures.get(one.pk, NO_FIGURES)), is_open=town is not None) for one in same])
        for family, same in by_family(page)
    ]
    context = {
        "place": place,
        "place_name": place_label(place),
        "page": page,
        "families": families,
        "all_families": Family,
        "wanted": wanted,
        "income": Family.INCOME,
        "may_import": town is not None and answer("indicators.bring", actor_of(request)) is None,
        "crumbs": [(place.name, f"/{place.code}/"), (_("数字の一覧"), "")],
    }
    return render(request, "indicators/of_place.html", context)


def _newest(figures: Figures) -> Figure | None:
    """The newest figure; where none was published, the newest that is known to be missing."""
    return figures.latest or (figures.current[-1] if figures.current else None)
