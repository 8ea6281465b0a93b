"""What tests of money set out from: a fund of a firm with one purpose, and its accounts."""

import datetime as dt
from typing import Any

from django.utils import timezone

from meguri.core.uuid7 import uuid7
from meguri.funding.journal.accounts import Kind, accounts_of, open_accounts, open_purpose
from meguri.funding.journal.models import Account, Fund, JournalEntry, Purpose
from meguri.governance.models import Organisation
from meguri.towns.models import Town

DAY = dt.date(2026, 5, 12)


class Books:
    """「にぎわい資金」 with one purpose, made directly: call it inside `guard.door` and `in_town`."""

    def __init__(self, town: Town, holder: Organisation) -> None:
        self.town = town
        self.fund = Fund.objects.create(
            town=self.town, name="にぎわい資金", holder=holder, aim="店を開く人を助ける",
            opened_on=dt.date(2024, 4, 1), first_published_at=timezone.now(),
        )  # fmt: skip
        open_accounts(self.fund)
        self.purpose: Purpose = open_purpose(self.fund, "空き店舗の改修")
        self.accounts = accounts_of(self.fund.pk, [self.purpose])

    def at(self, kind: str) -> Account:
        return self.accounts[kind, self.purpose.pk if kind == Kind.PURPOSE else None]

    def entry(self, **more: Any) -> JournalEntry:
        return JournalEntry(
            id=uuid7(), town=self.town, fund=self.fund, fiscal_year=2026, on=DAY, stage="received", text="寄附",
            at=timezone.now(), **more,
        )  # fmt: skip
