"""The read side of a town's people: members by role, invitations, what was done. Inside the town's scope."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meguri.core.actor import MEMBER_ROLES, STAFF_ROLES, Actor, Role
from meguri.core.models import PerformedAction
from meguri.towns.models import Invitation, Membership, Town, User

ACTS: dict[str, str | Promise] = {
    "towns.open": _("まちを開いた"),
    "towns.choose_stations": _("使う駅を選んだ"),
    "towns.state_desk": _("代表の窓口を書いた"),
    "towns.invite": _("招待した"),
    "towns.send_invitation_again": _("招待を送りなおした"),
    "towns.withdraw_invitation": _("招待を取り消した"),
    "towns.accept_invitation": _("招待を受けた"),
    "towns.join": _("応援者になった"),
    "towns.end_membership": _("役割を終えた"),
    "towns.leave": _("役割をやめた"),
    "towns.register_token": _("機器を登録した"),
}


@dataclass(frozen=True)
class RoleCount:
    role: Role
    members: int
    is_shown: bool


def roles_with_counts(actor: Actor) -> list[RoleCount]:
    """How many hold each role now, and whether this reader may see who they are. One query.

    The administrator sees everybody; other staff see their colleagues, and of residents and others only how many.
    """
    counted = dict(Membership.objects.filter(until=None).values_list("role").annotate(Count("id")))
    sees_all = sees_everybody(actor)
    roles = [role for role in Role if role in MEMBER_ROLES]
    return [RoleCount(role, counted.get(role.value, 0), sees_all or role in STAFF_ROLES) for role in roles]


def sees_everybody(actor: Actor) -> bool:
    return actor.has(Role.ADMINISTRATOR, Role.OPERATOR)


def members_in(role: Role, *, past: bool = False) -> QuerySet[Membership]:
    """Who holds (or held) a role, the newest first."""
    held: QuerySet[Membership] = Membership.objects.filter(role=role, until__isnull=not past).select_related("person")
    return held.order_by("-since", "-id")


def pending_invitations() -> QuerySet[Invitation]:
    """Not yet taken up, withdrawn or expired; the newest first."""
    open_ones: QuerySet[Invitation] = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return open_ones.filter(expires_at__gt=timezone.now()).select_related("invited_by").order_by("-created_at", "-id")


def settled_invitations() -> QuerySet[Invitation]:
    """Taken up, withdrawn or expired; the newest first."""
    settled = Q(accepted_at__isnull=False) | Q(withdrawn_at__isnull=False) | Q(expires_at__lte=timezone.now())
    found: QuerySet[Invitation] = Invitation.objects.filter(settled).select_related("invited_by")
    return found.order_by("-created_at", "-id")


def history(town: Town) -> QuerySet[PerformedAction]:
    """What was done about the town's people, the newest first. `in_words` names who did it."""
    return PerformedAction.objects.filter(town_id=town.pk, action__in=ACTS).order_by("-at", "-id")


def in_words(acts: list[PerformedAction]) -> list[dict[str, Any]]:
    """Each act with its name and the person's. One query."""
    people = User.objects.in_bulk({act.person_id for act in acts if act.person_id})
    return [
        {"at": act.at, "what": ACTS[act.action], "who": people.get(act.person_id), "channel": act.get_channel_display()}
        for act in acts
    ]
