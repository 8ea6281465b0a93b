"""Who may publish contracts and official totals: nobody by hand, only an approved draft."""

from typing import Any

from meguri.core.actor import Actor
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy
from meguri.governance.models import Draft
from meguri.governance.policies import publication

CONTRACT, OFFICIAL_TOTAL = "funding.contract", "funding.official_total"


@policy("funding.publish_contract")
def publish_contract(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, CONTRACT)


@policy("funding.publish_official_total")
def publish_official_total(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, OFFICIAL_TOTAL)
