"""Stripe (Checkout Session) as a payment provider. Its keys come from the environment alone.

Source of the names: Stripe API reference, Checkout Sessions, Refunds, and Webhooks (signatures).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import stripe

from meguri.funding.bank.providers.interface import Forged, News, NotReached, Page, What

TOLERANCE_SECONDS = 300
SIGNATURE = "Stripe-Signature"
_SESSION_EVENTS = {
    "checkout.session.completed": What.PAID,
    "checkout.session.async_payment_succeeded": What.PAID,
    "checkout.session.async_payment_failed": What.GONE,
    "checkout.session.expired": What.GONE,
}
_UNPAID = "unpaid"


@dataclass(frozen=True)
class Stripe:
    """`api_base` is Stripe's own, or a stub's in tests."""

    secret_key: str
    webhook_secret: str
    api_base: str
    key: str = "stripe"

    def begin(self, payment: UUID, yen: int, title: str, *, back: str) -> Page:
        line = {"quantity": 1, "price_data": {
            "currency": "jpy", "unit_amount": yen, "product_data": {"name": title[:250]},
        }}  # fmt: skip
        params: Any = {
            "mode": "payment", "line_items": [line], "client_reference_id": str(payment), "locale": "auto",
            "success_url": back, "cancel_url": back, "payment_intent_data": {"metadata": {"payment": str(payment)}},
        }  # fmt: skip
        made = self._asked(
            lambda: self._client().v1.checkout.sessions.create(params, {"idempotency_key": f"begin-{payment}"})
        )
        return Page(str(made["id"]), str(made["url"] or ""))

    def look(self, session: str) -> News | None:
        found = self._asked(lambda: self._client().v1.checkout.sessions.retrieve(session))
        what = _now(found)
        return _of_session(f"look-{session}-{what}", what, found, _now_utc()) if what else None

    def refund(self, payment: UUID, intent: str, yen: int) -> News:
        params: Any = {"payment_intent": intent, "amount": yen}
        made = self._asked(lambda: self._client().v1.refunds.create(params, {"idempotency_key": f"refund-{payment}"}))
        return News(f"refund-{made['id']}", What.REFUNDED, _now_utc(), yen, "jpy", payment, intent=intent)

    def news_in(self, body: bytes, headers: Mapping[str, str]) -> News | None:
        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(text, headers.get(SIGNATURE), self.webhook_secret, TOLERANCE_SECONDS)
            return _news(json.loads(text))
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as forged:
            raise Forged(str(forged)[:100]) from forged
        except (ValueError, KeyError, TypeError, AttributeError) as broken:
            raise Forged("signed, and not what was agreed on") from broken

    def _client(self) -> stripe.StripeClient:
        return stripe.StripeClient(self.secret_key, base_addresses={"api": self.api_base}, max_network_retries=2)

    def _asked(self, ask: Any) -> Any:
        try:
            return ask()
        except stripe.StripeError as failed:
            raise NotReached from failed


def _news(event: Mapping[str, Any]) -> News | None:
    told, thing = str(event["type"]), event["data"]["object"]
    at = datetime.fromtimestamp(int(event["created"]), UTC)
    if told in _SESSION_EVENTS:
        what = _SESSION_EVENTS[told]
        if what is What.PAID and thing.get("payment_status") == _UNPAID:
            what = What.WAITING
        return _of_session(str(event["id"]), what, thing, at)
    if told == "charge.refunded":
        return News(
            str(event["id"]), What.REFUNDED, at, int(thing["amount_refunded"]), str(thing["currency"]),
            _uuid((thing.get("metadata") or {}).get("payment")), intent=str(thing.get("payment_intent") or ""),
        )  # fmt: skip
    return None


def _of_session(number: str, what: What, session: Any, at: datetime) -> News:
    return News(
        number, what, at, int(session["amount_total"]), str(session["currency"]), _uuid(session["client_reference_id"]),
        str(session["id"]), str(session["payment_intent"] or ""),
    )  # fmt: skip


def _now(session: Any) -> What | None:
    if session["payment_status"] == "paid":
        return What.PAID
    if session["status"] == "expired":
        return What.GONE
    return What.WAITING if session["status"] == "complete" else None


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _now_utc() -> datetime:
    return datetime.now(UTC)
