"""A payment is booked once: whoever tells it first, however often, late, out of order, or after a crash in between."""

import datetime as dt
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.funding.bank.models import Payment, PaymentEvent
from meguri.funding.bank.paying import pay_url
from meguri.funding.bank.providers.choosing import provider_for
from meguri.funding.bank.providers.interface import NotReached
from meguri.funding.bank.tests.desk import Desk
from meguri.funding.bank.tests.stripe_stub import KEY, SECRET, StripeStub, send, signature
from meguri.funding.giving.actions import withdraw_pledge
from meguri.funding.giving.models import Gift, Pledge
from meguri.funding.journal.models import ClosedYear, JournalEntry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

WEBHOOK = "/payments/stripe/webhook/"
DONE = "checkout.session.completed"
YEN = 5_000


def moved() -> QuerySet[JournalEntry]:
    """The entries that moved money, without what was promised."""
    found: QuerySet[JournalEntry] = JournalEntry.objects.exclude(stage=JournalEntry.Stage.COMMITTED)
    return found


@pytest.fixture
def stub(settings: Settings, cast: Cast) -> Iterator[StripeStub]:
    with StripeStub() as server:
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = KEY, SECRET
        settings.STRIPE_API_BASE, settings.STRIPE_TOWN = server.address, cast.town.code
        yield server


@pytest.fixture
def session(desk: Desk, stub: StripeStub) -> str:
    """A payment of 5,000 yen that was begun."""
    pay_url(desk.pledge(YEN))
    return Payment.objects.get().session


