"""Registers what this room brings, once, when the slice is ready."""

from meguri.core import triggers
from meguri.funding.giving import drafts, giver_letters, letters, objects, own_data, policies  # noqa: F401 - registers them
from meguri.funding.giving.actions import honours, receipts  # noqa: F401 - registers them
from meguri.funding.giving.progress import not_let_go
from meguri.funding.journal.held import hold

SAME_TOWN = (
    ("Campaign", "fund"), ("Campaign", "purpose"), ("Campaign", "project"), ("Campaign", "draft"),
    ("CampaignLine", "campaign"), ("CampaignStep", "campaign"), ("CampaignStep", "recorded_by"),
    ("Pledge", "giver"), ("Pledge", "purpose"), ("Pledge", "campaign"), ("Gift", "purpose"), ("Gift", "campaign"),
    ("Gift", "pledge"), ("Gift", "giver"), ("HonourConsent", "gift"), ("Receipt", "gift"), ("Receipt", "issued_by"),
    ("TransferAccount", "fund"), ("TransferAccount", "draft"),
)  # fmt: skip

for model in ("HonourConsent", "Receipt"):
    triggers.immutable(f"funding.{model}")
for model, field in SAME_TOWN:
    triggers.same_town(f"funding.{model}", field)
hold(not_let_go)
