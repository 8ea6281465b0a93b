"""Pages of the administrator: the routes of approval, settled and ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.governance.actions import routes as actions
from meguri.governance.forms.drafts import RouteForm
from meguri.governance.models import Route
from meguri.governance.pages.draft_door import insist
from meguri.governance.queries.routes import kinds_with_routes, line_of
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door


def _crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    routes = (_("決裁の道すじ"), f"/{town.code}/work/routes/" if more else "")
    return [(town.name, f"/{town.code}/"), routes, *more]


@never_cache
@require_safe
@through_the_door
def routes(request: HttpRequest, code: str) -> HttpResponse:
    """For each kind of draft, which route applies from which sum."""
    town = opened_town_of(request)
    insist(request, "governance.set_route")
    context = {"town": town, "kinds": kinds_with_routes(), "crumbs": _crumbs(town)}
    return render(request, "governance/routes/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Settle a route; one that stands for the same kind and sum gives way to it."""
    town = opened_town_of(request)
    insist(request, "governance.set_route")
    form = RouteForm.of(request, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        kind, from_yen = form.cleaned_data["kind"], form.cleaned_data["from_yen"]
        if form.performs(actions.set_route, actor_of(request), kind, from_yen, form.steps()):
            messages.success(request, _("決裁の道すじを決めました。今日からの起案に使います。"))
            return redirect("routes", code=code)
    context = {"town": town, "form": form, "crumbs": _crumbs(town, (_("道すじを決める"), ""))}
    return render(request, "governance/routes/new.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def end(request: HttpRequest, code: str, route: int) -> HttpResponse:
    """End a route: first the question, then the act."""
    town = opened_town_of(request)
    insist(request, "governance.end_route")
    found = get_object_or_404(Route.objects.prefetch_related("steps__post__organisation").filter(until=None), pk=route)
    form = ActionForm.of(request)
    if request.method == "POST" and form.is_valid() and form.performs(actions.end_route, actor_of(request), found):
        messages.success(request, _("道すじを終えました。"))
        return redirect("routes", code=code)
    kinds = {one.name: one.word for one in kinds_with_routes()}
    context = {
        "town": town,
        "line": line_of(found),
        "kind": kinds.get(found.kind, found.kind),
        "form": form,
        "crumbs": _crumbs(town, (_("道すじを終える"), "")),
    }
    return render(request, "governance/routes/end.html", context, status=form.status)
