"""Acts on towns and their people: opening a town, inviting, accepting, joining, leaving."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import MEMBER_ROLES, STAFF_ROLES, Actor, Role
from meguri.core.errors import BadInput, Conflict
from meguri.core.outbox import emit
from meguri.core.recording import Locked, Plain, Unrecorded
from meguri.core.scope import active_town, in_town
from meguri.towns.models import Invitation, Membership, Municipality, SourcedFact, Station, Town, User

INVITATION_DAYS = 14
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


@action("towns.open", record=Public)
def open_town(actor: Actor, municipality: Locked[Municipality], administrator: Unrecorded[str | None] = None) -> Town:
    """Open a municipality's doors here and, if an address is given, invite its first administrator."""
    if Town.objects.filter(municipality=municipality).exists():
        raise Conflict(_("%(name)sは、もう開いています。") % {"name": municipality.name})
    town = Town.objects.create(municipality=municipality, opened_at=timezone.now())
    if administrator:
        with in_town(town):
            invite(actor, town, administrator, Role.ADMINISTRATOR)
    return town


@action("towns.choose_stations", record=Public)
def choose_stations(actor: Actor, town: Locked[Town], stations: Sequence[Station]) -> Town:
    """Say which stations of the ring the town uses; the others are not shown."""
    town.stations = [station.value for station in Station if station in stations]
    town.save(update_fields=["stations"])
    return town


@action("towns.state_desk", record=Public)
def state_desk(actor: Actor, town: Locked[Town], name: Plain, phone: Plain) -> Town:
    """State the general desk and its telephone number."""
    town.general_desk, town.general_phone = name, phone
    town.save(update_fields=["general_desk", "general_phone"])
    return town


@action("towns.invite", record=Internal)
def invite(actor: Actor, town: Town, email: str, role: Role) -> Invitation:
    """Offer a role to an address. The code leaves by e-mail alone; only its digest is kept."""
    if role not in MEMBER_ROLES:
        raise BadInput(_("この役割には招待できません。"))
    code = _new_code()
    now = timezone.now()
    invitation: Invitation = Invitation.objects.create(
        town=town,
        email=email.strip().lower(),
        role=role,
        code_digest=digest_of(code),
        invited_by_id=actor.person_id,
        created_at=now,
        expires_at=now + dt.timedelta(days=INVITATION_DAYS),
    )
    emit("towns.invited", town_id=town.pk, invitation_id=invitation.pk, code=code)
    return invitation


@action("towns.invite_several", record=Internal)
def invite_several(actor: Actor, town: Town, emails: Sequence[str], role: Role) -> int:
    """Offer a role to several addresses, to all or to none; returns to how many."""
    for email in dict.fromkeys(email.strip().lower() for email in emails):
        if Invitation.objects.filter(
            email=email, role=role, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        ).exists():
            raise Conflict(
                _("%(email)sには、同じ役割の招待がもう出ています。一覧から送りなおせます。") % {"email": email}
            )
        invite(actor, town, email, role)
    return len(set(emails))


@action("towns.send_invitation_again", record=Internal)
def send_invitation_again(actor: Actor, invitation: Locked[Invitation]) -> Invitation:
    """Send a new code for an invitation that was not taken up; the earlier code no longer counts."""
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Conflict(_("この招待は、もう受けられたか、取り消されています。"))
    code = _new_code()
    invitation.code_digest = digest_of(code)
    invitation.expires_at = timezone.now() + dt.timedelta(days=INVITATION_DAYS)
    invitation.save(update_fields=["code_digest", "expires_at"])
    emit("towns.invited", town_id=invitation.town_id, invitation_id=invitation.pk, code=code)
    return invitation


@action("towns.withdraw_invitation", record=Internal)
def withdraw_invitation(actor: Actor, invitation: Locked[Invitation]) -> Invitation:
    """Make an invitation's code worthless."""
    if invitation.accepted_at is not None:
        raise Conflict(_("この招待は、もう受けられています。メンバーの一覧から役割を終えてください。"))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


@action("towns.accept_invitation", record=Public)
def accept_invitation(actor: Actor, code: Unrecorded[str]) -> Membership:
    """Take up the role that a code offers. The sentence is the same for a wrong, a used and an expired code.

    A role of staff is taken up only by the address that was invited: a code seen in passing is not enough.
    """
    invitation = Invitation.objects.select_for_update().filter(code_digest=digest_of(code)).first()
    if invitation is None or not _is_open(invitation) or not _is_meant_for(invitation, actor):
        raise BadInput(_("この招待コードは使えません。メールにあるコードをもう一度たしかめてください。"))
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return _membership(invitation.town, person_acting(actor), Role(invitation.role))


