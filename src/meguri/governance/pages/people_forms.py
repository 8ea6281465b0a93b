"""Founding, describing and ending organisations, posts and facilities, on pages for those who work there."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meguri.governance.actions import facilities as facility_actions
from meguri.governance.actions import organisations as organisation_actions
from meguri.governance.actions import posts as post_actions
from meguri.governance.forms.offices import (
    EndForm,
    FacilityForm,
    NewFacilityForm,
    NewOrganisationForm,
    NewPostForm,
    OrganisationForm,
    PostForm,
)
from meguri.governance.models import Facility, Organisation, Post
from meguri.governance.pages.people_door import form_page, insist
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door

Kind = Organisation.Kind
View = Callable[..., HttpResponse]


def page_with_form(view: View) -> View:
    """A staff page that shows and takes a form."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(through_the_door(view)))


def filled(row: Any, details: type, **more: Any) -> dict[str, Any]:
    """What a row says now, for the form that describes it anew."""
    return {"name": row.name, **{field.name: getattr(row, field.name) for field in fields(details)}, **more}


@page_with_form
def add_organisation(request: HttpRequest, code: str) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.found_organisation")
    form = NewOrganisationForm.of(request, initial={"parent": request.GET.get("parent", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            organisation_actions.found_organisation,
            actor_of(request), given["name"], kind=Kind(given["kind"]), parent=given["parent"],
            since=given["since"], details=form.details(),
        ):  # fmt: skip
            messages.success(request, _("%(name)sを加えました。") % {"name": given["name"]})
            return redirect("people", code=code)
    return form_page(request, form, _("組織を加える"), _("この組織を加える"), "people")


@page_with_form
def change_organisation(request: HttpRequest, code: str, organisation: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.describe_organisation")
    found = get_object_or_404(Organisation.objects.all(), pk=organisation)
    initial = filled(found, organisation_actions.OrganisationDetails, kind=found.kind, parent=found.parent_id)
    form = OrganisationForm.of(request, organisation=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            organisation_actions.describe_organisation,
            actor_of(request), found, given["name"], kind=Kind(given["kind"]), parent=given["parent"],
            details=form.details(),
        ):  # fmt: skip
            messages.success(request, _("%(name)sを直しました。") % {"name": given["name"]})
            return redirect("people", code=code)
    title = _("%(name)sを直す") % {"name": found.name}
    return form_page(request, form, title, _("この内容に直す"), "people")


@page_with_form
def end_organisation(request: HttpRequest, code: str, organisation: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.end_organisation")
    found = get_object_or_404(Organisation.objects.all(), pk=organisation)
    return _end(request, code, organisation_actions.end_organisation, found, found.name, "people")


@page_with_form
def add_post(request: HttpRequest, code: str) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.found_post")
    form = NewPostForm.of(request, initial={"organisation": request.GET.get("organisation", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            post_actions.found_post,
            actor_of(request), given["organisation"], given["name"], since=given["since"], details=form.details(),
        ):  # fmt: skip
            messages.success(request, _("%(name)sを加えました。") % {"name": form.result.full_name})
            return redirect("people-posts", code=code)
    return form_page(request, form, _("役職を加える"), _("この役職を加える"), "people-posts")


@page_with_form
def change_post(request: HttpRequest, code: str, post: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.describe_post")
    found = get_object_or_404(Post.objects.select_related("organisation"), pk=post)
    form = PostForm.of(request, initial=filled(found, post_actions.PostDetails, organisation=found.organisation_id))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            post_actions.describe_post,
            actor_of(request), found, given["organisation"], given["name"], details=form.details(),
        ):  # fmt: skip
            messages.success(request, _("%(name)sを直しました。") % {"name": form.result.full_name})
            return redirect("people-posts", code=code)
    title = _("%(name)sを直す") % {"name": found.full_name}
    return form_page(request, form, title, _("この内容に直す"), "people-posts")


@page_with_form
def end_post(request: HttpRequest, code: str, post: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.end_post")
    found = get_object_or_404(Post.objects.select_related("organisation"), pk=post)
    return _end(request, code, post_actions.end_post, found, found.full_name, "people-posts")


@page_with_form
def add_facility(request: HttpRequest, code: str) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    form = NewFacilityForm.of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            facility_actions.open_facility,
            actor_of(request), given["name"], since=given["since"], organisation=given["organisation"],
            details=form.details(),
        ):  # fmt: skip
            messages.success(request, _("%(name)sを加えました。") % {"name": given["name"]})
            return redirect("people-facilities", code=code)
    return form_page(request, form, _("施設を加える"), _("この施設を加える"), "people-facilities")


@page_with_form
def change_facility(request: HttpRequest, code: str, facility: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    found = get_object_or_404(Facility.objects.select_related("organisation"), pk=facility)
    insist(request, "governance.describe_facility", found)
    initial = filled(found, facility_actions.FacilityDetails, organisation=found.organisation_id)
    form = FacilityForm.of(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(
            facility_actions.describe_facility,
            actor_of(request), found, given["name"], organisation=given["organisation"], details=form.details(),
        ):  # fmt: skip
            messages.success(request, _("%(name)sを直しました。") % {"name": given["name"]})
            return redirect("people-facilities", code=code)
    title = _("%(name)sを直す") % {"name": found.name}
    return form_page(request, form, title, _("この内容に直す"), "people-facilities")


@page_with_form
def end_facility(request: HttpRequest, code: str, facility: int) -> HttpResponse:
    opened_town_of(request)
    insist(request, "governance.see_people")
    found = get_object_or_404(Facility.objects.select_related("organisation"), pk=facility)
    insist(request, "governance.close_facility", found)
    return _end(request, code, facility_actions.close_facility, found, found.name, "people-facilities")


def _end(request: HttpRequest, code: str, act: Any, row: Any, name: str, back: str) -> HttpResponse:
    """First the question and the day, then the act."""
    form = EndForm.of(request)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.performs(act, actor_of(request), row, form.cleaned_data["on"]):
        messages.success(request, _("%(name)sを終えました。") % {"name": name})
        return redirect(back, code=code)
    lead = _("これまでの記録は残ります。終えたあとは、もとにもどせません。")
    title = _("%(name)sを終える") % {"name": name}
    return form_page(request, form, title, _("この日で終える"), back, lead=lead, kind="stop")
