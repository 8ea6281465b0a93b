"""Which provider takes payments for a fund. Off unless the operator has named one, and the town whose account it is."""

from django.conf import settings

from meguri.funding.bank.providers.interface import Provider
from meguri.funding.bank.providers.stripe_adapter import Stripe
from meguri.funding.journal.models import Fund


def provider(key: str) -> Provider | None:
    """The provider of this name, if it is set up; None otherwise."""
    if key != "stripe" or not (settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET):
        return None
    return Stripe(settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API_BASE)


def provider_for(fund: Fund) -> Provider | None:
    """The provider with whom this fund's holder has the account: a town's, for the town's own funds alone."""
    if fund.is_copy and fund.closed_on is None and fund.town.code == settings.STRIPE_TOWN:
        return provider("stripe")
    return None
