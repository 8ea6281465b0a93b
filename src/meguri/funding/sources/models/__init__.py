"""What is stored of this room; imported by `meguri.funding.models`."""

from meguri.funding.sources.models.in_kind import InKind
from meguri.funding.sources.models.investments import Investment
from meguri.funding.sources.models.loans import Loan, Repayment
from meguri.funding.sources.models.outcomes import OutcomeContract, OutcomePayment, OutcomeStep
from meguri.funding.sources.models.staying import ReturnEdge, StayCommitment
from meguri.funding.sources.models.subsidies import Subsidy, SubsidyDuty

__all__ = [
    "InKind",
    "Investment",
    "Loan",
    "OutcomeContract",
    "OutcomePayment",
    "OutcomeStep",
    "Repayment",
    "ReturnEdge",
    "StayCommitment",
    "Subsidy",
    "SubsidyDuty",
]
