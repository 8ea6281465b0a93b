"""Pledging: one page, then the slip. Without an account and without script."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meguri.core.actor import Actor, Channel
from meguri.core.errors import Conflict
from meguri.core.paper import paper_response, render_pdf
from meguri.funding.giving.actions import pledge as pledge_action
from meguri.funding.giving.actions import withdraw_pledge
from meguri.funding.giving.forms.pledge import PledgeForm
from meguri.funding.giving.holders import whom_to_ask
from meguri.funding.giving.models import Campaign, Pledge, TransferAccount
from meguri.funding.giving.pages.calls import call_found, crumbs_to_giving
from meguri.funding.giving.payment import can_be_paid, methods_for, provider_for
from meguri.funding.giving.policies import keeps
from meguri.funding.giving.progress import progress_of
from meguri.funding.giving.queries import open_purposes, pledge_by_token
from meguri.funding.giving.showing import PLEDGE_CHIPS, call_of, qr_of
from meguri.funding.giving.slip_code import spoken
from meguri.funding.journal.models import Purpose
from meguri.funding.words import in_words
from meguri.towns.letters import address_of
from meguri.towns.limits import Limit, place_of, take
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door

FROM_ONE_PLACE = Limit("pledges from one place", 30, 60 * 60)
"""A town hall or a school is one place; more than this in an hour is no giving."""


@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def pledge_to_call(request: HttpRequest, code: str, campaign: int) -> HttpResponse:
    town, today = opened_town_of(request), timezone.localdate()
    found = call_found(campaign)
    call = call_of(found, progress_of([found])[found.pk], today)
    purpose = open_purposes().filter(pk=found.purpose_id).first()
    if not call.is_open or purpose is None:
        raise Conflict(_("「%(title)s」は、いま受け付けていません。") % {"title": found.title})
    crumbs = [*crumbs_to_giving(town), (found.title, reverse("call", args=[code, campaign])), (_("申し込む"), "")]
    return _pledge(request, purpose, found, {"call": call, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def pledge_to_purpose(request: HttpRequest, code: str, purpose: int) -> HttpResponse:
    town = opened_town_of(request)
    found = open_purposes().filter(pk=purpose).first()
    if found is None:
        raise Http404(_("この使いみちには、いま寄附できません。一覧から選んでください。"))
    return _pledge(request, found, None, {"crumbs": [*crumbs_to_giving(town), (found.name, "")]})


def _pledge(
    request: HttpRequest, purpose: Purpose, campaign: Campaign | None, context: dict[str, Any]
) -> HttpResponse:
    actor = actor_of(request)
    for_staff = actor.is_signed_in and keeps(actor, purpose.fund) is None
    form = PledgeForm.of(
        request, purpose=purpose, campaign=campaign, methods=methods_for(purpose), for_staff=for_staff,
        person_id=actor.person_id, initial={"yen": _wished(request)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if not for_staff:
            take(FROM_ONE_PLACE, place_of(request))
        given = form.cleaned_data
        who = form.who(given)
        if form.performs(pledge_action, _as(actor, form), purpose, given["yen"], who, **form.said()):
            return redirect("own-pledge", purpose.town.code, form.result.token)
    shown = {"form": form, "purpose": purpose, "campaign": campaign, "for_staff": for_staff, **context}
    return render(request, "funding/giving/pledge.html", shown, status=form.status)


def _as(actor: Actor, form: PledgeForm) -> Actor:
    """An officer enters what somebody said elsewhere; all ways count the same."""
    return replace(actor, channel=Channel(form.cleaned_data["channel"])) if form.for_staff else actor


def _wished(request: HttpRequest) -> str:
    """`?yen=` from the buttons of the call's page."""
    given = request.GET.get("yen", "")
    return given if given.isascii() and given.isdigit() and len(given) <= 11 else ""


@never_cache
@require_safe
def own_pledge(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The giver's own page of a pledge: what to do now, with the slip; once it came, the page of the gift."""
    town, found = opened_town_of(request), own_pledge_found(token)
    if found.state == Pledge.State.RECEIVED:
        return redirect("own-gift", code, token)
    context = {
        **slip_of(found),
        "state": found.get_state_display(),
        "chip": PLEDGE_CHIPS[Pledge.State(found.state)],
        "is_open": can_be_paid(found),
        "must_wait": bool(found.burden) and found.vote != Pledge.Vote.CARRIED,
        "can_pay_online": found.method == Pledge.Method.PROVIDER and provider_for(found.purpose) is not None,
        "form": ActionForm(),
        "crumbs": [*crumbs_to_giving(town), (_("わたしの申出"), "")],
    }
    return render(request, "funding/giving/own_pledge.html", context)


def slip_of(pledge: Pledge) -> dict[str, Any]:
    """What stands on a slip, and whom to ask about it. Four queries at most."""
    account = TransferAccount.objects.filter(fund=pledge.purpose.fund_id).first()
    page = reverse("own-pledge", args=[pledge.town.code, pledge.token])
    return {
        "pledge": pledge,
        "code": spoken(pledge.code),
        "yen": in_words(pledge.yen),
        "account": account,
        "is_slip": pledge.method == Pledge.Method.SLIP and account is not None,
        "qr": qr_of(address_of(page)),
        "asked": whom_to_ask(pledge.purpose, pledge.campaign),
    }


@never_cache
@require_safe
@through_the_door
def slip(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The slip as a paper."""
    opened_town_of(request)
    found = own_pledge_found(token)
    if not can_be_paid(found):
        raise Conflict(_("この申出は、もう終わっています。"))
    if found.burden and found.vote != Pledge.Vote.CARRIED:
        raise Conflict(_("議会の議決が済むまで、お支払いをお待ちください。"))
    with override("ja"):  # a bank in Japan reads it
        made = render_pdf(
            "funding/giving/papers/slip.html", slip_of(found), title="寄附のお支払いのご案内", issued_on=found.made_on
        )
    return paper_response(made, f"slip-{found.code}")


@never_cache
@require_POST
@through_the_door
def withdraw(request: HttpRequest, code: str, token: str) -> HttpResponse:
    opened_town_of(request)
    withdraw_pledge(actor_of(request), own_pledge_found(token), token)
    messages.success(request, _("申出を取り消しました。"))
    return redirect("own-pledge", code, token)


@never_cache
@require_POST
@through_the_door
def pay(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """To the page of the payment provider, where one is plugged in."""
    opened_town_of(request)
    found = own_pledge_found(token)
    provider = provider_for(found.purpose)
    if provider is None or found.state != Pledge.State.OPEN:
        raise Conflict(_("いまは、この方法では払えません。振込か、窓口でお支払いください。"))
    if found.burden and found.vote != Pledge.Vote.CARRIED:
        raise Conflict(_("議会の議決が済むまで、お支払いをお待ちください。"))
    return HttpResponseRedirect(provider.pay_url(found))


def own_pledge_found(token: str) -> Pledge:
    found = pledge_by_token(token)
    if found is None:
        raise Http404(_("この申出は見つかりません。お手元の案内のアドレスを、もう一度たしかめてください。"))
    return found
