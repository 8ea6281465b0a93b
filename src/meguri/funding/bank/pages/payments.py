"""Where a payment provider meets the town: its webhook, the payer's way back, and the list for who keeps the fund."""

import logging
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from meguri.core.actor import Channel, system
from meguri.core.errors import Conflict
from meguri.core.scope import across_towns, in_town
from meguri.funding.bank.models import Payment
from meguri.funding.bank.pages.door import visit
from meguri.funding.bank.paying import hear_payment, require_refundable, settle_payment
from meguri.funding.bank.providers.choosing import provider as provider_named
from meguri.funding.bank.providers.interface import Forged, News, NotReached
from meguri.towns.request import opened_town_of
from meguri.towns.view_door import through_the_door

log = logging.getLogger(__name__)
MOST_BYTES = 256 * 1024
PAYMENTS_A_PAGE = 50
OPEN = (Payment.State.BEGUN, Payment.State.WAITING, Payment.State.GONE)


@csrf_exempt
@never_cache
@require_POST
def webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """News of a provider. 400 for what is not its own, with no trace but a line in the log; 200 once it is kept."""
    one = provider_named(provider)
    if one is None:
        raise Http404
    if not request.headers.get("Content-Length", "0").isdecimal():
        return HttpResponse(status=400)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        news = one.news_in(request.body, request.headers)
    except Forged as forged:
        log.warning("%s: a webhook was refused: %s", one.key, forged)
        return HttpResponse(status=400)
    if news is not None and (payment := _meant(one.key, news)) is not None:
        with in_town(payment.town):
            hear_payment(system(Channel.API), payment, news)
    return HttpResponse("ok", content_type="text/plain")


def _meant(provider: str, news: News) -> Payment | None:
    """The payment that news is of; None for one of another system that shares the provider's account."""
    with across_towns():  # a provider knows no towns; its news names the payment
        rows = Payment.objects.select_related("town__municipality").filter(provider=provider)
        for field, value in (("pk", news.payment), ("session", news.session), ("intent", news.intent)):
            if value and (found := rows.filter(**{field: value}).first()) is not None:
                return found
    return None


@never_cache
@require_safe
def paid(request: HttpRequest, code: str, payment: UUID) -> HttpResponse:
    """Where the payer comes back to. The provider is asked, whether its webhook has come or not."""
    town = opened_town_of(request)
    found = get_object_or_404(Payment.objects.select_related("purpose__fund"), pk=payment)
    one = provider_named(found.provider)
    if found.state in OPEN and found.session and one is not None:
        try:
            news = one.look(found.session)
        except NotReached:
            news = None  # the page says that the money has not been seen yet
        if news is not None:
            found = hear_payment(system(Channel.API), found, news)
    context = {"payment": found, "crumbs": [(town.name, f"/{code}/"), (_("お支払い"), "")]}
    return render(request, "funding/bank/paid.html", context)


@never_cache
@require_safe
@through_the_door
def payments(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    """Payments to a fund, those that a person has to look at first. Two queries beside those of every page."""
    here = visit(request, fund)
    rows = Payment.objects.filter(purpose__fund=here.fund).select_related("purpose").order_by("-begun_at")
    page = Paginator(rows, PAYMENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"fund": here.fund, "page": page, "crumbs": here.crumbs((_("決済事業者からのお金"), ""))}
    return render(request, "funding/bank/payments.html", context)


@never_cache
@require_POST
@through_the_door
def settle(request: HttpRequest, code: str, fund: int, payment: UUID) -> HttpResponse:
    """Book today what could not be booked when it was paid."""
    here = visit(request, fund)
    settle_payment(here.actor, get_object_or_404(Payment, pk=payment, purpose__fund=here.fund))
    messages.success(request, _("きょうの日付で記帳しました。"))
    return HttpResponseRedirect(reverse("work-bank-payments", args=[code, fund]))


@never_cache
@require_POST
@through_the_door
def refund(request: HttpRequest, code: str, fund: int, payment: UUID) -> HttpResponse:
    """Send a payment back. The provider is asked with the payment's own key, so that it is sent back once."""
    here = visit(request, fund)
    found = get_object_or_404(Payment, pk=payment, purpose__fund=here.fund)
    require_refundable(found)
    one = provider_named(found.provider)
    if one is None:
        raise Conflict(_("決済事業者の設定がありません。運用者にたのんでください。"))
    hear_payment(system(), found, one.refund(found.pk, found.intent, found.yen))
    messages.success(request, _("返金しました。"))
    return HttpResponseRedirect(reverse("work-bank-payments", args=[code, fund]))
