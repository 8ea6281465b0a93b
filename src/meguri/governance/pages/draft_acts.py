"""What is done with a draft by a button: handed in, taken back, approved or returned."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meguri.governance.actions import drafts as actions
from meguri.governance.forms.drafts import DecisionForm
from meguri.governance.models import Decision, Draft
from meguri.governance.pages.draft_door import draft_at, path_of, stored
from meguri.governance.pages.draft_shown import page_of_draft
from meguri.towns.request import actor_of
from meguri.towns.view_door import through_the_door


@require_POST
@through_the_door
def hand_in(request: HttpRequest, code: str, draft: int) -> HttpResponse:
    """Hand it in. What lacks stands on the draft's own page."""
    found = draft_at(request, draft)
    form = _button(request)
    if form.performs(actions.submit_draft, actor_of(request), found, _version(request)):
        messages.success(request, _("決裁に出しました。次の人にメールでお知らせします。"))
        return redirect(path_of(code, found))
    return _again(request, found, form)


@require_POST
@through_the_door
def withdraw(request: HttpRequest, code: str, draft: int) -> HttpResponse:
    found = draft_at(request, draft)
    form = _button(request)
    if form.performs(actions.withdraw_draft, actor_of(request), found):
        messages.success(request, _("取り下げました。書いたものは残っています。また直して出せます。"))
        return redirect(path_of(code, found))
    return _again(request, found, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def decide(request: HttpRequest, code: str, draft: int) -> HttpResponse:
    """Approve or return; `verdict` is the button that was pressed."""
    found = draft_at(request, draft)
    if request.method != "POST":
        return redirect(path_of(code, found))
    form = DecisionForm(request.POST)
    returned = request.POST.get("verdict") == Decision.Verdict.RETURNED
    verdict = Decision.Verdict.RETURNED if returned else Decision.Verdict.APPROVED
    if form.is_valid() and form.performs(
        actions.decide, actor_of(request), found, verdict, form.cleaned_data["reason"], form.cleaned_data["version"]
    ):
        messages.success(request, _done(form.result, verdict))
        return redirect(path_of(code, found))
    return _again(request, found, form)


def _done(draft: Draft, verdict: Decision.Verdict) -> str:
    if verdict == Decision.Verdict.RETURNED:
        return _("理由をそえて、書いた人にもどしました。")
    if draft.state == Draft.State.PUBLISHED:
        return _("決裁が終わり、公表しました。")
    return _("決裁しました。次の人にメールでお知らせします。")


def _button(request: HttpRequest) -> DecisionForm:
    """A form that is only a button, so that its no stands on the page."""
    form = DecisionForm({**request.POST.dict(), "version": _version(request) or 0})
    form.is_valid()
    return form


def _again(request: HttpRequest, draft: Draft, form: DecisionForm) -> HttpResponse:
    """The page with the no on it, and with the draft as it is now: whoever came too late sees what happened."""
    draft = stored(draft.pk)
    errors = [*form.non_field_errors(), *(error for name, many in form.errors.items() if name != "__all__"
              for error in many)]  # fmt: skip
    shown = DecisionForm(initial={"version": draft.version, "reason": request.POST.get("reason", "")})
    return render(
        request, "governance/drafts/draft.html", page_of_draft(request, draft, shown) | {"refusals": errors}, status=409
    )


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdigit() else None
