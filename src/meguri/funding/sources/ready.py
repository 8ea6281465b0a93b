"""Registers what this room brings, once, when the slice is ready."""

from meguri.core import triggers
from meguri.funding.sources import drafts, objects, policies  # noqa: F401 - registers them

SAME_TOWN = (
    ("Subsidy", "project"), ("Subsidy", "draft"), ("SubsidyDuty", "subsidy"), ("StayCommitment", "project"),
    ("StayCommitment", "organisation"), ("StayCommitment", "draft"), ("ReturnEdge", "project"),
    ("ReturnEdge", "target"), ("ReturnEdge", "draft"), ("Loan", "purpose"), ("Loan", "project"), ("Loan", "borrower"),
    ("Loan", "draft"), ("Repayment", "loan"), ("Repayment", "draft"), ("Investment", "project"),
    ("Investment", "holder"), ("Investment", "draft"), ("OutcomeContract", "project"), ("OutcomeContract", "purpose"),
    ("OutcomeContract", "draft"), ("OutcomeStep", "contract"), ("OutcomePayment", "contract"),
    ("OutcomePayment", "draft"), ("InKind", "project"), ("InKind", "giver"), ("InKind", "draft"),
)  # fmt: skip

for model, field in SAME_TOWN:
    triggers.same_town(f"funding.{model}", field)
for model in ("Repayment", "OutcomePayment", "OutcomeStep"):
    triggers.immutable(f"funding.{model}")
