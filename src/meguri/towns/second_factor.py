"""The second thing staff show: a one-time code of a device, a passkey, or a recovery code."""

import time
from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from meguri.core.actor import STAFF_ROLES
from meguri.core.scope import across_towns
from meguri.towns import limits, seeds
from meguri.towns.models import Membership, User
from meguri.towns.one_time_code import Token

HOURS_SHOWN = 12
"""A working day: then staff show it again, whatever the session's own length (NIST SP 800-63B, AAL2)."""

Kind = Authenticator.Type


@dataclass(frozen=True)
class Factors:
    """What a person has set up. One query."""

    device: Authenticator | None
    passkeys: list[Authenticator]
    recovery: Authenticator | None

    def __bool__(self) -> bool:
        return self.device is not None or bool(self.passkeys)


def factors_of(person: User) -> Factors:
    kept = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    return Factors(
        device=next((one for one in kept if one.type == Kind.TOTP), None),
        passkeys=[one for one in kept if one.type == Kind.WEBAUTHN],
        recovery=next((one for one in kept if one.type == Kind.RECOVERY_CODES), None),
    )


def is_needed_by(person: User) -> bool:
    """True for the operator and for whoever holds a role of staff in any town, today or later. One query."""
    if person.is_operator:
        return True
    with across_towns():
        return Membership.objects.filter(person=person, role__in=STAFF_ROLES, until=None).exists()


def is_shown(request: HttpRequest, person: User) -> bool:
    """True when this session saw a second factor of this person within the last hours. No query."""
    since = time.time() - HOURS_SHOWN * 3600
    records = get_authentication_records(request, person)
    return any(shown["method"] == "mfa" and shown["at"] > since for shown in records)


def show_code(request: HttpRequest, person: User, typed: str) -> bool:
    """True when `typed` is a code of the person's device or one of their recovery codes; it is then spent.

    False alike for a wrong, a used and an old one; `TooMany` at the eleventh guess.
    """
    guess = limits.take(limits.GUESSES_FOR_ONE_PERSON, str(person.pk))
    factors = factors_of(person)
    for authenticator in (factors.device, factors.recovery):
        if authenticator is not None and _spend(authenticator, typed):
            guess.delete()
            record_shown(request, authenticator)
            return True
    return False


def _spend(authenticator: Authenticator, typed: str) -> bool:
    if authenticator.type == Kind.RECOVERY_CODES:
        return bool(RecoveryCodes(authenticator).validate_code(typed))
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        step = token_of(kept).step_of(typed, time.time(), kept.data["last_step"])
        if step is not None:
            kept.data |= _spent(token_of(kept), step)
            kept.save(update_fields=["data"])
    return step is not None


def _spent(token: Token, step: int) -> dict[str, int]:
    """Remember the step, and how far the device's clock has moved, so that the next code is looked for there."""
    return {"last_step": step, "offset": token.offset + step - token.step_at(time.time())}


def token_of(authenticator: Authenticator) -> Token:
    """What we share with a device; each has its own period and number of digits."""
    kept = authenticator.data
    return Token(bytes.fromhex(seeds.unseal(kept["secret"])), kept["period"], kept["digits"], kept["offset"])


def device_data(token: Token, *, name: str, step: int | None, town_id: int | None = None) -> dict[str, object]:
    """What is stored of a device. `step`: of the code that tried it; `town_id`: of the town that handed it out."""
    known = _spent(token, step) if step is not None else {"last_step": None, "offset": 0}
    sealed = seeds.seal(token.seed.hex())
    shape = {"secret": sealed, "period": token.period, "digits": token.digits}
    return {**shape, "name": name, "town_id": town_id, **known}


def record_shown(request: HttpRequest, authenticator: Authenticator, *, passwordless: bool = False) -> None:
    """Note in the session that a second factor was shown, and give the session a new key, since it may now do more."""
    Authenticator.objects.filter(pk=authenticator.pk).update(last_used_at=timezone.now())
    extra = {"passwordless": True} if passwordless else {}
    record_authentication(
        request, authenticator.user, method="mfa", type=str(authenticator.type), id=authenticator.pk, **extra
    )
    if request.user.is_authenticated:
        earlier = request.session.session_key
        request.session.cycle_key()
        UserSession.objects.filter(session_key=earlier).update(session_key=request.session.session_key)
