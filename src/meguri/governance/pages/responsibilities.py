"""The work on responsibilities: confirming those of one's posts, handing over, filling what nobody answers for."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meguri.governance.actions import handovers as handover_actions
from meguri.governance.actions import responsibilities as actions
from meguri.governance.forms.staffing import AppointmentForm, HandoverAnswerForm, HandoverForm, SeveralForm
from meguri.governance.leading import acted_for
from meguri.governance.models import Handover, PublicObject, Responsibility
from meguri.governance.pages.people_door import draft_url, goes_by_draft, insist, may
from meguri.governance.policies_people import APPOINTMENT
from meguri.governance.queries import responsibilities as queries
from meguri.governance.queries.gaps import objects_without_post
from meguri.governance.things import page_of_object, things, word_of
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door

ON_ONE_PAGE = 50
SHOWN_HANDOVERS = 50


def _crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    here = (_("わたしの所管"), f"/{town.code}/work/responsibilities/" if more else "")
    return [(town.name, f"/{town.code}/"), here, *more]


@never_cache
@require_safe
@through_the_door
def own(request: HttpRequest, code: str) -> HttpResponse:
    """What my posts answer for, unconfirmed first, and the handovers that wait."""
    town, actor = opened_town_of(request), actor_of(request)
    insist(request, "governance.see_people")
    posts = acted_for(actor.person_id)
    ids = [post.pk for post in posts]
    page = Paginator(queries.of_my_posts(ids), ON_ONE_PAGE).get_page(request.GET.get("page"))
    rows = things(page)
    context = {
        "town": town,
        "posts": [post.full_name for post in posts],
        "several_posts": len(posts) > 1,
        "page": page,
        "rows": rows,
        "unconfirmed": [one.term.pk for one in rows if one.term.confirmed_on is None],
        "for_me": list(queries.handovers_for(ids)[:SHOWN_HANDOVERS]),
        "from_me": list(queries.handovers_from(ids)[:SHOWN_HANDOVERS]),
        "gaps": objects_without_post().count(),
        "crumbs": _crumbs(town),
    }
    return render(request, "governance/people/responsibilities.html", context)


def _responsibility(pk: int) -> Responsibility:
    rows = Responsibility.objects.select_related("object", "post__organisation")
    found: Responsibility = get_object_or_404(rows, pk=pk)
    return found


@require_POST
@through_the_door
def confirm(request: HttpRequest, code: str, responsibility: int) -> HttpResponse:
    """所管を確認しました, with one press."""
    opened_town_of(request)
    found = _responsibility(responsibility)
    actions.confirm(actor_of(request), found, idempotency_key=_key(request))  # type: ignore[call-arg]
    messages.success(request, _("「%(thing)s」の所管を確認しました。") % {"thing": found.object.title})
    return redirect("own-responsibilities", code=code)


@require_POST
@through_the_door
def confirm_several(request: HttpRequest, code: str) -> HttpResponse:
    """Those shown on the page, at once."""
    opened_town_of(request)
    ids = [int(pk) for pk in request.POST.getlist("responsibility") if pk.isdecimal() and len(pk) < 16]
    rows = list(Responsibility.objects.select_related("object", "post__organisation").filter(pk__in=ids))
    count = actions.confirm_several(actor_of(request), rows, idempotency_key=_key(request))  # type: ignore[call-arg]
    words = ngettext("%(count)s件の所管を確認しました。", "%(count)s件の所管を確認しました。", count)
    messages.success(request, words % {"count": count})
    return redirect("own-responsibilities", code=code)


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("idempotency_key", "")[:80] or None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def ask(request: HttpRequest, code: str, responsibility: int) -> HttpResponse:
    """Ask another post to take a responsibility over."""
    town = opened_town_of(request)
    insist(request, "governance.see_people")
    found = _responsibility(responsibility)
    insist(request, "governance.ask_handover", found)
    form = HandoverForm.of(request, of=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(handover_actions.ask_handover, actor_of(request), found, given["to_post"], given["reason"]):
            messages.success(request, _("%(post)sに協議をたのみました。") % {"post": given["to_post"].full_name})
            return redirect("own-responsibilities", code=code)
    title = _("ほかの役職に引き継ぐ相談をする")
    lead = _(
        "相手が引き継ぐと返事をした日に、この所管と、まだはたしていない約束が移ります。それまでは、いまのままです。"
    )
    return _form(request, town, form, title, _("この役職に協議をたのむ"), lead=lead, kept=found.object.title)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def answer_handover(request: HttpRequest, code: str, handover: int) -> HttpResponse:
    """Take over, or say why not."""
    town = opened_town_of(request)
    insist(request, "governance.see_people")
    rows = Handover.objects.select_related(
        "responsibility__object", "responsibility__post__organisation", "to_post__organisation"
    )
    found = get_object_or_404(rows, pk=handover)
    insist(request, "governance.answer_handover", found)
    form = HandoverAnswerForm.of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(handover_actions.answer_handover, actor_of(request), found, given["agrees"], given["words"]):
            messages.success(request, _("返事をしました。"))
            return redirect("own-responsibilities", code=code)
    old = found.responsibility
    lead = _("%(post)sからの相談です: %(reason)s") % {"post": old.post.full_name, "reason": found.reason}
    return _form(
        request, town, form, _("所管替えの協議に返事をする"), _("この返事をする"), lead=lead, kept=old.object.title
    )


def _form(request: HttpRequest, town: Town, form: Any, title: str, word: str, **more: Any) -> HttpResponse:
    back = reverse("own-responsibilities", args=[town.code])
    context = {"town": town, "form": form, "title": title, "word": word, "back": back,
               "crumbs": _crumbs(town, (title, "")), **more}  # fmt: skip
    return render(request, "governance/people/form.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def gaps(request: HttpRequest, code: str) -> HttpResponse:
    """What nobody answers for. While the town is being set up, several are given to a post at once."""
    town = opened_town_of(request)
    insist(request, "governance.see_people")
    by_draft = goes_by_draft()
    form = SeveralForm.of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ids = [int(pk) for pk in request.POST.getlist("object") if pk.isdecimal() and len(pk) < 16]
        chosen = list(PublicObject.objects.filter(pk__in=ids))
        if not chosen:
            form.add_error(None, _("受け持つものを、一つ以上えらんでください。"))
        elif form.performs(actions.appoint_several, actor_of(request), chosen, given["post"], given["since"]):
            messages.success(request, _("%(post)sを責任者にしました。") % {"post": given["post"].full_name})
            return redirect("unanswered-objects", code=code)
    page = Paginator(objects_without_post(), ON_ONE_PAGE).get_page(request.GET.get("page"))
    title = _("だれも受け持っていないもの")
    context = {
        "town": town,
        "title": title,
        "form": form,
        "page": page,
        "rows": [(one, word_of(one), page_of_object(one), _appoint_url(town, one, by_draft=by_draft)) for one in page],
        "chosen": request.POST.getlist("object"),
        "by_draft": by_draft,
        "may_appoint": may(request, "governance.start_people", APPOINTMENT),
        "crumbs": _crumbs(town, (title, "")),
    }
    return render(request, "governance/people/gaps.html", context, status=form.status)


def _appoint_url(town: Town, thing: PublicObject, *, by_draft: bool) -> str:
    if by_draft:
        return draft_url(town, APPOINTMENT, thing)
    return reverse("appoint", args=[town.code, thing.kind, thing.key])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def appoint(request: HttpRequest, code: str, kind: str, id: str) -> HttpResponse:
    """Give one object a post, directly while the town is being set up."""
    town = opened_town_of(request)
    insist(request, "governance.see_people")
    thing = get_object_or_404(PublicObject.objects.all(), kind=kind, key=id)
    insist(request, "governance.appoint", thing)
    form = AppointmentForm.of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            actions.appoint,
            actor_of(request), thing, given["post"], given["since"], part=form.chosen_part, reason=given["reason"],
        ):  # fmt: skip
            messages.success(request, _("%(post)sに決めました。") % {"post": given["post"].full_name})
            return redirect("unanswered-objects", code=code)
    return _form(request, town, form, _("受け持つ役職を決める"), _("この役職に決める"), kept=thing.title)
