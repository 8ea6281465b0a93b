"""Who may load the national list, open a town, and say who belongs to it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import STAFF_ROLES, Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require
from meguri.towns.models import Membership


@policy("towns.load_national_list", "towns.state_facts")
def reference(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor, Role.SYSTEM, Role.OPERATOR, sentence=_("全国の一覧は、このサイトの運用者だけが入れかえられます。")
    )


@policy(
    "towns.open",
    "towns.found_sample_town",
    "towns.seat_sample_person",
    "towns.name_operator",
    "towns.dismiss_operator",
)
def installation(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(actor, Role.OPERATOR, Role.SYSTEM, sentence=_("まちを開けるのは、このサイトの運用者だけです。"))


@policy(
    "towns.invite",
    "towns.invite_several",
    "towns.send_invitation_again",
    "towns.withdraw_invitation",
    "towns.end_membership",
    "towns.choose_stations",
    "towns.state_desk",
    "towns.register_token",
)
def administration(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor,
        Role.ADMINISTRATOR,
        Role.OPERATOR,
        Role.SYSTEM,
        sentence=_("この操作は、まちの管理者だけができます。まちの管理者にたのんでください。"),
    )


@policy("towns.see_members")
def members(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    sentence = _("メンバーの一覧は、まちの職員だけが見られます。")
    return require(actor, *STAFF_ROLES, Role.OPERATOR, Role.SYSTEM, sentence=sentence)


@policy(
    "towns.accept_invitation",
    "towns.join",
    "towns.describe_self",
    "towns.change_address",
    "towns.register_own_device",
    "towns.add_passkey",
    "towns.rename_passkey",
    "towns.remove_factor",
    "towns.make_recovery_codes",
)
def oneself(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    if actor.is_signed_in:
        return None
    return NotAllowed(_("先にサインインしてください。"), sign_in_helps=True)


@policy("towns.leave")
def leaving(actor: Actor, membership: Membership, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """One's own role; whoever holds only the mailbox of an officer cannot give up the office."""
    if membership.role in actor.withheld_roles:
        return require(actor, Role(membership.role), sentence="")
    return oneself(actor)
