"""Who may define an indicator, take in figures and set a target."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require


@policy("indicators.load_catalogue", "indicators.import_figures", "indicators.state_sample_figures")
def reference(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor, Role.SYSTEM, Role.OPERATOR, sentence=_("全国の数字は、このサイトの運用者だけが取り込めます。")
    )


@policy("indicators.define", "indicators.import_town_figures", "indicators.set_target")
def town_figures(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor,
        Role.OFFICER,
        Role.EXECUTIVE,
        Role.ADMINISTRATOR,
        Role.SYSTEM,
        sentence=_("まちの数字を入れられるのは、このまちの職員だけです。総務の係にたのんでください。"),
    )
