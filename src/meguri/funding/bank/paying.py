"""A payment through a provider: begun, heard of, sent back. Its state moves forward alone; the money is booked once.

News comes late, twice, and out of order. Each is kept by the provider's number and counts once. What tells a refund
before the payment waits for the payment. What cannot be booked (a closed year, other yen) is kept for a person.
"""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import Actor, system
from meguri.core.errors import BadInput, Conflict, MeguriError
from meguri.core.recording import Locked, Unrecorded
from meguri.funding.bank.gifts import Came, give_back, receive
from meguri.funding.bank.models import Payment, PaymentEvent
from meguri.funding.bank.providers.choosing import provider_for
from meguri.funding.bank.providers.interface import News, NotReached, Page, What
from meguri.funding.giving.models import Pledge
from meguri.funding.journal.booking import Origin, Way
from meguri.funding.journal.models import Purpose
from meguri.towns.letters import address_of

State = Payment.State
RANK = {State.BEGUN: 0, State.WAITING: 1, State.GONE: 2, State.PAID: 3, State.REFUNDED: 4}
"""A state is only ever followed by one of a higher rank. What was given up may still be paid."""
_LEADS_TO = {What.WAITING: State.WAITING, What.GONE: State.GONE, What.PAID: State.PAID}
MOST_YEN = 99_999_999
OPEN_FOR = timedelta(hours=23)
"""A page of the provider is open for 24 hours."""


@action("funding.begin_payment", record=Internal)
def begin_payment(actor: Actor, pledge: Pledge, provider: str) -> Payment:
    """A payment that is about to begin; the provider is asked afterwards, with the payment's number as the key."""
    if not 1 <= pledge.yen <= MOST_YEN:
        raise BadInput(_("カードなどで支払えるのは、1円から99,999,999円までです。"))
    made: Payment = Payment.objects.create(
        town_id=pledge.town_id, purpose=pledge.purpose, pledge=pledge, yen=pledge.yen, provider=provider,
        begun_at=timezone.now(),
    )  # fmt: skip
    return made


@action("funding.note_page", record=Internal)
def note_page(actor: Actor, payment: Locked[Payment], page: Unrecorded[Page]) -> Payment:
    """Keep the provider's page of a payment."""
    payment.session, payment.url = page.session, page.url
    payment.save(update_fields=["session", "url"])
    return payment


def pay_url(pledge: Pledge) -> str:
    """The address of the provider's page on which a pledge is paid: the same while that page is open.

    Outside an action, since the provider is asked.
    """
    one = provider_for(pledge.purpose.fund)
    if one is None:
        raise NotReached
    payment = _begun(pledge) or begin_payment(system(), pledge, one.key)
    if not payment.url:
        back = address_of(reverse("paid", args=[pledge.town.code, payment.pk]))
        title = _("寄附: %(purpose)s") % {"purpose": pledge.purpose.name}
        payment = note_page(system(), payment, one.begin(payment.pk, payment.yen, title, back=back))
    return payment.url


def _begun(pledge: Pledge) -> Payment | None:
    """The payment of a pledge whose page is still open; one that never got its page is asked for again with its key."""
    since = timezone.now() - OPEN_FOR
    found: Payment | None = Payment.objects.filter(pledge=pledge, state=State.BEGUN, begun_at__gt=since).last()
    return found


@action("funding.hear_payment", record=Internal)
def hear_payment(actor: Actor, payment: Locked[Payment], news: Unrecorded[News]) -> Payment:
    """Take one piece of news of a payment; what was heard before changes nothing."""
    if PaymentEvent.objects.filter(payment=payment, number=news.number).exists():
        return payment
    waits = news.what is What.REFUNDED and RANK[State(payment.state)] < RANK[State.PAID]
    PaymentEvent.objects.create(
        town_id=payment.town_id, payment=payment, number=news.number, what=news.what.value, yen=news.yen,
        told_at=news.told_at, heard_at=timezone.now(), waits=waits,
    )  # fmt: skip
    if news.what is What.REFUNDED:
        if not waits:
            _refunded(actor, payment, news.yen or 0)
    elif RANK[_LEADS_TO[news.what]] > RANK[State(payment.state)]:
        _moved(actor, payment, news)
    return payment


