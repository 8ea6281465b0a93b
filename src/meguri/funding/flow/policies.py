"""Who may publish contracts and official totals: nobody by hand, only an approved draft."""

from typing import Any

from meguri.core.actor import Actor
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy
from meguri.governance.models import Draft
from meguri.governance.policies import publication

CONTRACT = "funding.contract"


@policy("funding.publish_contract")
def publish_contract(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, CONTRACT)
