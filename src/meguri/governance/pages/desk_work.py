"""For staff: what the town could not answer, and where each such question leads from now on."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meguri.core.policy import answer
from meguri.governance.actions import desk as actions
from meguri.governance.forms.desk import LONGEST_QUESTION, SettleForm
from meguri.governance.models import UnansweredQuestion
from meguri.governance.queries.desk import find
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door

ON_ONE_PAGE = 50
CHOICES = 12


@never_cache
@require_safe
@through_the_door
def unanswered(request: HttpRequest, code: str) -> HttpResponse:
    """What was asked most often first; with `past=1` what was settled or dismissed."""
    town = _entered(request)
    past = request.GET.get("past") == "1"
    rows = UnansweredQuestion.objects.filter(settled_on__isnull=not past).select_related("settled_by")
    order = ("-settled_on", "-pk") if past else ("-count", "-last_on", "pk")
    page = Paginator(rows.order_by(*order), ON_ONE_PAGE).get_page(request.GET.get("page"))
    context = {"town": town, "page": page, "past": past, "crumbs": _crumbs(town)}
    return render(request, "governance/desk/unanswered.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def settle(request: HttpRequest, code: str, question: int) -> HttpResponse:
    """Look for whoever answers (`q`, at first the question's own words) and point the question there."""
    town = _entered(request)
    row = get_object_or_404(UnansweredQuestion.objects.all(), pk=question)
    looked_for = request.GET.get("q", row.words).replace("\x00", "").strip()[:LONGEST_QUESTION]
    things = [hit.thing for hit in find(looked_for, CHOICES)]
    form = SettleForm.of(request, things=things)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(actions.settle_question, actor_of(request), row, form.cleaned_data["thing"]):
        return redirect("unanswered", code=code)
    context = {
        "town": town,
        "row": row,
        "looked_for": looked_for,
        "form": form,
        "has_choices": bool(things),
        "crumbs": _crumbs(town, (_("行き先を決める"), "")),
    }
    return render(request, "governance/desk/settle.html", context, status=form.status)


@require_POST
@through_the_door
def dismiss(request: HttpRequest, code: str, question: int) -> HttpResponse:
    """Take the question off the list."""
    _entered(request)
    row = get_object_or_404(UnansweredQuestion.objects.all(), pk=question)
    _button(request, actions.dismiss_question, row)
    return redirect("unanswered", code=code)


def _button(request: HttpRequest, act: Any, *args: Any) -> None:
    """A form that is only a button: its no goes to the door."""
    act(actor_of(request), *args, idempotency_key=request.POST.get("idempotency_key", "")[:80] or None)


def _entered(request: HttpRequest) -> Town:
    town = opened_town_of(request)
    if (no := answer("governance.see_unanswered", actor_of(request))) is not None:
        raise no
    return town


def _crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    unanswered_url = f"/{town.code}/work/unanswered/" if more else ""
    return [(town.name, f"/{town.code}/"), (_("答えられなかった質問"), unanswered_url), *more]
