"""A municipality's page: its figures; for a town that has opened, the three doors and the ring as well."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.core.policy import answer
from meguri.towns.models import Municipality, SourcedFact, Station, Town, stations_in_use
from meguri.towns.queries import facts_about
from meguri.towns.request import actor_of, town_of
from meguri.web.pages.drawing import locator
from meguri.web.pages.family_cards import Card, family_cards
from meguri.web.pages.happenings import this_month
from meguri.web.pages.likeness import towns_alike
from meguri.web.pages.names import prefecture_name, reading
from meguri.web.pages.no_town import code_of_today, no_town

SHOWN_HAPPENINGS = 3
WORK = [
    ("indicators.import_town_figures", "import-figures", gettext_noop("数字を取り込む")),
    ("indicators.define", "define-indicator", gettext_noop("新しい指標をつくる")),
    ("towns.see_members", "town_members", gettext_noop("メンバー")),
    ("towns.state_desk", "town_desk", gettext_noop("窓口とまちの輪")),
]
"""Work in a town: the act whose policy is asked, the path's name, the word."""


@dataclass(frozen=True, slots=True)
class RingStation:
    """A station as the ring shows it: `live` when the town has something there; `figure` says how much."""

    key: str
    url: str
    figure: str
    live: bool


@require_safe
def town(request: HttpRequest, code: str) -> HttpResponse:
    """At most 12 queries, whatever the town and however many there are."""
    municipality: Municipality | None = getattr(request, "municipality", None)
    if municipality is None:
        return no_town(request, code)
    opened = town_of(request)
    cards = family_cards(municipality, is_open=opened is not None)
    context = _about_place(municipality) | {
        "cards": cards,
        "alike": towns_alike(municipality),
        "facts": _facts(municipality),
    }
    if opened is not None:
        happenings = this_month(opened, SHOWN_HAPPENINGS)
        context |= {"town": opened, "stations": _ring(opened, cards), "happenings": happenings}
        context["work"] = _work(request, opened)
    return render(request, "pages/open_town.html" if opened else "pages/town.html", context)


@require_safe
def short_code(request: HttpRequest, code: str) -> HttpResponse:
    """A code without its check digit, or one that lost its first zero, leads to the full one."""
    try:
        full = parse_municipality_code(code, known=_codes_like(code)).code
    except BadInput:
        return no_town(request, code)
    return HttpResponsePermanentRedirect(f"/{code_of_today(full)}/")


def _codes_like(code: str) -> set[str]:
    found = Municipality.objects.filter(code__in=[code + str(last) for last in range(10)] + ["0" + code])
    return set(found.values_list("code", flat=True))


def _about_place(municipality: Municipality) -> dict[str, object]:
    prefecture = prefecture_name(municipality.prefecture)
    prefecture_url = f"/prefectures/{municipality.prefecture_id}/"
    return {
        "place": municipality,
        "reading": reading(municipality),
        "prefecture": prefecture,
        "prefecture_url": prefecture_url,
        "latitude": f"{municipality.latitude:.4f}",
        "longitude": f"{municipality.longitude:.4f}",
        "locator": "" if municipality.is_fictional else locator(municipality),
        "crumbs": [(_("全国"), "/"), (prefecture, prefecture_url), (municipality.name, "")],
    }


def _work(request: HttpRequest, town: Town) -> list[tuple[str, str]]:
    """Where the reader's roles lead, a role that waits for the second factor among them. No query for a visitor."""
    actor = actor_of(request)
    if not actor.is_signed_in:
        return []
    answers = [(answer(act, actor), name, word) for act, name, word in WORK]
    return [(_(word), reverse(name, args=[town.code])) for no, name, word in answers if no is None or no.sign_in_helps]


def _facts(municipality: Municipality) -> list[tuple[str, list[SourcedFact]]]:
    """Sourced statements by topic, in the order in which the topics first appear. One query."""
    order: dict[str, list[SourcedFact]] = {}
    for fact in facts_about(municipality):
        order.setdefault(fact.topic, []).append(fact)
    return list(order.items())


def _ring(town: Town, cards: list[Card]) -> list[RingStation]:
    """The stations the town uses. In this version only results have something to show: the families with a figure."""
    shown = sum(not card.missing for card in cards)
    results = _("%(count)sの分野") % {"count": shown} if shown else ""
    return [
        RingStation(
            key=station.value,
            url=f"/{town.code}/indicators/" if station is Station.RESULTS else "",
            figure=results if station is Station.RESULTS else "",
            live=station is Station.RESULTS and shown > 0,
        )
        for station in stations_in_use(town)
    ]
