"""Seating and unseating holders, naming deputies, saying who is away: what an organisation settles within itself."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from meguri.governance.actions import holders as actions
from meguri.governance.actions.accounts import tie_holder
from meguri.governance.forms.staffing import AbsenceForm, AccountForm, DeputyForm, HolderForm, LeaveForm
from meguri.governance.models import Absence, Deputy, Holder
from meguri.governance.pages.people_door import form_page, insist
from meguri.governance.pages.people_forms import page_with_form
from meguri.governance.posts import posts_held
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm


@page_with_form
def add_holder(request: HttpRequest, code: str) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    form = HolderForm.of(request, initial={"post": request.GET.get("post", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            actions.seat_holder,
            actor_of(request), given["post"], given["since"], until=given["until"], name=given["name"],
            email=given["email"],
        ):  # fmt: skip
            messages.success(request, _("%(post)sの在任者を入れました。") % {"post": given["post"].full_name})
            return redirect("people-holders", code=code)
    return form_page(request, form, _("在任者を入れる"), _("この人を在任者にする"), "people-holders")


@page_with_form
def tie_account(request: HttpRequest, code: str, holder: int) -> HttpResponse:
    """Say with which address the holder signs in: the chart told the name alone."""
    opened_town_of(request)
    insist(request, "governance.see_people")
    found = get_object_or_404(Holder.objects.select_related("post__organisation__parent", "person"), pk=holder)
    insist(request, "governance.tie_holder", found)
    form = AccountForm.of(request, initial={"email": found.person.email if found.person else ""})
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(tie_holder, actor_of(request), found, form.cleaned_data["email"]):
        messages.success(request, _("%(post)sのサインインを決めました。") % {"post": found.post.full_name})
        return redirect("people-holders", code=code)
    title = _("%(post)sのサインインを決める") % {"post": found.post.full_name}
    lead = _("つなぐと、この人が役職として所管の確認や決裁をできます。先に、メンバーとして招待しておいてください。")
    return form_page(request, form, title, _("このアドレスにする"), "people-holders", lead=lead)


@page_with_form
def end_holder(request: HttpRequest, code: str, holder: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    found = get_object_or_404(Holder.objects.select_related("post__organisation"), pk=holder)
    insist(request, "governance.unseat_holder", found)
    form = LeaveForm.of(request)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(actions.unseat_holder, actor_of(request), found, form.cleaned_data["until"]):
        messages.success(request, _("離任の日を入れました。"))
        return redirect("people-holders", code=code)
    title = _("%(post)sの離任の日を入れる") % {"post": found.post.full_name}
    lead = _("約束と受け持ちは、人ではなく役職に残り、次の方に引き継がれます。")
    return form_page(request, form, title, _("この日に離任とする"), "people-holders", lead=lead)


@page_with_form
def add_deputy(request: HttpRequest, code: str) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    form = DeputyForm.of(request, initial={"post": request.GET.get("post", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            actions.name_deputy,
            actor_of(request), given["post"], given["deputy"], given["since"], rank=given["rank"],
        ):  # fmt: skip
            messages.success(request, _("%(post)sの代理を決めました。") % {"post": given["post"].full_name})
            return redirect("people-deputies", code=code)
    return form_page(request, form, _("代理を決める"), _("この役職を代理にする"), "people-deputies")


@page_with_form
def end_deputy(request: HttpRequest, code: str, deputy: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    found = get_object_or_404(Deputy.objects.select_related("post__organisation", "deputy__organisation"), pk=deputy)
    insist(request, "governance.withdraw_deputy", found)
    form = LeaveForm.of(request)
    form.fields["until"].label = _("終わりの日")
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(actions.withdraw_deputy, actor_of(request), found, form.cleaned_data["until"]):
        messages.success(request, _("代理を終えました。"))
        return redirect("people-deputies", code=code)
    title = _("%(post)sの代理を終える") % {"post": found.post.full_name}
    return form_page(request, form, title, _("この日で終える"), "people-deputies", kept=found.deputy.full_name)


@page_with_form
def add_absence(request: HttpRequest, code: str) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    own = posts_held(actor_of(request).person_id)
    initial = request.GET.get("post") or (own[0].pk if own else "")
    form = AbsenceForm.of(request, initial={"post": initial})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        back_on = given["until"] + dt.timedelta(days=1)
        if form.performs(
            actions.record_absence, actor_of(request), given["post"], given["since"], back_on, reason=given["reason"]
        ):
            messages.success(request, _("不在を入れました。"))
            return redirect("people-absences", code=code)
    return form_page(request, form, _("不在を入れる"), _("この日を不在にする"), "people-absences")


@page_with_form
def end_absence(request: HttpRequest, code: str, absence: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    found = get_object_or_404(Absence.objects.select_related("post__organisation"), pk=absence)
    insist(request, "governance.withdraw_absence", found)
    form = ActionForm.of(request)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(actions.withdraw_absence, actor_of(request), found):
        messages.success(request, _("不在を取り消しました。"))
        return redirect("people-absences", code=code)
    title = _("%(post)sの不在を取り消す") % {"post": found.post.full_name}
    return form_page(request, form, title, _("不在を取り消す"), "people-absences")
