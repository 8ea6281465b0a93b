"""Registers what this room brings, once, when the slice is ready."""

from meguri.core import triggers
from meguri.funding.journal import drafts, objects, policies, rules  # noqa: F401 - registers them
from meguri.funding.journal.actions import years  # noqa: F401 - registers it

SAME_TOWN = (
    ("Fund", "holder"), ("Fund", "draft"), ("Purpose", "fund"), ("Purpose", "project"), ("Account", "fund"),
    ("Account", "purpose"), ("Contract", "project"), ("Contract", "supplier"), ("Contract", "draft"),
    ("JournalEntry", "fund"), ("JournalEntry", "project"), ("JournalEntry", "approved_by"),
    ("JournalEntry", "contract"), ("JournalEntry", "draft"), ("Posting", "account"), ("ClosedYear", "fund"),
)  # fmt: skip

rules.declare()
for model, field in SAME_TOWN:
    triggers.same_town(f"funding.{model}", field)
