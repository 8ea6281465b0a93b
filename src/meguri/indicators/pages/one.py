"""One indicator of one place: its newest figure, its chart and table, alone or beside other towns and indicators."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.policy import answer
from meguri.core.tables import write_csv
from meguri.governance.models import PublicObject
from meguri.governance.queries.drafts import Approved, approvals_of
from meguri.indicators.alike import closest
from meguri.indicators.amounts import THOUSAND_YEN
from meguri.indicators.compare import Choice, Comparison, Series, compare
from meguri.indicators.labels import (
    counted_by,
    large,
    missing,
    name_of,
    newer_note,
    period_label,
    place_label,
    statistic_of,
    subject_of,
    unit_of,
    zero_note_of,
)
from meguri.indicators.models import Indicator, Target
from meguri.indicators.objects import reference_of
from meguri.indicators.overview import family_led_by
from meguri.indicators.pages.beside import (
    Beside,
    added_key,
    candidates,
    chips,
    meant_by,
    page_url,
    read_beside,
)
from meguri.indicators.pages.definition import definition_facts
from meguri.indicators.pages.drawing import TargetMark, chart_figures, panel
from meguri.indicators.pages.finding import by_family, in_order
from meguri.indicators.pages.tables import csv_rows
from meguri.indicators.pages.targets import in_force, target_lines, target_name, targets_of
from meguri.indicators.queries import Catalogue, catalogue
from meguri.indicators.sentences import Line, Reading, sentence
from meguri.indicators.unbroken import large_amount, unbroken
from meguri.towns.models import Municipality, Town
from meguri.towns.request import actor_of, municipality_of, town_of

MOST_ALIKE = 5
MORE = frozenset({"alike", "add", "and_add"})


@dataclass(frozen=True)
class Asked:
    """What a path and a query ask for: an indicator of a place, what stands beside it, and the town's targets."""

    known: Catalogue
    place: Municipality
    indicator: Indicator
    beside: Beside
    comparison: Comparison
    targets: list[Target]


def _asked(request: HttpRequest, key: str) -> Asked:
    place, town = municipality_of(request), town_of(request)
    known = catalogue()
    indicator = known.find(key, town.pk if town else None)
    if indicator is None:
        raise Http404(_("この名前の指標はありません。一覧からさがしてください。"))
    beside = read_beside(known, indicator, place, Choice.read(request.GET.get("with", ""), request.GET.get("and", "")))
    comparison = compare(known, indicator, place, beside.towns, beside.indicators)
    return Asked(known, place, indicator, beside, comparison, targets_of(indicator))


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest figure in words for the head of the page; `missing` when there is none."""

    raw: float | None
    value: str
    unit: str
    when: str
    source: str
    missing: str


def newest(one: Series) -> Newest:
    latest = one.figures.latest
    if latest is None or latest.value is None:
        last = one.figures.current[-1] if one.figures.current else None
        return Newest(None, "", "", "", statistic_of(one.indicator), missing(last, is_open=one.is_open))
    value, unit = large(latest.value, one.indicator)
    when, source = period_label(latest.period), counted_by(one.indicator, latest.source)
    return Newest(latest.value, large_amount(value), unit, when, source, "")


@require_safe
def indicator_of_place(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """`?with=` codes of towns, `?and=` keys of indicators; `?add=` a town by name, `?alike` the towns most alike."""
    if MORE & set(request.GET) and (there := _with_more(request, key)) is not None:
        return there
    asked = _asked(request, key)
    town = town_of(request)
    said = change_sentence(asked.comparison.main.series[0])
    context = {
        "place": asked.place,
        "place_name": place_label(asked.place),
        "history_key": asked.indicator.public_reference().id,
        "indicator": asked.indicator,
        "name": name_of(asked.indicator),
        "newest": newest(asked.comparison.main.series[0]),
        "sentence": unbroken(said),
        "zero_note": zero_note(asked.comparison.main.series[0]),
        "newer": _newer(asked),
        **_charts(asked, said),
        **_side_by_side(request, asked),
        "targets": target_lines(asked.indicator, asked.targets),
        "thread_of": reference_of(asked.indicator, town.code) if town else None,
        "may_set_target": town is not None and answer("indicators.bring", actor_of(request)) is None,
        "approved": _approved(asked, town),
        "facts": definition_facts(asked.indicator),
        "crumbs": [
            (asked.place.name, f"/{asked.place.code}/"),
            (_("数字の一覧"), reverse("indicators-of-place", args=[asked.place.code])),
            (name_of(asked.indicator), ""),
        ],
    }
    return render(request, "indicators/one.html", context)


def _approved(asked: Asked, town: Town | None) -> Approved | None:
    """Who approved what the town last stated of the indicator, and when. Three queries at most."""
    if town is None:
        return None
    named = reference_of(asked.indicator, town.code)
    pk = PublicObject.objects.filter(kind=named.kind, key=named.id).values_list("pk", flat=True).first()
    return approvals_of([pk]).get(pk) if pk is not None else None


def change_sentence(one: Series) -> str:
    """How the figures changed, in one sentence; "" where there are none."""
    readings = [Reading(figure.when, figure.value) for figure in one.figures.current]
    is_flow = one.indicator.nature == Indicator.Nature.FLOW
    unit = one.indicator.unit if one.indicator.unit == THOUSAND_YEN else unit_of(one.indicator)
    has_note = bool(one.indicator.zero_note)
    line = Line(subject_of(one.indicator), unit, readings, is_flow, one.indicator.decimals, zero_is_explained=has_note)
    return sentence(line, get_language() or "ja")


def zero_note(one: Series) -> str:
    """How a 0 among the figures is read; "" when there is none."""
    return zero_note_of(one.indicator) if any(figure.value == 0 for figure in one.figures.current) else ""


def _newer(asked: Asked) -> str:
    """Where the page's indicator leads its family: which of the others are newer; never drawn with it."""
    view = family_led_by(asked.indicator, asked.place)
    return newer_note((one.indicator, one.newest) for one in view.newer) if view and view.newer else ""


