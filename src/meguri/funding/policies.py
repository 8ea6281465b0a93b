"""Who may say which project a line of the town's budget is for. Files come in as every sheet of the town does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require


@policy("funding.tie_line", "funding.untie_line", "funding.tie_lines")
def tie(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor,
        Role.OFFICER,
        Role.EXECUTIVE,
        Role.ADMINISTRATOR,
        Role.SYSTEM,
        sentence=_("予算の行と事業をつなげるのは、このまちの職員だけです。財政の係にたのんでください。"),
    )
