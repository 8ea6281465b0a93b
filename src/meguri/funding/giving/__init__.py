"""Giving: calls for gifts, pledges, gifts with the giver's honour, and receipts for tax."""
