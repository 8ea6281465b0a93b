"""The work on promises: those of one's own posts, writing one down, a later date, another post."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.policy import answer
from meguri.governance.actions import promises as actions
from meguri.governance.forms.promises import HandOverForm, NoteForm, PostponeForm
from meguri.governance.leading import acted_for, led_posts
from meguri.governance.models import Promise
from meguri.governance.policies_promises import receivers, sets_up
from meguri.governance.queries import promises as queries
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door

ON_ONE_PAGE = 50


def _require(request: HttpRequest, action: str, *args: Any) -> None:
    if (no := answer(action, actor_of(request), *args)) is not None:
        raise no


def _crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    here = (_("わたしの約束"), f"/{town.code}/work/promises/" if more else "")
    return [(town.name, f"/{town.code}/"), (_("きょうの仕事"), f"/{town.code}/work/"), here, *more]


@never_cache
@require_safe
@through_the_door
def own_promises(request: HttpRequest, code: str) -> HttpResponse:
    """Every open promise of the reader's posts and of those that they lead, the most urgent first."""
    town, today = opened_town_of(request), timezone.localdate()
    _require(request, "governance.see_day")
    actor = actor_of(request)
    posts = {post.pk for post in acted_for(actor.person_id)} | led_posts(actor)
    page = Paginator(queries.open_promises(posts), ON_ONE_PAGE).get_page(request.GET.get("page"))
    context = {"town": town, "page": page, "lines": queries.lines(page, today), "crumbs": _crumbs(town)}
    return render(request, "governance/promises/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what was promised in the assembly, by the mayor, to a donor or at a meeting."""
    town, actor = opened_town_of(request), actor_of(request)
    _require(request, "governance.see_day")
    own = [post.pk for post in acted_for(actor.person_id)]
    posts = None if sets_up(actor) else {*own, *led_posts(actor)}
    form = NoteForm.of(request, posts=posts, initial={"post": own[0] if own else None})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made_in = Promise.MadeIn(given["made_in"])
        if form.performs(
            actions.note_promise,
            actor, given["post"], given["text"], made_in, given["made_on"], given["due_on"], given["source"],
        ):  # fmt: skip
            messages.success(request, _("約束を帳面に書きました。"))
            return redirect("promise", code=code, promise=form.result.pk)
    context = {"town": town, "form": form, "has_posts": posts is None or bool(posts)}
    context["draft_url"] = reverse("new_draft", args=[code, "governance.promise"])
    context["crumbs"] = _crumbs(town, (_("約束を書く"), ""))
    return render(request, "governance/promises/note.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def postpone(request: HttpRequest, code: str, promise: int) -> HttpResponse:
    """A later date, with the reason that stays in sight."""
    town, found = opened_town_of(request), _promise(promise)
    _require(request, "governance.postpone_promise", found)
    form = PostponeForm.of(request)
    if request.method == "POST" and form.is_valid():
        due_on, reason = form.cleaned_data["due_on"], form.cleaned_data["reason"]
        if form.performs(actions.postpone, actor_of(request), found, due_on, reason):
            messages.success(request, _("期限をのばしました。前の期限と理由は、約束のページに残っています。"))
            return redirect("promise", code=code, promise=promise)
    title = _("期限をのばす")
    context = {"town": town, "promise": found, "form": form, "title": title, "word": _("この期限にのばす")}
    context["crumbs"] = _crumbs(town, (title, ""))
    return render(request, "governance/promises/change.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def hand_over(request: HttpRequest, code: str, promise: int) -> HttpResponse:
    """Another post, with the reason that stays in sight."""
    town, found = opened_town_of(request), _promise(promise)
    _require(request, "governance.hand_over_promise", found, found.post)
    form = HandOverForm.of(request, promise=found, posts=receivers(actor_of(request), found))
    if request.method == "POST" and form.is_valid():
        to_post, reason = form.cleaned_data["to_post"], form.cleaned_data["reason"]
        if form.performs(actions.hand_over, actor_of(request), found, to_post, reason):
            messages.success(request, _("約束を引き継ぎました。理由は、約束のページに残っています。"))
            return redirect("promise", code=code, promise=promise)
    title = _("ほかの役職に引き継ぐ")
    context = {"town": town, "promise": found, "form": form, "title": title, "word": _("この役職に引き継ぐ")}
    context["crumbs"] = _crumbs(town, (title, ""))
    return render(request, "governance/promises/change.html", context, status=form.status)


def _promise(pk: int) -> Promise:
    found: Promise = get_object_or_404(Promise.objects.select_related(*queries.WITH_POST), pk=pk)
    return found
