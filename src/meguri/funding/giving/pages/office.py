"""For those who look after gifts: the pledges, one pledge with what can be done, the gifts, the receipts."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meguri.core.actor import Actor
from meguri.core.policy import answer
from meguri.core.text import half_width
from meguri.funding.giving.actions import decline_pledge, receive_gift, record_vote, withdraw_pledge
from meguri.funding.giving.actions.givers import state_giver
from meguri.funding.giving.actions.honours import forget_giver
from meguri.funding.giving.actions.receipts import issue_receipts, lacking, reissue_receipt, why_no_receipt
from meguri.funding.giving.forms.own import DeclineForm, GiverForm, ReceiveForm, VoteForm
from meguri.funding.giving.holders import is_the_towns
from meguri.funding.giving.models import Gift, Pledge, Receipt
from meguri.funding.giving.pages.calls import crumbs_to_giving
from meguri.funding.giving.pages.gifts import receipt_response
from meguri.funding.giving.policies import OFFICE
from meguri.funding.giving.queries import SELECTED, gifts, kept_funds, with_receipts, without_receipt
from meguri.funding.giving.showing import PLEDGE_CHIPS
from meguri.funding.giving.slip_code import LENGTH, is_code, spoken
from meguri.funding.giving.words import WARNINGS
from meguri.funding.words import to_the_yen
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door

ROWS_A_PAGE = 50
MOST_AT_ONCE = 200
WARNING_WORDS = {str(name): sentence for name, sentence in WARNINGS.items()}


def entered(request: HttpRequest) -> tuple[Town, Actor, list[Any]]:
    """The town, the reader, and the funds whose gifts they look after; else the no that says who does."""
    town, actor = opened_town_of(request), actor_of(request)
    if (no := answer("funding.see_gifts", actor)) is not None:
        raise no
    return town, actor, list(kept_funds(actor))


@never_cache
@require_safe
@through_the_door
def pledges(request: HttpRequest, code: str) -> HttpResponse:
    """`?state=`, `?code=` of a slip. Six queries beside those of every page."""
    town, actor, funds = entered(request)
    state, wanted = request.GET.get("state", Pledge.State.OPEN), half_width(request.GET.get("code", "")).strip()
    digits = "".join(wanted.split())
    rows = Pledge.objects.filter(purpose__fund__in=funds).select_related("giver", *SELECTED)
    if digits:
        rows = rows.filter(code=digits)
    elif state in Pledge.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("-made_on", "-pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, PLEDGE_CHIPS[Pledge.State(one.state)], spoken(one.code), to_the_yen(one.yen)) for one in page],
        "state": state,
        "states": Pledge.State.choices,
        "wanted": wanted,
        "is_wrong": bool(digits) and not is_code(digits),
        "length": LENGTH,
        "is_office": actor.has(*OFFICE),
        "crumbs": [*crumbs_to_giving(town), (_("寄附の申出"), "")],
    }
    return render(request, "funding/giving/work/pledges.html", context)


def pledge_found(request: HttpRequest, pk: int) -> Pledge:
    """One that the reader looks after; what belongs to others is not found."""
    _town, _actor, funds = entered(request)
    rows = Pledge.objects.filter(purpose__fund__in=funds).select_related("giver__head_office__prefecture", *SELECTED)
    found: Pledge | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(_("この番号の申出はありません。"))
    return found


@never_cache
@require_safe
@through_the_door
def one_pledge(request: HttpRequest, code: str, pledge: int) -> HttpResponse:
    found = pledge_found(request, pledge)
    return _shown(request, found)


def _shown(request: HttpRequest, found: Pledge, **forms: ActionForm) -> HttpResponse:
    """The page of a pledge, with the form that was not right where one was sent."""
    must_vote = bool(found.burden) and found.vote != Pledge.Vote.CARRIED
    standing = found.state in (Pledge.State.OPEN, Pledge.State.LAPSED)
    context = {
        "pledge": found,
        "chip": PLEDGE_CHIPS[Pledge.State(found.state)],
        "code": spoken(found.code),
        "yen": to_the_yen(found.yen),
        "warnings": [WARNING_WORDS[one] for one in found.warnings if one in WARNING_WORDS],
        "must_vote": must_vote and found.state == Pledge.State.OPEN,
        "can_receive": standing and not must_vote and not found.purpose.fund.is_copy,
        "can_decline": found.state == Pledge.State.OPEN,
        "own_url": reverse("own-pledge", args=[found.town.code, found.token]),
        "receive": forms.get("receive") or ReceiveForm(initial={"amount": found.yen}),
        "vote": forms.get("vote") or VoteForm(initial={"bill": found.bill, "on": found.voted_on}),
        "decline": forms.get("decline") or DeclineForm(),
        "gift": Gift.objects.filter(pledge=found).first(),
        "crumbs": [*crumbs_to_giving(found.town), (_("寄附の申出"), reverse("work-giving", args=[found.town.code])),
                   (spoken(found.code), "")],
    }  # fmt: skip
    status = next((form.status for form in forms.values()), 200)
    return render(request, "funding/giving/work/pledge.html", context, status=status)


@never_cache
@require_POST
@through_the_door
def receive(request: HttpRequest, code: str, pledge: int) -> HttpResponse:
    found, form = pledge_found(request, pledge), ReceiveForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        key = f"pledge {found.code} counter"
        if form.performs(
            receive_gift, actor_of(request), found.purpose, given["amount"], given["on"], found.way, key=key,
            pledge=found,
        ):  # fmt: skip
            messages.success(request, _("寄附を受け取りました。"))
            return redirect("work-gift", code, form.result.pk)
    return _shown(request, found, receive=form)


@never_cache
@require_POST
@through_the_door
def vote(request: HttpRequest, code: str, pledge: int) -> HttpResponse:
    found, form = pledge_found(request, pledge), VoteForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if form.performs(record_vote, actor_of(request), found, given["bill"], given["on"], form.result_of_vote()):
            messages.success(request, _("議会のことを記録しました。"))
            return redirect("work-pledge", code, pledge)
    return _shown(request, found, vote=form)


@never_cache
@require_POST
@through_the_door
def decline(request: HttpRequest, code: str, pledge: int) -> HttpResponse:
    found, form = pledge_found(request, pledge), DeclineForm(request.POST)
    if form.is_valid() and form.performs(decline_pledge, actor_of(request), found, form.cleaned_data["reason"]):
        messages.success(request, _("お受けしないことを記録しました。"))
        return redirect("work-pledge", code, pledge)
    return _shown(request, found, decline=form)


@never_cache
@require_POST
@through_the_door
def take_back(request: HttpRequest, code: str, pledge: int) -> HttpResponse:
    """The giver called and takes the pledge back."""
    withdraw_pledge(actor_of(request), pledge_found(request, pledge))
    messages.success(request, _("申出を取り消しました。"))
    return redirect("work-pledge", code, pledge)


@never_cache
@require_safe
@through_the_door
def gift_list(request: HttpRequest, code: str) -> HttpResponse:
    """Eight queries beside those of every page."""
    town, actor, funds = entered(request)
    rows = with_receipts(gifts().filter(purpose__fund__in=funds)).order_by("-on", "-pk")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    may_issue = answer("funding.issue_receipts", actor) is None
    context = {
        "page": page,
        "rows": [_gift_row(one) for one in page],
        "waiting": without_receipt(funds).count() if may_issue else 0,
        "at_once": MOST_AT_ONCE,
        "form": ActionForm(),
        "crumbs": [*crumbs_to_giving(town), (_("受け取った寄附"), "")],
    }
    return render(request, "funding/giving/work/gifts.html", context)


def _gift_row(gift: Gift) -> tuple[Gift, str, Receipt | None, str, bool]:
    """With its first receipt, or why it can have none, and whether that is for want of name or address. No query."""
    receipt = next(iter(gift.receipts.all()), None)
    return gift, to_the_yen(gift.yen), receipt, "" if receipt else why_no_receipt(gift), may_be_completed(gift)


def may_be_completed(gift: Gift) -> bool:
    """Whether a receipt lacks nothing but what can be written down of the giver. With giver and holder selected."""
    is_forgotten = gift.giver is not None and gift.giver.erased_at is not None
    is_wanted = is_the_towns(gift.purpose.fund) and gift.returned_id is None
    return is_wanted and not is_forgotten and any(lacking(gift.giver))


@never_cache
@require_POST
@through_the_door
def issue_all(request: HttpRequest, code: str) -> HttpResponse:
    """Issue what waits, the oldest gift first."""
    _town, actor, funds = entered(request)
    if (no := answer("funding.issue_receipts", actor)) is not None:
        raise no
    made = issue_receipts(actor, list(without_receipt(funds)[:MOST_AT_ONCE]))
    done = ngettext("受領証明書を%(n)s通、出しました。", "受領証明書を%(n)s通、出しました。", made)
    messages.success(request, done % {"n": made})
    return redirect("work-gifts", code)


def gift_found(request: HttpRequest, pk: int) -> Gift:
    _town, _actor, funds = entered(request)
    rows = with_receipts(gifts().filter(purpose__fund__in=funds)).select_related("giver__head_office__prefecture")
    found: Gift | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(_("この番号の寄附はありません。"))
    return found


@never_cache
@require_safe
@through_the_door
def one_gift(request: HttpRequest, code: str, gift: int) -> HttpResponse:
    return _gift_shown(request, gift_found(request, gift))


@never_cache
@require_POST
@through_the_door
def state_the_giver(request: HttpRequest, code: str, gift: int) -> HttpResponse:
    """What a receipt lacks of the giver, as the officer has found it out."""
    found = gift_found(request, gift)
    form = GiverForm(request.POST, giver=found.giver)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "address", "postcode") if name in form.fields}
        if form.performs(state_giver, actor_of(request), found, **given):
            messages.success(request, _("書き足しました。受領証明書を出せます。"))
            return redirect("work-gift", code, gift)
    return _gift_shown(request, found, form)


def _gift_shown(request: HttpRequest, found: Gift, giver_form: GiverForm | None = None) -> HttpResponse:
    """The page of a gift, with the form that was not right where one was sent."""
    actor, code = actor_of(request), found.town.code
    receipts = list(found.receipts.all())
    context = {
        "gift": found,
        "yen": to_the_yen(found.yen),
        "receipts": receipts,
        "why_no_receipt": "" if receipts else why_no_receipt(found),
        "may_issue": answer("funding.issue_receipts", actor) is None,
        "own_url": reverse("own-gift", args=[code, found.token]),
        "giver_form": (giver_form or GiverForm(giver=found.giver)) if may_be_completed(found) else None,
        "form": ActionForm(),
        "crumbs": [*crumbs_to_giving(found.town), (_("受け取った寄附"), reverse("work-gifts", args=[code])),
                   (to_the_yen(found.yen), "")],
    }  # fmt: skip
    return render(request, "funding/giving/work/gift.html", context, status=giver_form.status if giver_form else 200)


@never_cache
@require_POST
@through_the_door
def issue(request: HttpRequest, code: str, gift: int) -> HttpResponse:
    """The first receipt of a gift, or the same again."""
    found, actor = gift_found(request, gift), actor_of(request)
    if list(found.receipts.all()):
        reissue_receipt(actor, found)
        messages.success(request, _("受領証明書を再発行しました。"))
    else:
        issue_receipts(actor, [found])
        messages.success(request, _("受領証明書を出しました。"))
    return redirect("work-gift", code, gift)


@never_cache
@require_safe
@through_the_door
def receipt_paper(request: HttpRequest, code: str, gift: int) -> HttpResponse:
    return receipt_response(gift_found(request, gift))


@never_cache
@require_POST
@through_the_door
def forget(request: HttpRequest, code: str, gift: int) -> HttpResponse:
    """The giver asked at the counter to be forgotten."""
    forget_giver(actor_of(request), gift_found(request, gift))
    messages.success(request, _("寄附した方の情報を消しました。"))
    return redirect("work-gift", code, gift)


@never_cache
@require_safe
@through_the_door
def receipt_list(request: HttpRequest, code: str) -> HttpResponse:
    """Every receipt with its number, by year. Five queries beside those of every page."""
    town, _actor, funds = entered(request)
    year = request.GET.get("year", "")
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else timezone.localdate().year
    rows = Receipt.objects.filter(gift__purpose__fund__in=funds, year=wanted)
    page = Paginator(rows.select_related("gift__giver"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    years = Receipt.objects.filter(gift__purpose__fund__in=funds).order_by("-year").values_list("year", flat=True)
    context = {
        "page": page,
        "rows": [(one, to_the_yen(one.gift.yen)) for one in page],
        "year": wanted,
        "years": list(years.distinct()),
        "crumbs": [*crumbs_to_giving(town), (_("受領証明書"), "")],
    }
    return render(request, "funding/giving/work/receipts.html", context)
