"""Registers what this room brings, once, when the slice is ready."""

from meguri.core import triggers
from meguri.funding.bank import actions, paying, policies  # noqa: F401 - registers them

SAME_TOWN = (
    ("FundAccount", "fund"), ("MoneyFile", "fund"), ("MoneyRow", "fund"), ("MoneyRow", "file"), ("MoneyRow", "purpose"),
    ("Match", "row"), ("Match", "entry"), ("MonthClosing", "fund"), ("Payment", "purpose"), ("Payment", "entry"),
    ("PaymentEvent", "payment"),
)  # fmt: skip

for model, field in SAME_TOWN:
    triggers.same_town(f"funding.{model}", field)
