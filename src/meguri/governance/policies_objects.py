"""Who may make the thread anew from the rows it stands for."""

from typing import Any

from django.utils.translation import gettext as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require


@policy("governance.rebuild_objects")
def rebuild(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor,
        Role.OPERATOR,
        Role.SYSTEM,
        sentence=_("つながりを作りなおせるのは、このサイトの運用者だけです。運用者にたのんでください。"),
    )
