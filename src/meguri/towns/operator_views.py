"""What whoever runs this installation does: see the towns, open one, name another operator."""

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.actor import Role
from meguri.core.policy import answer
from meguri.core.scope import across_towns
from meguri.towns import actions
from meguri.towns.forms import OpenTownForm, OperatorForm
from meguri.towns.models import Municipality, Town, User
from meguri.towns.queries import find_places
from meguri.towns.request import actor_of
from meguri.towns.view_door import through_the_door

TOWNS_ON_ONE_PAGE = 50


def _require_operator(request: HttpRequest) -> None:
    if (no := answer("towns.open", actor_of(request))) is not None:
        raise no


@never_cache
@require_safe
@through_the_door
def home(request: HttpRequest) -> HttpResponse:
    """The towns that opened here, and a search for the one to open next."""
    _require_operator(request)
    typed = request.GET.get("q", "").strip()
    page = Paginator(_towns(), TOWNS_ON_ONE_PAGE).get_page(request.GET.get("page"))
    with across_towns():
        page.object_list = list(page.object_list)
    context = {
        "page": page,
        "typed": typed,
        "found": find_places(typed) if typed else [],
        "operators": User.objects.filter(is_operator=True).order_by("email"),
        "crumbs": [(_("運用"), "")],
    }
    return render(request, "towns/operator/home.html", context)


def _towns() -> QuerySet[Town]:
    """The newest first, with the number of administrators; the operator sees all towns."""
    with across_towns():
        return (
            Town.objects.select_related("municipality__prefecture")
            .annotate(
                administrators=Count(
                    "memberships", filter=Q(memberships__role=Role.ADMINISTRATOR, memberships__until=None)
                )
            )
            .order_by("-opened_at")
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def open_town(request: HttpRequest, code: str) -> HttpResponse:
    """Open one municipality and invite its first administrator."""
    _require_operator(request)
    municipality = get_object_or_404(Municipality.objects.select_related("prefecture"), code=code)
    form = OpenTownForm.of(request)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(actions.open_town, actor_of(request), municipality, form.cleaned_data["administrator"]):
        return redirect("operator")
    crumbs = [(_("運用"), "/operator/"), (municipality.name, "")]
    context = {"municipality": municipality, "form": form, "crumbs": crumbs}
    return render(request, "towns/operator/open.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def name_operator(request: HttpRequest) -> HttpResponse:
    """Let another person run this installation."""
    _require_operator(request)
    form = OperatorForm.of(request)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(actions.name_operator, actor_of(request), form.cleaned_data["email"]):
        return redirect("operator")
    context = {"form": form, "crumbs": [(_("運用"), "/operator/"), (_("運用者をふやす"), "")]}
    return render(request, "towns/operator/name.html", context, status=form.status)
