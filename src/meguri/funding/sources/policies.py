"""Who may publish on other sources of money: nobody by hand, only an approved draft of the kind."""

from typing import Any

from meguri.core.actor import Actor
from meguri.core.errors import NotAllowed
from meguri.core.policy import Policy, policy
from meguri.governance.models import Draft
from meguri.governance.policies import publication

SUBSIDY, DUTY = "funding.subsidy", "funding.subsidy_duty"
STAY, RETURN = "funding.stay", "funding.return_edge"
LOAN, REPAYMENT = "funding.loan", "funding.repayment"
INVESTMENT = "funding.investment"
CONTRACT, PAYMENT = "funding.outcome_contract", "funding.outcome_payment"
IN_KIND = "funding.in_kind"
KINDS = (SUBSIDY, DUTY, STAY, RETURN, LOAN, REPAYMENT, INVESTMENT, CONTRACT, PAYMENT, IN_KIND)


def _of(kind: str) -> Policy:
    def approved(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
        return publication(actor, draft, kind)

    return approved


for _kind in KINDS:
    policy(_kind.replace("funding.", "funding.publish_"))(_of(_kind))