def _charts(asked: Asked, said: str) -> dict[str, Any]:
    """The chart of the page's own axis, and one below it for each indicator that may not share that axis."""
    main, query = asked.comparison.main, asked.beside.choice.as_query()
    own = reverse("indicator-chart", args=[asked.place.code, asked.indicator.key])
    towns = Choice(codes=asked.beside.choice.codes).as_query()
    apart = [
        panel(axis, reverse("indicator-chart", args=[asked.place.code, axis.indicator.key]) + towns, reason=reason)
        for reason, axis in asked.comparison.apart
    ]
    return {
        "main": panel(main, own + query, sentence=said, target=_mark(asked)),
        "apart": apart,
        "json_url": f"/api/v1/municipalities/{asked.place.code}/indicators/{asked.indicator.key}",
        "csv_url": reverse("indicator-csv", args=[asked.place.code, asked.indicator.key]) + query,
    }


def _mark(asked: Asked) -> TargetMark | None:
    target = in_force(asked.targets, timezone.localdate())
    return TargetMark(target.value, target_name(target, asked.indicator)) if target else None


def _side_by_side(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    town, choice = town_of(request), asked.beside.choice
    typed = request.GET.get("add", "").strip()[:40]
    found = candidates(typed, asked.place) if typed else []
    return {
        "choice": choice,
        "chips": chips(asked.beside, page_url(asked.place, asked.indicator)),
        "refusals": asked.beside.refusals,
        "is_full": asked.beside.is_full,
        "suggest_url": reverse("beside-suggest", args=[asked.place.code, asked.indicator.key, choice.as_path()]),
        "typed": typed,
        "candidates": [(one, page_url(asked.place, asked.indicator, choice.adding(one.code))) for one in found],
        "more": [
            (family.label, [(one.key, name_of(one)) for one in same])
            for family, same in by_family(in_order(_addable(asked, town.pk if town else None)))
        ],
    }


def _addable(asked: Asked, town_id: int | None) -> list[Indicator]:
    """Indicators that are not on the page yet."""
    there = {asked.indicator.pk, *(one.pk for one in asked.beside.indicators)}
    return [one for one in asked.known.visible(town_id) if one.pk not in there]


def _with_more(request: HttpRequest, key: str) -> HttpResponse | None:
    """Where to go when the reader added a town by name, the towns most alike, or an indicator; None to stay and say."""
    place, town, known = municipality_of(request), town_of(request), catalogue()
    indicator = known.find(key, town.pk if town else None)
    if indicator is None:
        return None
    choice = Choice.read(request.GET.get("with", ""), request.GET.get("and", ""))
    if "alike" in request.GET:
        codes = tuple(town.code for town in closest(place, MOST_ALIKE))
        return HttpResponseRedirect(page_url(place, indicator, Choice(codes, choice.keys)))
    if added := request.GET.get("and_add", ""):
        return HttpResponseRedirect(page_url(place, indicator, added_key(choice, added)))
    typed = request.GET.get("add", "")
    meant = meant_by(typed, candidates(typed, place))
    return HttpResponseRedirect(page_url(place, indicator, choice.adding(meant.code))) if meant else None


@require_safe
def suggest_beside(request: HttpRequest, code: str, key: str, chosen: str) -> HttpResponse:
    """Towns to put beside, for the box that suggests: `?q=` what was typed. JSON {"items": [{text, note, url}]}."""
    place, choice = municipality_of(request), Choice.from_path(chosen)
    base = reverse("indicator", args=[place.code, key])
    items = [
        {"text": one.name, "note": one.prefecture_name, "url": base + choice.adding(one.code).as_query()}
        for one in candidates(request.GET.get("q", "")[:40], place)
    ]
    return JsonResponse({"items": items})


@require_safe
def chart_of_indicator(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The figures of the page's own axis as JSON, for the chart that can be explored."""
    asked = _asked(request, key)
    return JsonResponse(chart_figures(asked.comparison.main, target=_mark(asked)))


@require_safe
def csv_of_indicator(request: HttpRequest, code: str, key: str) -> StreamingHttpResponse:
    """Every figure of the page as CSV that Excel opens: UTF-8 with byte order mark."""
    asked = _asked(request, key)
    axes = [asked.comparison.main, *(axis for _reason, axis in asked.comparison.apart)]
    parts = list(write_csv(csv_rows(axes)))
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.place.code}-{asked.indicator.key}.csv"'
    return response
