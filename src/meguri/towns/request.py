"""Typed reading of what the middleware knows about a request: the municipality, the town, the actor."""

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.actor import STAFF_ROLES, VISITOR, Actor, Channel, Role
from meguri.towns import second_factor
from meguri.towns.models import Membership, Municipality, Town, User


def municipality_of(request: HttpRequest) -> Municipality:
    """The municipality whose path this is; 404 when there is none with that code."""
    found: Municipality | None = getattr(request, "municipality", None)
    if found is None:
        raise Http404(_("この番号の自治体はありません。"))
    return found


def opened_town_of(request: HttpRequest) -> Town:
    """The town whose path this is; 404 when it has not opened here."""
    found: Town | None = getattr(request, "town", None)
    if found is None:
        raise Http404(_("このまちは、まだここで開いていません。"))
    return found


def town_of(request: HttpRequest) -> Town | None:
    found: Town | None = getattr(request, "town", None)
    return found


def person_of(request: HttpRequest) -> User | None:
    """The person who has signed in, or None."""
    user = request.user
    return user if isinstance(user, User) else None


def has_second_factor(request: HttpRequest) -> bool:
    """True when this session saw a passkey or a one-time code of this person within the last hours."""
    person = person_of(request)
    return person is not None and second_factor.is_shown(request, person)


def actor_of(request: HttpRequest, channel: Channel = Channel.WEB) -> Actor:
    """Who acts in this request. Staff roles are withheld until a second factor was shown. One query at most."""
    known: Actor | None = getattr(request, "_meguri_actor", None)
    if known is None:
        known = actor_in(request, town_of(request), channel)
        request._meguri_actor = known  # type: ignore[attr-defined]  # kept for this request alone
    return known


def actor_in(request: HttpRequest, town: Town | None, channel: Channel = Channel.WEB) -> Actor:
    """The actor of a page that acts in `town` (whose scope is open) without standing below its path."""
    person = person_of(request)
    if person is None:
        return VISITOR
    held = roles_held(person, town)
    if person.is_operator:
        held |= {Role.OPERATOR}
    withheld = frozenset() if has_second_factor(request) else held & (STAFF_ROLES | {Role.OPERATOR})
    return Actor(
        channel=channel,
        person_id=person.pk,
        roles=held - withheld,
        withheld_roles=withheld,
        town_id=town.pk if town else None,
    )


def roles_held(person: User, town: Town | None) -> frozenset[Role]:
    """The roles a person has today in the town whose scope is open. One query; none without a town."""
    if town is None:
        return frozenset()
    today = timezone.localdate()
    rows = Membership.objects.filter(person=person, since__lte=today).values_list("role", "until")
    return frozenset(Role(role) for role, until in rows if until is None or today < until)
