"""Who may load the national list, open a town, and say who belongs to it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require


@policy("towns.load_national_list", "towns.state_facts")
def reference(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor, Role.SYSTEM, Role.OPERATOR, sentence=_("全国の一覧は、このサイトの運用者だけが入れかえられます。")
    )


@policy("towns.open", "towns.found_sample_town", "towns.name_operator")
def installation(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(actor, Role.OPERATOR, Role.SYSTEM, sentence=_("まちを開けるのは、このサイトの運用者だけです。"))


@policy(
    "towns.invite",
    "towns.withdraw_invitation",
    "towns.end_membership",
    "towns.choose_stations",
    "towns.state_desk",
    "towns.register_token",
)
def membership(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor,
        Role.ADMINISTRATOR,
        Role.OPERATOR,
        Role.SYSTEM,
        sentence=_("この操作は、まちの管理者だけができます。まちの管理者にたのんでください。"),
    )


@policy("towns.accept_invitation", "towns.join", "towns.leave")
def oneself(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    if actor.is_signed_in:
        return None
    return NotAllowed(_("先にサインインしてください。"), sign_in_helps=True)
