"""Everything Meguri holds about one person, for them to take away."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Q

from meguri.core.models import PerformedAction
from meguri.core.scope import across_towns
from meguri.towns import second_factor
from meguri.towns.device import device_in_words
from meguri.towns.models import Invitation, Membership, User

Source = Callable[[User], Any]
_sources: dict[str, Source] = {}


def holds(about: str) -> Callable[[Source], Source]:
    """Register what a slice holds about a person, under the heading `about`. The function returns JSON values."""

    def register(source: Source) -> Source:
        _sources[about] = source
        return source

    return register


def data_of(person: User) -> dict[str, Any]:
    """By heading, in the order of registration. Across towns: a person takes along what all of them hold."""
    with across_towns():
        return {about: source(person) for about, source in _sources.items()}


@holds("person")
def _person(person: User) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "since": person.date_joined.isoformat(),
        "last_sign_in": person.last_login and person.last_login.isoformat(),
    }


@holds("roles")
def _roles(person: User) -> list[dict[str, Any]]:
    held = Membership.objects.filter(person=person).select_related("town__municipality").order_by("since", "id")
    return [
        {
            "town": one.town.name,
            "code": one.town.code,
            "role": one.role,
            "since": one.since.isoformat(),
            "until": one.until and one.until.isoformat(),
        }
        for one in held
    ]


@holds("invitations")
def _invitations(person: User) -> list[dict[str, Any]]:
    found = Invitation.objects.filter(email=person.email).select_related("town__municipality").order_by("id")
    return [{"town": one.town.name, "role": one.role, "sent": one.created_at.isoformat()} for one in found]


@holds("second_factors")
def _factors(person: User) -> list[dict[str, Any]]:
    """Names and dates; never what a code could be made from."""
    kept = second_factor.factors_of(person)
    return [
        {"kind": str(one.type), "name": one.data.get("name", ""), "since": one.created_at.isoformat()}
        for one in (kept.device, *kept.passkeys, kept.recovery)
        if one is not None
    ]


@holds("sessions")
def _sessions(person: User) -> list[dict[str, Any]]:
    return [
        {"device": device_in_words(one.user_agent), "address": one.ip, "since": one.created_at.isoformat()}
        for one in UserSession.objects.filter(user=person).order_by("created_at")
    ]


@holds("acts")
def _acts(person: User) -> list[dict[str, Any]]:
    """What the person did here, and what others entered on their behalf."""
    own = PerformedAction.objects.filter(Q(person_id=person.pk) | Q(on_behalf_of_id=person.pk))
    return [
        {"act": one.action, "at": one.at.isoformat(), "channel": one.channel, "roles": one.roles.split()}
        for one in own.order_by("at", "id")
    ]
