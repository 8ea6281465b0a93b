"""Passkeys of one's own: making one, naming it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from meguri.core.errors import BadInput
from meguri.towns import factor_actions, second_factor
from meguri.towns.device import device_in_words
from meguri.towns.forms import PasskeyNameForm
from meguri.towns.request import actor_of
from meguri.towns.second_factor_views import after_first_factor, reader, require_shown
from meguri.towns.sign_in_views import read_credential
from meguri.towns.view_door import signed_in


@never_cache
@require_GET
@signed_in
def options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey, as JSON."""
    require_shown(request)
    return JsonResponse(webauthn.begin_registration(reader(request), passwordless=True))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Make a passkey on this device. What the browser made comes back in the form."""
    require_shown(request)
    device = device_in_words(request.headers.get("User-Agent", ""))
    form = PasskeyNameForm.of(request, initial={"name": device})
    if request.method == "POST" and form.is_valid():
        credential = verified(request.POST.get("credential", ""))
        if form.performs(factor_actions.add_passkey, actor_of(request), form.cleaned_data["name"], credential):
            second_factor.record_shown(request, form.result)
            return after_first_factor(request)
    return render(request, "towns/passkey/add.html", {"form": form}, status=form.status)


def verified(text: str) -> dict[str, Any]:
    """What a browser made, proved against what we asked for, with its holder checked; `BadInput` otherwise."""
    credential = read_credential(text)
    try:
        webauthn.parse_registration_response(credential)
        is_checked = webauthn.complete_registration(credential).is_user_verified()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        is_checked = False
    if not is_checked:
        raise BadInput(_("パスキーを登録できませんでした。何も変わっていません。もう一度お試しください。"))
    return credential


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a passkey by another name."""
    require_shown(request)
    found = Authenticator.objects.filter(user=reader(request), type=second_factor.Kind.WEBAUTHN)
    passkey = get_object_or_404(found, pk=pk)
    form = PasskeyNameForm.of(request, initial={"name": passkey.data["name"]})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if form.performs(factor_actions.rename_passkey, actor_of(request), passkey, name):
            return redirect(f"{reverse('account')}#factors")
    return render(request, "towns/passkey/rename.html", {"form": form}, status=form.status)
