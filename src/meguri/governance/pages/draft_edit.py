"""Where a draft is written: begun, saved by hand or by itself, and shown beside what somebody else saved first."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meguri.core.errors import BadInput, Conflict
from meguri.governance.actions.drafts import EDITABLE, StaleDraft, refuse_to_begin, save_draft, start_draft
from meguri.governance.draft_content import differences, form_with, kind_of_draft, typed_into
from meguri.governance.draft_kinds import DraftForm, DraftKind, kind_named
from meguri.governance.models import Draft, PublicObject
from meguri.governance.pages.draft_door import crumbs, draft_at, insist, path_of
from meguri.governance.posts import posts_held
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door

PREVIEW, HAND_IN = "preview", "hand_in"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def new(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Begin a draft of a kind, about the object that `?about=kind:key` names. Nothing is stored until it is saved.

    Fields that the address names, as `&entry=…`, are filled in.
    """
    town, known = opened_town_of(request), kind_named(kind)
    if known is None:
        raise Http404(_("この種類の起案はありません。"))
    insist(request, "governance.start_draft", kind)
    if known.begins_at and request.method != "POST":
        return redirect(known.begins_at, code)
    about = _about(request, known)
    refuse_to_begin(known, actor_of(request).person_id, about)
    form = known.form.of(request, about=about, initial={**known.initial(about), **_named(request, known)})
    if request.method == "POST":
        return _begin(request, code, known, about, form)
    more = {
        "about": about,
        "posts": posts_held(actor_of(request).person_id),
        "chosen_post": request.POST.get("author_post", ""),
        "crumbs": crumbs(town, (str(known.word), "")),
    }
    return _written(request, None, known, form, more)


def _named(request: HttpRequest, kind: DraftKind) -> dict[str, str]:
    return {name: request.GET[name] for name in kind.form.base_fields if name in request.GET}


def _about(request: HttpRequest, kind: DraftKind) -> PublicObject | None:
    named, _colon, key = request.GET.get("about", "").partition(":")
    found = PublicObject.objects.filter(kind=named, key=key).first() if named else None
    if named and found is None:
        raise Http404(_("何についての起案かが分かりません。そのもののページから起案してください。"))
    if kind.needs_about and (found is None or found.kind != kind.needs_about):
        raise BadInput(_("何についての起案かが分かりません。そのもののページから起案してください。"))
    return found


def _begin(
    request: HttpRequest, code: str, kind: DraftKind, about: PublicObject | None, form: DraftForm
) -> HttpResponse:
    """A page that was sent twice begins one draft; what the second sending adds is saved into it."""
    typed, key = typed_into(form), request.POST.get("idempotency_key", "")[:80] or None
    chosen, actor = request.POST.get("author_post", ""), actor_of(request)
    post = next((one for one in posts_held(actor.person_id) if str(one.pk) == chosen), None)
    draft = start_draft(actor, kind.name, about, typed, post, idempotency_key=key)  # type: ignore[call-arg]
    return _save(request, code, draft, kind, form, version=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def edit(request: HttpRequest, code: str, draft: int) -> HttpResponse:
    """Go on writing."""
    found = draft_at(request, draft)
    insist(request, "governance.save_draft", found)
    if request.method != "POST" and found.state not in EDITABLE:
        return redirect(path_of(code, found))
    kind = kind_of_draft(found)
    if request.method != "POST":
        return _written(request, found, kind, kind.form.of(request, about=found.about, initial=dict(found.content)))
    form = form_with(kind, _merged(request, found), found.about)
    typed = request.POST.get("version", "")
    return _save(request, code, found, kind, form, version=int(typed) if typed.isdigit() else 0)


def _merged(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What was typed, with the fields for which the other's text was chosen (`theirs`)."""
    typed = typed_into(kind_of_draft(draft).form(request.POST, about=draft.about))
    return typed | {name: draft.content.get(name) for name in request.POST.getlist("theirs") if name in typed}


def _save(
    request: HttpRequest, code: str, draft: Draft, kind: DraftKind, form: DraftForm, version: int
) -> HttpResponse:
    by_itself = request.headers.get("Accept") == "application/json"
    try:
        saved = save_draft(actor_of(request), draft, version, typed_into(form))
    except StaleDraft as stale:
        return _said(stale, 409) if by_itself else _both(request, stale, kind)
    except (BadInput, Conflict) as no:
        if by_itself:
            return _said(no, 409)
        form.add_error(None, str(no))
        return _written(request, draft_at(request, draft.pk), kind, form)
    if by_itself:
        return JsonResponse(
            {
                "version": saved.version,
                "edit": f"{path_of(code, saved)}edit/",
                "saved": _("保存しました %(time)s") % {"time": _time(saved)},
            }
        )
    return _go_on(request, code, saved, kind, form)


def _go_on(request: HttpRequest, code: str, draft: Draft, kind: DraftKind, form: DraftForm) -> HttpResponse:
    """Where the pressed button leads. What is not whole stays on the page with what lacks; it is saved all the same."""
    then = request.POST.get("then")
    if then == HAND_IN and not form.is_valid():
        return _written(request, draft_at(request, draft.pk), kind, form, {"kept": _time(draft)})
    if then == HAND_IN:
        return redirect(path_of(code, draft))
    if then == PREVIEW:
        return redirect(f"{path_of(code, draft)}preview/")
    messages.success(request, _("下書きを保存しました。"))
    return redirect(f"{path_of(code, draft)}edit/")


def _written(
    request: HttpRequest, draft: Draft | None, kind: DraftKind, form: DraftForm, more: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with the form. `draft` is None while nothing is stored."""
    town = opened_town_of(request)
    way = [(draft.title, path_of(town.code, draft)), (_("書く"), "")] if draft else []
    context = {
        "town": town,
        "kind": kind,
        "draft": draft,
        "about": draft.about if draft else None,
        "form": form,
        "version": draft.version if draft else 1,
        "saved_at": _time(draft) if draft else "",
        "crumbs": crumbs(town, *way),
        **(more or {}),
    }
    if kind.extra_context is not None:
        context |= dict(kind.extra_context(request, draft))
    return render(request, "governance/drafts/edit.html", context, status=form.status)


def _both(request: HttpRequest, stale: StaleDraft, kind: DraftKind) -> HttpResponse:
    """Both texts beside each other. The second writer's stands in the form, so that nothing typed is lost."""
    town, draft = opened_town_of(request), draft_at(request, stale.draft.pk)
    form = kind.form(initial=dict(stale.mine), about=draft.about)
    shown = differences(form, draft.content, stale.mine)
    context = {
        "town": town,
        "draft": draft,
        "kind": kind,
        "form": form,
        "sentence": stale.sentence,
        "pairs": [(one, form[one.name]) for one in shown if one.changed],
        "same": [form[one.name] for one in shown if not one.changed],
        "saved_at": _time(draft),
        "crumbs": crumbs(town, (draft.title, path_of(town.code, draft)), (_("見くらべる"), "")),
    }
    return render(request, "governance/drafts/both.html", context, status=409)


def _said(no: BadInput | Conflict, status: int) -> JsonResponse:
    return JsonResponse({"sentence": str(no)}, status=status)


def _time(draft: Draft) -> str:
    return date_format(timezone.localtime(draft.changed_at), "H:i")


