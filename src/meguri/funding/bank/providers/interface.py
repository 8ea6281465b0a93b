"""What is asked of a payment provider: a page on which to pay, money sent back, and news that is proved to be its own.

    begin ─► the payer's browser goes to the provider's page ─► news by webhook, or by asking when the payer returns

No card data passes through here. Every request that changes something carries a key, so that a repeat does nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from meguri.core.errors import Conflict


class What(StrEnum):
    """What a piece of news says of a payment."""

    WAITING = "waiting"
    GONE = "gone"
    PAID = "paid"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news. `number`: the provider's own for it. `payment`, `session`, `intent`: by which it is found.

    `yen` is what was paid, or all that has gone back; of another `currency` than "jpy" it is no yen.
    """

    number: str
    what: What
    told_at: datetime
    yen: int | None = None
    currency: str = ""
    payment: UUID | None = None
    session: str = ""
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The provider's page for one payment."""

    session: str
    url: str


class Forged(Exception):
    """News that the provider did not send, or sent too long ago."""


class NotReached(Conflict):
    """The provider did not answer, or refused."""

    def __init__(self) -> None:
        super().__init__(_("決済のページを開けませんでした。お支払いはまだです。少し待ってから、もう一度お試しください。"))


class Provider(Protocol):
    """A payment provider. Its calls go over the network, never inside an action."""

    @property
    def key(self) -> str: ...

    def begin(self, payment: UUID, yen: int, title: str, *, back: str) -> Page:
        """A page on which `yen` are paid; the same page for the same payment. `back`: where the payer returns to."""
        ...

    def look(self, session: str) -> News | None:
        """How it stands with a page; None where nothing has happened. `NotReached` when it cannot be asked."""
        ...

    def refund(self, payment: UUID, intent: str, yen: int) -> News:
        """Send all of it back, once however often it is asked."""
        ...

    def news_in(self, body: bytes, headers: Mapping[str, str]) -> News | None:
        """The news in a webhook's body; None for news that is of no use here. `Forged` unless it is the provider's."""
        ...
