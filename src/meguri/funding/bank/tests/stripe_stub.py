"""A server that speaks as much of Stripe's HTTP as is used here, over loopback: pages, refunds, signed webhooks."""

import hashlib
import hmac
import json
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

SECRET, KEY = "whsec_of_the_stub", "sk_test_of_the_stub"


class StripeStub:
    """`sessions` and `refunds` by number; `asked` counts requests that made something, by idempotency key."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.is_down = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "StripeStub":
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def pay(self, session: str, status: str = "paid") -> dict[str, Any]:
        """The payer has finished the page."""
        found = self.sessions[session]
        found |= {"payment_status": status, "status": "complete", "payment_intent": f"pi_{session}"}
        return found

    def event(self, kind: str, thing: dict[str, Any], number: str = "evt_1") -> bytes:
        return json.dumps(
            {"id": number, "object": "event", "type": kind, "created": int(time.time()), "data": {"object": thing}}
        ).encode()

    def charge(self, session: str, refunded: int) -> dict[str, Any]:
        """The charge of a session as an event of a refund tells it."""
        found = self.sessions[session]
        return {
            "object": "charge", "amount_refunded": refunded, "currency": "jpy", "payment_intent": f"pi_{session}",
            "metadata": {"payment": found["client_reference_id"]},
        }  # fmt: skip

    def _make(self, path: str, given: dict[str, str], key: str) -> dict[str, Any]:
        if key in self.by_key:
            return self.by_key[key]
        self.asked.append(key)
        if path == "/v1/refunds":
            made: dict[str, Any] = {"id": f"re_{len(self.refunds)}", "object": "refund", "amount": int(given["amount"])}
            self.refunds[made["id"]] = made
        else:
            number = f"cs_{len(self.sessions)}"
            made = {
                "id": number, "object": "checkout.session", "url": f"{self.address}/pay/{number}", "status": "open",
                "amount_total": int(given["line_items[0][price_data][unit_amount]"]), "payment_intent": None,
                "currency": given["line_items[0][price_data][currency]"], "payment_status": "unpaid",
                "client_reference_id": given["client_reference_id"],
            }  # fmt: skip
            self.sessions[number] = made
        self.by_key[key] = made
        return made

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
                given = {name: values[0] for name, values in parse_qs(body).items()}
                self._answer(lambda: stub._make(urlparse(self.path).path, given, self.headers["Idempotency-Key"]))

            def do_GET(self) -> None:
                self._answer(lambda: stub.sessions[self.path.rsplit("/", 1)[1]])

            def _answer(self, make: Any) -> None:
                allowed = self.headers["Authorization"] == f"Bearer {KEY}" and not stub.is_down
                said = json.dumps(make() if allowed else {"error": {"message": "no", "type": "api_error"}}).encode()
                self.send_response(200 if allowed else 402)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        return Handler


def signature(body: bytes, *, secret: str = SECRET, at: int | None = None) -> str:
    """The header by which Stripe proves an event its own, as its documentation describes the scheme v1."""
    at = int(time.time()) if at is None else at
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"


def send(address: str, body: bytes, header: str) -> int:
    """Post a webhook over real HTTP; the status."""
    asked = urllib.request.Request(  # noqa: S310 - our own loopback
        address, body, {"Stripe-Signature": header, "Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=20) as answered:  # noqa: S310 - our own loopback
        return int(answered.status)
