"""Registers what this room brings, once, when the slice is ready."""

from meguri.core import triggers
from meguri.funding.bank import actions, policies  # noqa: F401 - registers them
from meguri.funding.bank.paying import pay_url
from meguri.funding.bank.providers.choosing import provider_for
from meguri.funding.giving.payment import Provider, plug_in

SAME_TOWN = (
    ("FundAccount", "fund"), ("MoneyFile", "fund"), ("MoneyRow", "fund"), ("MoneyRow", "file"), ("MoneyRow", "purpose"),
    ("Match", "row"), ("Match", "entry"), ("MonthClosing", "fund"), ("Payment", "purpose"), ("Payment", "pledge"),
    ("Payment", "entry"),
    ("PaymentEvent", "payment"),
)  # fmt: skip

for model, field in SAME_TOWN:
    triggers.same_town(f"funding.{model}", field)
plug_in(Provider(is_on=lambda purpose: provider_for(purpose.fund) is not None, pay_url=pay_url))
