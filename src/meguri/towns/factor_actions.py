"""Acts on second factors: a device, passkeys, recovery codes. Whoever calls them has seen the earlier factor shown."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, action
from meguri.core.actor import STAFF_ROLES, Actor, Role
from meguri.core.errors import BadInput, Conflict
from meguri.core.outbox import emit
from meguri.core.recording import Locked, Unrecorded
from meguri.towns.actions import person_acting
from meguri.towns.models import Membership, User
from meguri.towns.one_time_code import Token
from meguri.towns.second_factor import Kind, device_data


@action("towns.register_token", record=Internal)
def register_token(
    actor: Actor,
    membership: Locked[Membership],
    token: Unrecorded[Token],
    name: Unrecorded[str],
    code: Unrecorded[str] = "",
) -> Authenticator:
    """Give a member of staff a hardware token whose seed the town knows; `code`, if given, is tried and sets its clock.

    Sessions of that person end: a new token is handed out because there was none, or the old one is lost.
    An administrator replaces a token that the same town handed out, and nothing that a person set up for themselves.
    """
    if Role(membership.role) not in STAFF_ROLES:
        raise Conflict(_("機器を登録できるのは、職員・首長・監査委員・管理者だけです。"))
    kept = Authenticator.objects.filter(user=membership.person).exclude(type=Kind.RECOVERY_CODES)
    if not actor.has(Role.OPERATOR, Role.SYSTEM) and any(one.data.get("town_id") != membership.town_id for one in kept):
        raise Conflict(_("この方は、自分の機器かパスキーをもう登録しています。本人がはずしてから登録してください。"))
    data = device_data(token, name=name, step=_tried(token, code) if code else None, town_id=membership.town_id)
    registered = _store_device(membership.person, data)
    for session in UserSession.objects.filter(user=membership.person):
        session.end()
    emit("towns.factor_changed", person_id=membership.person_id, what="token_registered")
    return registered


@action("towns.register_own_device", record=Internal)
def register_own_device(
    actor: Actor, token: Unrecorded[Token], name: Unrecorded[str], code: Unrecorded[str]
) -> Authenticator:
    """Set up one's own app or token, tried by the code it shows now; it takes the place of an earlier one."""
    person = person_acting(actor)
    registered = _store_device(person, device_data(token, name=name, step=_tried(token, code)))
    emit("towns.factor_changed", person_id=person.pk, what="device_registered")
    return registered


def _tried(token: Token, code: str) -> int:
    step = token.step_of(code, time.time(), None)
    if step is None:
        raise BadInput(
            _("コードが合いません。機器にいま出ているコードを入れてください。桁数と、変わる間かくもたしかめてください。")
        )
    return step


def _store_device(person: User, data: dict[str, Any]) -> Authenticator:
    defaults = {"data": data, "created_at": timezone.now(), "last_used_at": None}
    stored, _made = Authenticator.objects.update_or_create(user=person, type=Kind.TOTP, defaults=defaults)
    return stored


@action("towns.add_passkey", record=Internal)
def add_passkey(actor: Actor, name: Unrecorded[str], credential: Unrecorded[dict[str, Any]]) -> Authenticator:
    """Keep the public half of a passkey whose making was verified."""
    person = person_acting(actor)
    added: Authenticator = WebAuthn.add(person, name, credential).instance
    emit("towns.factor_changed", person_id=person.pk, what="passkey_added")
    return added


@action("towns.rename_passkey", record=Internal)
def rename_passkey(actor: Actor, passkey: Locked[Authenticator], name: Unrecorded[str]) -> Authenticator:
    """Call a passkey by another name."""
    _refuse_others(actor, passkey)
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])
    return passkey


@action("towns.remove_factor", record=Internal)
def remove_factor(actor: Actor, factor: Locked[Authenticator]) -> None:
    """Remove a device or a passkey; with the last of them the recovery codes go too."""
    _refuse_others(actor, factor)
    factor.delete()
    kept = Authenticator.objects.filter(user_id=actor.person_id)
    if not kept.exclude(type=Kind.RECOVERY_CODES).exists():
        kept.delete()
    emit("towns.factor_changed", person_id=actor.person_id, what="factor_removed")


@action("towns.make_recovery_codes", record=Internal)
def make_recovery_codes(actor: Actor) -> Authenticator:
    """Ten new recovery codes; the earlier ones no longer count."""
    person = person_acting(actor)
    kept = Authenticator.objects.filter(user=person)
    if not kept.exclude(type=Kind.RECOVERY_CODES).exists():
        raise Conflict(_("先に、機器かパスキーを登録してください。"))
    kept.filter(type=Kind.RECOVERY_CODES).delete()
    made: Authenticator = RecoveryCodes.activate(person).instance
    return made


def _refuse_others(actor: Actor, factor: Authenticator) -> None:
    if factor.user_id != actor.person_id:
        raise Conflict(_("自分の機器とパスキーだけを変えられます。"))
