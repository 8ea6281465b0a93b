"""A municipality's page: its figures; for a town that has opened, the three doors and the ring as well."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.towns.models import Municipality, SourcedFact
from meguri.towns.queries import facts_about
from meguri.towns.request import actor_of, town_of
from meguri.web.pages.drawing import locator
from meguri.web.pages.family_cards import family_cards
from meguri.web.pages.happenings import this_month
from meguri.web.pages.likeness import towns_alike
from meguri.web.pages.names import prefecture_name, reading
from meguri.web.pages.no_town import code_of_today, no_town
from meguri.web.pages.ring_state import ring_of_town
from meguri.web.pages.work.links import work_links

SHOWN_HAPPENINGS = 3
@require_safe
def town(request: HttpRequest, code: str) -> HttpResponse:
    """At most 13 queries (12 without a budget), whatever the town and however many there are."""
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
        shown = sum(not card.missing for card in cards)
        context |= {"town": opened, "stations": ring_of_town(opened, families=shown), "happenings": happenings}
        context["work"] = work_links(actor_of(request), opened)
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


def _facts(municipality: Municipality) -> list[tuple[str, list[SourcedFact]]]:
    """Sourced statements by topic, in the order in which the topics first appear. One query."""
    order: dict[str, list[SourcedFact]] = {}
    for fact in facts_about(municipality):
        order.setdefault(fact.topic, []).append(fact)
    return list(order.items())
