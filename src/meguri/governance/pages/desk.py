"""どこに話せばよいか: the page of answers, suggestions while typing, and the telling of what was not found.

A page that is read changes nothing: crawlers, previews and the browser's own fetching ahead read pages too, a page that
is kept is read without any view, and every act makes all kept pages stale. So a question that found nothing is kept by
a form on that page (ADR 12). With script it is sent by itself, once, when a person has the page before them; without,
by its button.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meguri.core.actor import VISITOR
from meguri.governance.actions import desk as actions
from meguri.governance.desk_answers import Answer, answers_to, examples, general_contact
from meguri.governance.desk_emergency import emergency_in
from meguri.governance.forms.desk import LONGEST_QUESTION, TellForm
from meguri.governance.queries.desk import find
from meguri.towns.limits import Limit, place_of, take
from meguri.towns.models import Town
from meguri.towns.request import opened_town_of
from meguri.towns.view_door import through_the_door

RESULTS = 10
SUGGESTIONS = 6
NEAR = 3
FROM_ONE_PLACE = Limit("unanswered questions from one place", 60, 60 * 60)
OF_ONE_TOWN = Limit("unanswered questions of one town", 600, 60 * 60)
"""A library or a town hall is one place; whatever comes beyond this is no list of what people ask."""


@require_safe
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """The answer, then further ones, smaller. Nine queries at most; without a question, what one may ask."""
    town = opened_town_of(request)
    question = _asked(request)
    hits = find(question, RESULTS) if question else []
    answering = [hit for hit in hits if hit.answers]
    answers = answers_to(question, answering or hits, town)
    context: dict[str, Any] = {
        "town": town,
        "question": question,
        "general": general_contact(town),
        "emergency": emergency_in(question),
        "first": answers[0] if answering else None,
        "more": answers[1:] if answering else [],
        "near": [] if answering else answers[:NEAR],
        "examples": [] if answering else examples(),
        "crumbs": [(town.name, f"/{code}/"), (_("どこに話せばよいか"), "")],
    }
    if question and not answering and not context["emergency"]:
        context["is_told"] = request.GET.get("told") == "1"
        context["tell"] = TellForm(initial={"q": question}) if actions.may_be_kept(question) else None
    return render(request, "governance/desk/ask.html", context)


@require_safe
def suggest(request: HttpRequest, code: str) -> JsonResponse:
    """`?q=` → {"items": [{"text", "note", "url"}], "message"}: what the combobox shows. Nine queries at most."""
    town = opened_town_of(request)
    question = _asked(request)
    hits = [hit for hit in find(question, SUGGESTIONS) if hit.answers]
    items = [_item(code, answer) for answer in answers_to(question, hits, town)]
    return JsonResponse({"items": items, "message": ""}, json_dumps_params={"ensure_ascii": False})


def _item(code: str, answer: Answer) -> dict[str, str]:
    """What was found, and why: the duty that was asked for, or who answers."""
    title = answer.thing.title
    return {"text": title, "note": answer.reason, "url": _page(code, q=title)}


@require_POST
@through_the_door
def tell(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a question that finds nothing, as a visitor's, whoever sent it; then the same page, which says so."""
    town = opened_town_of(request)
    form = TellForm(request.POST)
    if not form.is_valid():
        return redirect("desk", code=code)
    question = form.cleaned_data["q"]
    if not _finds(question) and _count(request, town) and form.performs(actions.keep_question, VISITOR, question):
        return HttpResponseRedirect(_page(code, q=question, told="1"))
    return HttpResponseRedirect(_page(code, q=question))


def _count(request: HttpRequest, town: Town) -> bool:
    """True, or `TooMany`."""
    return bool(take(FROM_ONE_PLACE, place_of(request)) and take(OF_ONE_TOWN, town.code))


def _finds(question: str) -> bool:
    return any(hit.answers for hit in find(question, RESULTS))


def _page(code: str, **query: str) -> str:
    return f"{reverse('desk', args=[code])}?{urlencode(query)}"


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
