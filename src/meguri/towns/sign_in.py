"""How people come in: a proven address or a passkey opens a session; what the library asks is answered here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meguri.core.errors import NotAllowed
from meguri.towns import second_factor, seeds
from meguri.towns.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library carries no types
    """Sign-in without passwords, and without the library's own stages: what staff must show is asked by the actor."""

    def get_login_stages(self) -> list[str]:
        return []

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by a proven address alone."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our own pages say what happened."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library carries no types
    """Second factors: seeds are sealed, and a passkey is made for the site's name."""

    def encrypt(self, text: str) -> str:
        return seeds.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return seeds.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Meguri 巡り"}


def enter_by_address(request: HttpRequest, email: str, onward: str) -> HttpResponse:
    """Sign in whoever proved `email`; who comes for the first time is entered with it."""
    person, _made = User.objects.get_or_create(email=email, defaults={"language": get_language() or "ja"})
    _let_in(person)
    record_authentication(request, person, method="code", email=email)
    return _open_session(request, person, onward)


def enter_by_passkey(request: HttpRequest, authenticator: Authenticator, onward: str) -> HttpResponse:
    """Sign in the owner of a passkey; a passkey checks its holder too, so it is the second factor as well."""
    person = authenticator.user
    _let_in(person)
    second_factor.record_shown(request, authenticator, passwordless=True)
    return _open_session(request, person, onward)


def _let_in(person: User) -> None:
    if not person.is_active:
        raise NotAllowed(_("このサインインは止められています。まちの窓口にお問い合わせください。"))


def _open_session(request: HttpRequest, person: User, onward: str) -> HttpResponse:
    if second_factor.is_needed_by(person) and not second_factor.is_shown(request, person):
        onward = f"{reverse('second_factor')}?{urlencode({'next': onward})}"
    response: HttpResponse = perform_login(request, Login(user=person, email=person.email, redirect_url=onward))
    remember_language(response, person.language)
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the reader's language in the cookie that is read before anybody is known."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=60 * 60 * 24 * 365,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
