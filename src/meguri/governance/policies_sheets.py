"""Who may take a town's files, and see the pages where they come in and go out."""

from typing import Any

from django.utils.translation import gettext as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require
from meguri.governance.models import Draft
from meguri.governance.policies import publication, set_up


@policy("governance.take_sheet", "governance.reorganise")
def take(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return set_up(actor)


@policy("governance.publish_sheet")
def publish(actor: Actor, draft: Draft) -> NotAllowed | None:
    return publication(actor, draft, "governance.sheet")


@policy("governance.publish_reorganisation")
def publish_reorganisation(actor: Actor, draft: Draft) -> NotAllowed | None:
    return publication(actor, draft, "governance.reorganisation")


@policy("governance.remember_layout", "governance.bring_sheets")
def bring(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Whoever works in the town hall may look at a file beside what stands; taking it is another matter."""
    return require(
        actor,
        Role.OFFICER,
        Role.EXECUTIVE,
        Role.ADMINISTRATOR,
        Role.SYSTEM,
        sentence=_("この操作は、まちの職員だけができます。役場の中の方にたのんでください。"),
    )
