"""What is stored of this room; imported by `meguri.funding.models`."""

from meguri.funding.giving.models.campaigns import Campaign, CampaignLine, CampaignStep
from meguri.funding.giving.models.gifts import Gift, HonourConsent, Receipt
from meguri.funding.giving.models.givers import Giver
from meguri.funding.giving.models.pledges import Pledge
from meguri.funding.giving.models.transfer import TransferAccount

__all__ = [
    "Campaign",
    "CampaignLine",
    "CampaignStep",
    "Gift",
    "Giver",
    "HonourConsent",
    "Pledge",
    "Receipt",
    "TransferAccount",
]
