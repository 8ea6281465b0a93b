"""My page: who I am here, how I sign in, where I am signed in, what I am to which town, and my data to take away."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meguri.core.errors import BadInput
from meguri.core.scope import across_towns, in_town
from meguri.towns import actions, email_code, limits, second_factor
from meguri.towns.device import device_in_words
from meguri.towns.forms import CodeForm, InvitationCodeForm, NewAddressForm, PersonForm
from meguri.towns.models import Invitation, Membership, User
from meguri.towns.own_data import data_of
from meguri.towns.request import actor_in, actor_of, has_second_factor
from meguri.towns.second_factor_views import reader, require_shown
from meguri.towns.sign_in import remember_language
from meguri.towns.sign_in_views import UNUSABLE_CODE
from meguri.towns.view_door import signed_in

PURPOSE = "address"


@never_cache
@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Everything about the reader on one page."""
    person = reader(request)
    context = {
        "person": person,
        "roles": roles_of(person),
        "factors": second_factor.factors_of(person),
        "needs_factor": second_factor.is_needed_by(person),
        "shown": second_factor.is_shown(request, person),
        "sessions": sessions_of(request, person),
    }
    return render(request, "towns/account/home.html", context)


def roles_of(person: User) -> list[Membership]:
    """What a person is to which town now. One query; across towns, since it is the person's own page."""
    with across_towns():
        held = Membership.objects.filter(person=person, until=None).select_related("town__municipality__prefecture")
        return list(held.order_by("town__municipality__code", "role"))


def sessions_of(request: HttpRequest, person: User) -> list[dict[str, Any]]:
    """The sessions that are open, this one first."""
    kept = UserSession.objects.purge_and_list(person)
    shown = [
        {
            "pk": one.pk,
            "device": device_in_words(one.user_agent),
            "since": one.created_at,
            "ip": one.ip,
            "is_this": one.session_key == request.session.session_key,
        }
        for one in kept
    ]
    return sorted(shown, key=lambda one: (not one["is_this"], -one["since"].timestamp()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def describe(request: HttpRequest) -> HttpResponse:
    """Name and language."""
    person = reader(request)
    form = PersonForm.of(request, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        if form.performs(actions.describe_self, actor_of(request), form.cleaned_data["name"], language):
            response = redirect("account")
            remember_language(response, language)
            return response
    return render(request, "towns/account/describe.html", {"form": form}, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_address(request: HttpRequest) -> HttpResponse:
    """A new address, to which a code is sent."""
    require_shown(request)
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email_code.send_code(request, form.cleaned_data["email"], PURPOSE)
            return redirect("prove_address")
        except BadInput as error:
            form.add_error("email", str(error))
    context = {"form": form, "person": reader(request)}
    return render(request, "towns/account/address.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def prove_address(request: HttpRequest) -> HttpResponse:
    """The code from the letter to the new address."""
    require_shown(request)
    address = email_code.pending_address(request, PURPOSE)
    if request.method != "POST" and address is None:
        return redirect("change_address")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proved = email_code.prove_address(request, form.cleaned_data["code"], PURPOSE)
        if proved is not None:
            actions.change_address(actor_of(request), proved)
            return redirect("account")
        form.add_error("code", _(UNUSABLE_CODE))
    context = {"form": form, "address": address, "minutes": email_code.MINUTES}
    return render(request, "towns/account/prove_address.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session."""
    session = get_object_or_404(UserSession, pk=pk, user=reader(request))
    if session.session_key == request.session.session_key:
        logout(request)
        return redirect("/")
    session.end()
    return redirect(f"{reverse('account')}#sessions")


@require_POST
@signed_in
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    for session in UserSession.objects.filter(user=reader(request)):
        session.end()
    logout(request)
    return redirect("account_login")


@never_cache
@require_safe
@signed_in
def take_data(request: HttpRequest) -> HttpResponse:
    """What is held about the reader, as a JSON file."""
    require_shown(request)
    person = reader(request)
    response = JsonResponse(data_of(person), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="meguri-{timezone.localdate():%Y%m%d}.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """The code of an invitation; the letter's link brings it along."""
    form = InvitationCodeForm.of(request, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        guess = limits.take(limits.GUESSES_FOR_ONE_PERSON, f"invitation {reader(request).pk}")
        if _accepts(request, form):
            guess.delete()
            needs_more = second_factor.is_needed_by(reader(request)) and not has_second_factor(request)
            return redirect("second_factor" if needs_more else f"{reverse('account')}#roles")
    context = {"form": form, "person": reader(request)}
    return render(request, "towns/account/invitation.html", context, status=form.status)


def _accepts(request: HttpRequest, form: InvitationCodeForm) -> bool:
    """In the scope of the town that invites. A code that is unknown is refused by the action, in the same words."""
    code = form.cleaned_data["code"]
    with across_towns():
        invitation = Invitation.objects.select_related("town").filter(code_digest=actions.digest_of(code)).first()
        if invitation is None:
            return form.performs(actions.accept_invitation, actor_of(request), code)
    with in_town(invitation.town):
        return form.performs(actions.accept_invitation, actor_in(request, invitation.town), code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a role: first the question, then the act."""
    with across_towns():
        found = Membership.objects.select_related("town__municipality").filter(person=reader(request), until=None)
        membership = get_object_or_404(found, pk=pk)
    if request.method == "POST":
        with in_town(membership.town):
            actions.leave(actor_in(request, membership.town), membership)
        return redirect(f"{reverse('account')}#roles")
    return render(request, "towns/account/leave.html", {"membership": membership})
