"""Who may define an indicator, take in figures and set a target."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require
from meguri.governance.models import Draft
from meguri.governance.policies import is_being_set_up, publication

DEFINITION, TARGET, FIGURES = "indicators.definition", "indicators.target", "indicators.figures"
"""The kinds of draft by which a town states its figures once it has been set up."""


@policy("indicators.load_catalogue", "indicators.import_figures", "indicators.state_sample_figures")
def reference(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(
        actor, Role.SYSTEM, Role.OPERATOR, sentence=_("全国の数字は、このサイトの運用者だけが取り込めます。")
    )


@policy("indicators.bring")
def bring(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Who sees the pages where a town's own figures come in: there they are stated, or drafted."""
    return require(
        actor,
        Role.OFFICER,
        Role.EXECUTIVE,
        Role.ADMINISTRATOR,
        Role.SYSTEM,
        sentence=_("まちの数字を入れられるのは、このまちの職員だけです。総務の係にたのんでください。"),
    )


@policy("indicators.define", "indicators.import_town_figures", "indicators.set_target")
def stating(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Directly while the town is being set up; afterwards by a draft whose last step has approved."""
    refused = bring(actor)
    if refused is not None or is_being_set_up():
        return refused
    return NotAllowed(_("準備は終わっています。起案して、決裁をうけてください。"))


@policy("indicators.publish_definition")
def publishing_a_definition(actor: Actor, draft: Draft, *args: Any) -> NotAllowed | None:
    return publication(actor, draft, DEFINITION)


@policy("indicators.publish_target")
def publishing_a_target(actor: Actor, draft: Draft, *args: Any) -> NotAllowed | None:
    return publication(actor, draft, TARGET)


@policy("indicators.publish_figures")
def publishing_figures(actor: Actor, draft: Draft, *args: Any) -> NotAllowed | None:
    return publication(actor, draft, FIGURES)
