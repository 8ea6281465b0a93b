"""The page on which a town's administrator states the general desk and the stations of the ring in use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meguri.core.policy import answer
from meguri.towns import actions
from meguri.towns.forms import DeskForm, StationsForm
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door, typed_before

DESK, STATIONS = "desk", "stations"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """Two small forms; `part` says which one was sent. Done, it leads to the town's page, where the change shows."""
    town = opened_town_of(request)
    for act in ("towns.state_desk", "towns.choose_stations"):
        if (no := answer(act, actor_of(request))) is not None:
            raise no
    desk_form, stations_form = _forms(request, town)
    if _is_stated(request, town, desk_form) or _are_chosen(request, town, stations_form):
        return redirect(f"/{code}/")
    crumbs = [(town.name, f"/{code}/"), (_("窓口とまちの輪"), "")]
    context = {"town": town, "desk_form": desk_form, "stations_form": stations_form, "crumbs": crumbs}
    status = max(desk_form.status, stations_form.status)
    return render(request, "towns/desk.html", context, status=status)


def _forms(request: HttpRequest, town: Town) -> tuple[DeskForm, StationsForm]:
    """The form that was sent, as typed; the other as the town has it, or as typed before a sign-in came between."""
    sent = request.POST if request.method == "POST" else {}
    part = sent.get("part")
    typed = typed_before(request) if part is None else {}
    typed.pop("idempotency_key", None)
    stated = {"name": town.general_desk, "phone": town.general_phone, "stations": town.stations, **typed}
    return (
        DeskForm(sent if part == DESK else None, initial=stated),
        StationsForm(sent if part == STATIONS else None, initial=stated),
    )


def _is_stated(request: HttpRequest, town: Town, form: DeskForm) -> bool:
    if not form.is_valid():
        return False
    name, phone = form.cleaned_data["name"], form.cleaned_data["phone"]
    return form.performs(actions.state_desk, actor_of(request), town, name, phone)


def _are_chosen(request: HttpRequest, town: Town, form: StationsForm) -> bool:
    if not form.is_valid():
        return False
    return form.performs(actions.choose_stations, actor_of(request), town, form.cleaned_data["stations"])
