"""The towns most alike to a town: by which method, with which weights, and why each of them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.indicators.alike import AlikeHere, alike_towns
from meguri.indicators.compare import MOST_BESIDE, Choice
from meguri.indicators.labels import name_of, period_label, place_label, statistic_of
from meguri.indicators.likeness import SERIES, SMALLEST_SHARED_WEIGHT, Alike, Weights
from meguri.indicators.likeness_words import NEAR_PART, THEMES, WORDS, names_of, reason, reasons_of, weights_of
from meguri.indicators.queries import catalogue
from meguri.towns.models import Municipality
from meguri.towns.request import municipality_of

HEAVIEST = 5
MOST_NAMED = 10
COUNT = 10


class WeightsForm(forms.Form):
    """The weights of the five themes, from 0 (not looked at) to 5."""

    hide_optional = True

    def __init__(self, query: QueryDict) -> None:
        sent = {key: query[key] for key in query if key in {theme.key for theme in THEMES}}
        super().__init__({theme.key: sent.get(theme.key, "1") for theme in THEMES})
        for theme in THEMES:
            self.fields[theme.key] = forms.DecimalField(
                label=str(theme.name),
                min_value=0,
                max_value=HEAVIEST,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(theme.key) for theme in THEMES):
            raise forms.ValidationError(_("どれか一つは、0より大きくしてください。"))
        return cleaned

    def by_theme(self) -> dict[str, float] | None:
        """The weights as given; None when they cannot be used."""
        if not self.is_valid():
            return None
        return {theme.key: float(self.cleaned_data[theme.key] or 0) for theme in THEMES}


@dataclass(frozen=True, slots=True)
class Found:
    """One town that is alike: where it is, why, and its page beside this town."""

    municipality: Municipality
    name: str
    reasons: list[str]
    lacks: str
    beside_url: str


@require_safe
def alike_page(request: HttpRequest, code: str) -> HttpResponse:
    """`?size=`, `?age=`, `?area=`, `?density=`, `?industries=`: the weights, 0 to 5."""
    place = municipality_of(request)
    form = WeightsForm(request.GET)
    by_theme = form.by_theme()
    context = {
        "place": place,
        "place_name": place_label(place),
        "form": form,
        "themes": [(theme.name, [WORDS[name].name for name in theme.features]) for theme in THEMES],
        "shared_percent": round(SMALLEST_SHARED_WEIGHT * 100),
        "near_percent": round(NEAR_PART * 100),
        "crumbs": [(place.name, f"/{place.code}/"), (_("似たまち"), "")],
    }
    if by_theme is not None:
        context |= _answer(place, by_theme)
    return render(request, "indicators/alike.html", context)


def _answer(place: Municipality, by_theme: dict[str, float]) -> dict[str, object]:
    """What the page shows when the weights can be used; left out otherwise, so that no other list stands for it."""
    weights = weights_of(by_theme)
    here = alike_towns(place, COUNT, weights)
    return {
        "used": _("、").join(f"{theme.name} {by_theme[theme.key]:g}" for theme in THEMES),
        "found": [_found(place, here, town, weights) for town in here.found.towns],
        "table_heads": [_("まち"), *((str(words.name), "number") for words in WORDS.values())],
        "table_rows": _rows(place, here),
        "lacks": names_of(here.found.target_lacks),
        "left_out": _left_out(here),
        "left_out_count": len(here.found.left_out),
        "sources": _sources(here),
        "beside_all": _beside(place, tuple(town.code for town in here.found.towns[:MOST_BESIDE])),
    }


def _beside(place: Municipality, codes: tuple[str, ...]) -> str:
    return reverse("indicator", args=[place.code, SERIES["population"]]) + Choice(codes).as_query()


def _found(place: Municipality, here: AlikeHere, town: Alike, weights: Weights) -> Found:
    municipality = here.municipalities[town.code]
    ours, theirs = here.inputs.of(place.code), here.inputs.of(town.code)
    lacking = tuple(name for name, part in town.contributions.items() if part is None)
    return Found(
        municipality=municipality,
        name=place_label(municipality),
        reasons=[reason(name, ours, theirs) for name in reasons_of(town, weights)],
        lacks=names_of(lacking),
        beside_url=_beside(place, (town.code,)),
    )


def _rows(place: Municipality, here: AlikeHere) -> list[list[str | tuple[float | None, str]]]:
    places = [place, *(here.municipalities[town.code] for town in here.found.towns)]
    return [[place_label(one), *_cells(here, one.code)] for one in places]


def _cells(here: AlikeHere, code: str) -> list[str | tuple[float | None, str]]:
    raw = here.inputs.of(code)
    missing = _("公表なし")
    return [
        (round(words.value(raw), 6), shown) if (shown := words.shown(raw)) else (None, missing)
        for words in WORDS.values()
    ]


def _left_out(here: AlikeHere) -> list[tuple[str, str]]:
    named = here.found.left_out[:MOST_NAMED]
    return [(place_label(here.municipalities[town.code]), names_of(town.missing)) for town in named]


def _sources(here: AlikeHere) -> list[tuple[str, str | Promise]]:
    """Each series, its date and statistic, with the credit."""
    known = catalogue().national
    used = [(here.inputs.periods[name], known[key]) for name, key in SERIES.items() if name in here.inputs.periods]
    return [
        (name_of(one), f"{period_label(period)} {statistic_of(one)}／{one.source.credit}") for period, one in used
    ]
