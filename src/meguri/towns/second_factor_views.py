"""The second factor: the page that asks for it or explains it, and setting up devices and recovery codes."""

import secrets
from typing import Any
from urllib.parse import quote, urlencode

import qrcode  # type: ignore[import-untyped]  # the library carries no types
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meguri.towns import factor_actions, one_time_code, second_factor, seeds
from meguri.towns.forms import OneTimeCodeForm, OwnDeviceForm, TokenForm
from meguri.towns.models import User
from meguri.towns.one_time_code import Token
from meguri.towns.request import actor_of, has_second_factor, person_of
from meguri.towns.sign_in_views import signed_passkey
from meguri.towns.view_door import NeedsSecondFactor, safe_next, signed_in

UNUSABLE_CODE = gettext_noop("このコードは使えません。機器にいま出ているコードを入れてください。")
_SEED = "seed_of_new_device"
_SHOW_RECOVERY = "show_recovery_codes"
SEED_BYTES = 20


def reader(request: HttpRequest) -> User:
    """The person signed in; only in views behind `signed_in`."""
    person = person_of(request)
    if person is None:
        raise LookupError("a view about the reader is not behind signed_in")
    return person


def require_shown(request: HttpRequest) -> None:
    """Before a change to how somebody signs in: their second factor, if any. A mailbox alone changes nothing."""
    if not has_second_factor(request) and second_factor.factors_of(reader(request)):
        raise NeedsSecondFactor


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Asks for the second factor; who has none yet reads why it is needed and what to choose."""
    person, onward = reader(request), safe_next(request, otherwise=reverse("account"))
    if has_second_factor(request):
        return redirect(onward)
    form = OneTimeCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second_factor.show_code(request, person, form.cleaned_data["code"]):
            return redirect(onward)
        form.add_error("code", _(UNUSABLE_CODE))
    context = {"form": form, "next": onward, "factors": second_factor.factors_of(person)}
    return render(request, "towns/second_factor/page.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@signed_in
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What one of the reader's passkeys must sign, as JSON."""
    return JsonResponse(webauthn.begin_authentication(user=reader(request)))


@require_POST
@signed_in
def by_passkey(request: HttpRequest) -> HttpResponse:
    """What one of the reader's passkeys signed."""
    second_factor.record_shown(request, signed_passkey(request.POST.get("credential", ""), reader(request)))
    return redirect(safe_next(request, otherwise=reverse("account")))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def set_up_app(request: HttpRequest) -> HttpResponse:
    """An app on a phone: shows our seed as a picture and as letters, and tries the code it makes of it."""
    require_shown(request)
    form = OwnDeviceForm.of(request)
    token = _new_token(request)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"] or _("アプリ")
        if form.performs(
            factor_actions.register_own_device, actor_of(request), token, name=name, code=form.cleaned_data["code"]
        ):
            request.session.pop(_SEED, None)
            return _device_is_set(request, form.result)
    address = _address_for_app(reader(request), token)
    context = {"form": form, "picture": qr_picture(address), "letters": _in_fours(token), "address": address}
    return render(request, "towns/second_factor/app.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def set_up_token(request: HttpRequest) -> HttpResponse:
    """A hardware token whose seed the reader knows."""
    require_shown(request)
    form = TokenForm.of(request)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"] or _("ワンタイムコードの機器")
        if form.performs(
            factor_actions.register_own_device,
            actor_of(request), form.token(), name=name, code=form.cleaned_data["code"],
        ):  # fmt: skip
            return _device_is_set(request, form.result)
    return render(request, "towns/second_factor/token.html", {"form": form}, status=form.status)


def _device_is_set(request: HttpRequest, device: Authenticator) -> HttpResponse:
    """The code that was tried also shows the second factor; recovery codes follow at once if there are none."""
    second_factor.record_shown(request, device)
    return after_first_factor(request)


def after_first_factor(request: HttpRequest) -> HttpResponse:
    if second_factor.factors_of(reader(request)).recovery is None:
        factor_actions.make_recovery_codes(actor_of(request))
        request.session[_SHOW_RECOVERY] = True
    return redirect("recovery_codes")


def _new_token(request: HttpRequest) -> Token:
    """The seed stays the same while the reader tries codes; sealed, since sessions lie in the database."""
    if _SEED not in request.session:
        request.session[_SEED] = seeds.seal(secrets.token_hex(SEED_BYTES))
    return Token(bytes.fromhex(seeds.unseal(request.session[_SEED])))


def _address_for_app(person: User, token: Token) -> str:
    """The address that apps read from a QR code (Key Uri Format of Google Authenticator)."""
    query = urlencode({"secret": one_time_code.base32_of(token.seed), "issuer": "Meguri"})
    return f"otpauth://totp/Meguri:{quote(person.email)}?{query}"


def qr_picture(text: str) -> SafeString:
    """A QR code as `<svg>`, black on white, without any style attribute, since the policy forbids them."""
    made = qrcode.QRCode(border=4)
    made.add_data(text)
    rows = made.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    size = len(rows)
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" width="240" height="240" role="img" aria-label="{}">'
        '<rect width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>',
        size, size, _("QRコード"), size, size, dark,
    )  # fmt: skip


def _in_fours(token: Token) -> str:
    letters = one_time_code.base32_of(token.seed)
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a device or a passkey of the reader's."""
    require_shown(request)
    factor = get_object_or_404(Authenticator, pk=pk, user=reader(request))
    factor_actions.remove_factor(actor_of(request), factor)
    return redirect(f"{reverse('account')}#factors")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten codes to keep on paper, shown once; POST makes new ones."""
    require_shown(request)
    if request.method == "POST":
        factor_actions.make_recovery_codes(actor_of(request))
        request.session[_SHOW_RECOVERY] = True
        return redirect("recovery_codes")
    return render(request, "towns/second_factor/recovery_codes.html", _codes_context(request))


def _codes_context(request: HttpRequest) -> dict[str, Any]:
    kept = second_factor.factors_of(reader(request))
    codes = RecoveryCodes(kept.recovery).get_unused_codes() if kept.recovery else []
    shown = request.session.pop(_SHOW_RECOVERY, False)
    return {"left": len(codes), "codes": [f"{c[:4]} {c[4:]}" for c in codes] if shown else [], "factors": kept}