@action("towns.join", record=Public)
def join(actor: Actor, town: Town) -> Membership:
    """Become a supporter from outside; nobody has to ask for that."""
    return _membership(town, person_acting(actor), Role.SUPPORTER)


@action("towns.end_membership", record=Public)
def end_membership(actor: Actor, membership: Locked[Membership]) -> Membership:
    """End a role today. The last administrator stays, so that a town is never without one."""
    if membership.role == Role.ADMINISTRATOR and _administrators() == 1:
        raise Conflict(_("まちの管理者が一人だけです。先に次の管理者を招待してください。"))
    membership.until = max(timezone.localdate(), membership.since)
    membership.save(update_fields=["until"])
    return membership


@action("towns.leave", record=Public)
def leave(actor: Actor, membership: Locked[Membership]) -> Membership:
    """Give up one's own role."""
    if membership.person_id != actor.person_id:
        raise Conflict(_("自分の役割だけをやめられます。"))
    if membership.role == Role.ADMINISTRATOR and _administrators() == 1:
        raise Conflict(_("まちの管理者が一人だけです。先に次の管理者を招待してください。"))
    membership.until = max(timezone.localdate(), membership.since)
    membership.save(update_fields=["until"])
    return membership


@action("towns.name_operator", record=Internal)
def name_operator(actor: Actor, email: str) -> User:
    """Let a person run this installation; they sign in with this address and a second factor."""
    person, _made = User.objects.get_or_create(email=_address(email))
    person.is_operator = True
    person.save(update_fields=["is_operator"])
    return person


@action("towns.dismiss_operator", record=Internal)
def dismiss_operator(actor: Actor, email: str) -> User:
    """End a person's running of this installation. Even the last one may go: the command line can name another."""
    person = User.objects.select_for_update().filter(email=_address(email), is_operator=True).first()
    if person is None:
        raise Conflict(_("%(email)sは、運用者ではありません。何も変えていません。") % {"email": email})
    person.is_operator = False
    person.save(update_fields=["is_operator"])
    return person


@action("towns.describe_self", record=Internal)
def describe_self(actor: Actor, name: str, language: str) -> User:
    """State one's own name and language."""
    person = person_acting(actor)
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    return person


@action("towns.change_address", record=Internal)
def change_address(actor: Actor, email: str) -> User:
    """Sign in by another address from now on; whoever calls this has seen it proved. The old one is told."""
    person = person_acting(actor)
    if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise Conflict(_("このアドレスは、別のサインインに使われています。そちらでサインインできます。"))
    emit("towns.address_changed", person_id=person.pk, earlier=person.email)
    person.email = email.strip().lower()
    person.save(update_fields=["email"])
    return person


@action("towns.state_facts", record=Public)
def state_facts(actor: Actor, municipality: Municipality, facts: Unrecorded[Sequence[SourcedFact]]) -> int:
    """Replace the sourced statements about a municipality; returns how many there are."""
    SourcedFact.objects.filter(municipality=municipality).delete()
    for position, stated in enumerate(facts, start=1):
        stated.municipality, stated.position = municipality, position
    SourcedFact.objects.bulk_create(facts)
    note(count=len(facts))
    return len(facts)


def person_acting(actor: Actor) -> User:
    """The person who acts, their row locked. `LookupError` for an actor who is nobody: a policy let a visitor pass."""
    if actor.person_id is None:
        raise LookupError("an act about oneself by nobody")
    return User.objects.select_for_update().get(pk=actor.person_id)


def _address(email: str) -> str:
    """An address as it is kept. `BadInput` when it has not the form of one."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput(_("メールアドレスの形にしてください。例: hanako@example.jp")) from None
    return address


def _new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _i in range(CODE_LENGTH))


def digest_of(code: str) -> str:
    """SHA-256 of a code as people may type it: case and separators do not matter."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()


def _is_open(invitation: Invitation) -> bool:
    return (
        invitation.accepted_at is None
        and invitation.withdrawn_at is None
        and timezone.now() < invitation.expires_at
    )


def _is_meant_for(invitation: Invitation, actor: Actor) -> bool:
    if Role(invitation.role) not in STAFF_ROLES:
        return True
    return person_acting(actor).email.lower() == invitation.email.lower()


def _membership(town: Town, person: User, role: Role) -> Membership:
    held: Membership | None = Membership.objects.filter(town=town, person=person, role=role, until=None).first()
    if held is not None:
        return held
    made: Membership = Membership.objects.create(town=town, person=person, role=role, since=timezone.localdate())
    return made


def _administrators() -> int:
    return Membership.objects.filter(town=active_town(), role=Role.ADMINISTRATOR, until=None).count()