def hear(body: bytes, header: str | None = None) -> int:
    told = signature(body) if header is None else header
    sent = Client().post(WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": told})
    return sent.status_code


def state() -> str:
    return Payment.objects.get().state


def test_the_page_of_a_payment_is_made_with_its_key_and_nothing_is_booked(desk: Desk, stub: StripeStub) -> None:
    url = pay_url(desk.pledge(YEN))
    payment = Payment.objects.get()
    assert url == f"{stub.address}/pay/{payment.session}"
    assert payment.pledge is not None
    assert pay_url(payment.pledge) == url
    assert stub.asked == [f"begin-{payment.pk}"]
    assert (payment.state, moved().count()) == ("begun", 0)


def test_a_provider_that_does_not_answer_is_told(desk: Desk, stub: StripeStub) -> None:
    stub.is_down = True
    with pytest.raises(NotReached, match="お支払いはまだです"):
        pay_url(desk.pledge(YEN))


def test_it_is_off_without_keys_and_for_money_that_is_not_the_towns(
    desk: Desk, stub: StripeStub, settings: Settings
) -> None:
    assert provider_for(desk.fund) is not None
    desk.fund.is_copy = False
    assert provider_for(desk.fund) is None
    desk.fund.is_copy, settings.STRIPE_SECRET_KEY = True, ""
    assert provider_for(desk.fund) is None
    assert hear(b"{}") == 404


def test_news_books_the_gift_once_however_often_it_comes(desk: Desk, stub: StripeStub, session: str) -> None:
    body = stub.event(DONE, stub.pay(session))
    assert [hear(body), hear(body), hear(stub.event(DONE, stub.pay(session), "evt_2"))] == [200] * 3
    assert (state(), desk.kept(desk.school)) == ("paid", YEN)
    assert Gift.objects.get().entry.origin == "provider"
    assert Pledge.objects.get().state == "received"


def test_the_page_on_which_the_payer_comes_back_books_it_too(desk: Desk, stub: StripeStub, session: str) -> None:
    stub.pay(session)
    page = f"/{desk.town.code}/payments/{Payment.objects.get().pk}/"
    assert "ありがとうございます" in Client().get(page).content.decode()
    assert hear(stub.event(DONE, stub.sessions[session])) == 200
    assert desk.kept(desk.school) == YEN


def test_before_the_money_the_page_says_so(desk: Desk, stub: StripeStub, session: str) -> None:
    page = Client().get(f"/{desk.town.code}/payments/{Payment.objects.get().pk}/")
    assert "お支払いになったばかりなら" in page.content.decode()


def test_what_is_not_the_providers_own_leaves_no_trace(desk: Desk, stub: StripeStub, session: str) -> None:
    body = stub.event(DONE, stub.pay(session))
    old = signature(body, at=int(timezone.now().timestamp()) - 3_600)
    for wrong in (signature(body, secret="whsec_x"), old, "", "t=1,v1=", signature(body + b" ")):
        assert hear(body, wrong) == 400
    assert hear(b"not json") == 400
    assert hear(b"\xff") == 400
    assert hear(b"x" * (256 * 1024 + 1)) == 413
    assert not PaymentEvent.objects.exists()
    assert state() == "begun"


def test_a_refund_that_is_told_before_the_payment_waits_for_it(desk: Desk, stub: StripeStub, session: str) -> None:
    assert hear(stub.event("charge.refunded", stub.charge(session, YEN), "evt_r")) == 200
    assert state() == "begun"
    hear(stub.event(DONE, stub.pay(session)))
    assert (state(), desk.kept(desk.school), moved().count()) == ("refunded", 0, 2)


def test_what_comes_late_moves_nothing_back(desk: Desk, stub: StripeStub, session: str) -> None:
    hear(stub.event("checkout.session.async_payment_succeeded", stub.pay(session), "evt_2"))
    hear(stub.event(DONE, stub.pay(session, "unpaid"), "evt_1"))
    hear(stub.event("checkout.session.expired", stub.sessions[session], "evt_3"))
    assert (state(), desk.kept(desk.school)) == ("paid", YEN)


def test_a_payment_in_a_shop_waits_and_is_then_booked(desk: Desk, stub: StripeStub, session: str) -> None:
    hear(stub.event(DONE, stub.pay(session, "unpaid")))
    assert (state(), desk.kept(desk.school)) == ("waiting", 0)
    hear(stub.event("checkout.session.async_payment_succeeded", stub.pay(session), "evt_2"))
    assert (state(), desk.kept(desk.school)) == ("paid", YEN)


@pytest.mark.parametrize(("what", "told"), [("amount_total", 4_000), ("currency", "usd")])
def test_other_money_than_was_asked_for_is_left_to_a_person(
    desk: Desk, stub: StripeStub, session: str, what: str, told: object
) -> None:
    hear(stub.event(DONE, stub.pay(session) | {what: told}))
    assert "申出の5,000円とちがいます" in Payment.objects.get().trouble
    assert not moved().exists()


def test_a_payment_in_a_closed_year_is_kept_and_told(desk: Desk, stub: StripeStub, session: str) -> None:
    with guard.door("tests"):
        year = dt.date.today().year - (dt.date.today().month < 4)
        ClosedYear.objects.create(town=desk.town, fund=desk.fund, fiscal_year=year, closed_at=timezone.now(), entries=0)
    assert hear(stub.event(DONE, stub.pay(session))) == 200
    assert state() == "paid"
    assert "もう締めています" in Payment.objects.get().trouble
    assert not moved().exists()


def test_money_for_a_pledge_that_was_withdrawn_is_kept_and_booked_by_a_person(
    desk: Desk, stub: StripeStub, session: str, client_of: Callable[..., Client]
) -> None:
    pledge = Pledge.objects.get()
    withdraw_pledge(desk.officer, pledge, pledge.token)
    hear(stub.event(DONE, stub.pay(session)))
    assert (state(), desk.kept(desk.school)) == ("paid", 0)
    url = f"/{desk.town.code}/work/bank/{desk.fund.pk}/payments/{Payment.objects.get().pk}/settle/"
    client_of(desk.cast.officer).post(url)
    assert (desk.kept(desk.school), Payment.objects.get().trouble) == (YEN, "")


def test_a_giver_goes_from_their_pledge_to_the_provider_and_back(desk: Desk, stub: StripeStub) -> None:
    pledge = desk.pledge(YEN, method="provider")
    sent = Client().post(f"/{desk.town.code}/pledge/{pledge.token}/pay/")
    assert sent.url == f"{stub.address}/pay/cs_0"  # type: ignore[attr-defined]  # a redirect
    stub.pay("cs_0")
    back = f"/{desk.town.code}/payments/{Payment.objects.get().pk}/"
    assert "ありがとうございます" in Client().get(back).content.decode()
    assert Gift.objects.get().pledge == pledge


def test_an_officer_sends_a_payment_back_once(
    desk: Desk, stub: StripeStub, session: str, client_of: Callable[..., Client]
) -> None:
    hear(stub.event(DONE, stub.pay(session)))
    officer, payment = client_of(desk.cast.officer), Payment.objects.get()
    url = f"/{desk.town.code}/work/bank/{desk.fund.pk}/payments/"
    assert "返金する" in officer.get(url).content.decode()
    officer.post(f"{url}{payment.pk}/refund/")
    hear(stub.event("charge.refunded", stub.charge(session, YEN), "evt_r"))
    assert officer.post(f"{url}{payment.pk}/refund/").status_code == 409
    assert (state(), desk.kept(desk.school), len(stub.refunds)) == ("refunded", 0, 1)
    assert Gift.objects.get().returned is not None


@pytest.mark.django_db(transaction=True)
def test_news_and_the_payer_at_once_book_one_gift(
    cast: Cast, offices: Offices, stub: StripeStub, live_server: LiveServer
) -> None:
    desk = _desk(cast, offices)
    with in_town(desk.town):
        pay_url(desk.pledge(YEN))
        payment = Payment.objects.get()
    done = stub.pay(payment.session)
    bodies = [stub.event(DONE, done, f"evt_{n % 2}") for n in range(6)]
    page = f"/{desk.town.code}/payments/{payment.pk}/"

    def tell(n: int) -> int:
        try:
            if n % 3 == 0:
                return int(Client().get(page).status_code)
            return send(live_server.url + WEBHOOK, bodies[n], signature(bodies[n]))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(tell, range(6)))
    assert told == [200] * 6
    with in_town(desk.town):
        assert (moved().count(), desk.kept(desk.school)) == (1, YEN)


@pytest.mark.django_db(transaction=True)
def test_a_server_killed_before_it_answered_books_the_repeat_no_second_time(
    cast: Cast, offices: Offices, stub: StripeStub
) -> None:
    desk = _desk(cast, offices)
    with in_town(desk.town):
        pay_url(desk.pledge(YEN))
        session = Payment.objects.get().session
    body = stub.event(DONE, stub.pay(session))
    connections.close_all()
    child = os.fork()
    if child == 0:
        hear(body)
        os.kill(os.getpid(), signal.SIGKILL)  # committed, and nobody was told
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    assert hear(body) == 200
    with in_town(desk.town):
        assert (state(), moved().count(), desk.kept(desk.school)) == ("paid", 1, YEN)


def _desk(cast: Cast, offices: Offices) -> Desk:
    with in_town(offices.town), guard.door("tests"):
        return Desk(cast, offices)
