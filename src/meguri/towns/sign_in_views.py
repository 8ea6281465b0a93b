"""Signing in and out: one box for an address, a code, or a passkey."""

import json
from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meguri.core.errors import BadInput
from meguri.towns import email_code, limits, sign_in
from meguri.towns.forms import AddressForm, CodeForm
from meguri.towns.request import person_of
from meguri.towns.view_door import safe_next, through_the_door

PURPOSE = "sign_in"
UNUSABLE_CODE = gettext_noop(
    "このコードは使えません。メールにあるコードをもう一度たしかめるか、新しいコードを送ってください。"
)
"""One sentence for a wrong, a used and an expired code, so that it tells a guesser nothing."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def ask_address(request: HttpRequest) -> HttpResponse:
    """The one box. Whatever the address, the answer is the same: a code was sent to it."""
    onward = safe_next(request, otherwise=reverse("account"))
    if person_of(request) is not None:
        return redirect(onward)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sends_code(request, form):
        return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': onward})}")
    status = 422 if form.errors else 200
    return render(request, "towns/sign_in/address.html", {"form": form, "next": onward}, status=status)


def _sends_code(request: HttpRequest, form: AddressForm) -> bool:
    try:
        email_code.send_code(request, form.cleaned_data["email"], PURPOSE)
    except BadInput as error:
        form.add_error("email", str(error))
    return not form.errors


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def ask_code(request: HttpRequest) -> HttpResponse:
    """The code from the letter; right, it signs in."""
    onward = safe_next(request, otherwise=reverse("account"))
    if person_of(request) is not None:
        return redirect(onward)
    address = email_code.pending_address(request, PURPOSE)
    if request.method != "POST" and address is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proved = email_code.prove_address(request, form.cleaned_data["code"], PURPOSE)
        if proved is not None:
            return sign_in.enter_by_address(request, proved, onward)
        form.add_error("code", _(UNUSABLE_CODE))
    context = {"form": form, "next": onward, "address": address, "minutes": email_code.MINUTES}
    return render(request, "towns/sign_in/code.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser must sign, as JSON."""
    return JsonResponse(webauthn.begin_authentication(user=None))


@require_POST
@through_the_door
def by_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser signed; right, it signs in."""
    limits.take(limits.PASSKEYS_FROM_ONE_PLACE, limits.place_of(request))
    passkey = signed_passkey(request.POST.get("credential", ""))
    return sign_in.enter_by_passkey(request, passkey, safe_next(request, otherwise=reverse("account")))


def read_credential(text: str) -> dict[str, Any]:
    """What a browser answered, as an object; `BadInput` for anything else."""
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    if not isinstance(read, dict) or not isinstance(read.get("response"), dict):
        raise BadInput(_("パスキーを受け取れませんでした。もう一度お試しください。"))
    return read


def signed_passkey(text: str, user: Any = None) -> Authenticator:
    """The passkey that signed, of `user` if given; `BadInput` when nothing known signed, or too late."""
    credential = read_credential(text)
    try:
        webauthn.parse_authentication_response(credential)
        owner = user or webauthn.extract_user_from_response(credential)
        return webauthn.complete_authentication(owner, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        raise BadInput(
            _("このパスキーではサインインできませんでした。もう一度ためすか、メールのコードを使ってください。")
        ) from None


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return redirect("/")
