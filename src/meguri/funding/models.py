"""All that this slice stores, room by room: budget, journal, gifts, other sources, bank files, papers."""

from meguri.funding.bank.models import *  # noqa: F403 - a room says itself what it stores
from meguri.funding.budgets import BudgetFile, BudgetLine
from meguri.funding.flow.models import *  # noqa: F403 - a room says itself what it stores
from meguri.funding.giving.models import *  # noqa: F403 - a room says itself what it stores
from meguri.funding.journal.models import Account, ClosedYear, Contract, Fund, JournalEntry, Posting, Purpose
from meguri.funding.sources.models import *  # noqa: F403 - a room says itself what it stores

__all__ = [
    "Account",
    "BudgetFile",
    "BudgetLine",
    "ClosedYear",
    "Contract",
    "Fund",
    "JournalEntry",
    "Posting",
    "Purpose",
]