def _moved(actor: Actor, payment: Payment, news: News) -> None:
    payment.session = payment.session or news.session
    payment.intent = payment.intent or news.intent
    if news.what is What.PAID and (news.yen != payment.yen or news.currency != "jpy"):
        told = f"{news.yen or 0:,} {news.currency}"
        payment.trouble = _("決済事業者の金額が%(told)sで、申出の%(yen)s円とちがいます。記帳していません。") % {
            "told": told, "yen": f"{payment.yen:,}",
        }  # fmt: skip
        payment.save(update_fields=["session", "intent", "trouble"])
        return
    payment.state = _LEADS_TO[news.what]
    if news.what is What.PAID:
        payment.paid_on = timezone.localtime(news.told_at).date()
        _book(actor, payment, payment.paid_on, pledge=payment.pledge_id)
    payment.save(update_fields=["session", "intent", "state", "paid_on", "entry", "trouble"])
    if news.what is What.PAID:
        _what_waited(actor, payment)


def _book(actor: Actor, payment: Payment, on: date, *, pledge: int | None) -> None:
    """Book the gift; what the books refuse is kept with the reason, since the money has come."""
    purpose = Purpose.objects.select_related("fund", "project").get(pk=payment.purpose_id)
    key = f"{payment.provider}:{payment.pk}"
    came = Came(purpose, on, payment.yen, key, Way.DONATION, pledge)
    try:
        with transaction.atomic():
            payment.entry = receive(actor, purpose.fund, [came], origin=Origin.PROVIDER)[key]
            payment.trouble = ""
    except MeguriError as refused:
        payment.trouble = _("支払われましたが、記帳できませんでした。%(why)s") % {"why": refused}
        payment.trouble = payment.trouble[:200]


def _what_waited(actor: Actor, payment: Payment) -> None:
    waiting = list(PaymentEvent.objects.filter(payment=payment, waits=True).order_by("told_at", "pk"))
    for event in waiting:
        event.waits = False
        event.save(update_fields=["waits"])
        _refunded(actor, payment, event.yen or 0)


def _refunded(actor: Actor, payment: Payment, whole: int) -> None:
    """`whole`: all that has gone back so far, as the provider tells it; what is new of it is booked."""
    new = min(whole, payment.yen) - payment.refunded_yen
    if new <= 0:
        return
    try:
        with transaction.atomic():
            if payment.entry is not None:
                purpose = Purpose.objects.select_related("fund", "project").get(pk=payment.purpose_id)
                key = f"{payment.provider}:{payment.pk}:refund:{whole}"
                give_back(actor, payment.entry, purpose, new, on=timezone.localdate(), key=key)
    except MeguriError as refused:
        payment.trouble = (_("返金されましたが、記帳できませんでした。%(why)s") % {"why": refused})[:200]
    payment.refunded_yen += new
    if payment.refunded_yen == payment.yen:
        payment.state = State.REFUNDED
    payment.save(update_fields=["state", "refunded_yen", "trouble"])


def require_refundable(payment: Payment) -> None:
    """Conflict unless the whole of a payment can go back."""
    if payment.state != State.PAID or not payment.intent or payment.refunded_yen:
        raise Conflict(_("返金できるのは、支払われて、まだ一部も返していないものだけです。"))


@action("funding.settle_payment", record=Public)
def settle_payment(actor: Actor, payment: Locked[Payment]) -> Payment:
    """Book on today's date what could not be booked when it was paid."""
    if payment.state != State.PAID or payment.entry_id is not None:
        raise Conflict(_("この支払いは、記帳できる状態ではありません。決済事業者の画面でたしかめてください。"))
    is_waited_for = payment.pledge is not None and payment.pledge.state in (Pledge.State.OPEN, Pledge.State.LAPSED)
    _book(system(), payment, timezone.localdate(), pledge=payment.pledge_id if is_waited_for else None)
    if payment.trouble:
        raise Conflict(payment.trouble)
    payment.save(update_fields=["entry", "trouble"])
    note(yen=str(payment.yen))
    return payment
