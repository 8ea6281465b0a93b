"""A gift as everybody sees it, and the giver's own page: honour, receipt, what came of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meguri.core.paper import paper_response, render_pdf
from meguri.funding.giving.actions.honours import forget_giver, kept_until, set_honour
from meguri.funding.giving.actions.receipts import why_no_receipt
from meguri.funding.giving.forms.own import HonourForm
from meguri.funding.giving.holders import whom_to_ask
from meguri.funding.giving.models import Gift, HonourConsent, Receipt
from meguri.funding.giving.models.honour import SHOWN
from meguri.funding.giving.page_parts import parts_of
from meguri.funding.giving.pages.calls import crumbs_to_giving
from meguri.funding.giving.queries import gift_at, gift_by_token, honoured
from meguri.funding.giving.receipt_paper import receipt_context
from meguri.funding.words import in_words
from meguri.projects.models import Report
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door

TITLE = gettext_lazy("寄附金受領証明書")
NAMES_A_PAGE = 60
LAST_REPORTS = 5


@require_safe
def one_gift(request: HttpRequest, code: str, gift: int) -> HttpResponse:
    """What anybody may know of one gift: how much, when, for what, and where its yen went.

    Four queries beside those of every page and of the parts that other rooms add.
    """
    town, found = opened_town_of(request), gift_at(gift)
    if found is None:
        raise Http404(_("この番号の寄附はありません。"))
    context = {
        "gift": found,
        "yen": in_words(found.yen),
        "name": found.honour_name if found.honour in SHOWN else "",
        "parts": parts_of([found], is_own=False),
        "thread_of": found.public_reference(),
        "crumbs": [*crumbs_to_giving(town), (_("寄附"), "")],
    }
    return render(request, "funding/giving/gift.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def own_gift(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The giver's own page (GET); a new wish for honour (POST). It names nobody, since a link may be passed on."""
    town, found = opened_town_of(request), own_gift_found(token)
    form = HonourForm.of(request, initial={"honour": found.honour, "honour_name": found.honour_name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(set_honour, actor_of(request), found, given["honour"], given["honour_name"], token):
            messages.success(request, _("お名前の出し方を変えました。"))
            return redirect("own-gift", code, token)
    crumbs = [*crumbs_to_giving(town), (_("わたしの寄附"), "")]
    context = {**_own(found), "form": form, "crumbs": crumbs}
    return render(request, "funding/giving/own_gift.html", context, status=form.status)


def _own(gift: Gift) -> dict[str, Any]:
    project = gift.purpose.project
    out = Report.objects.filter(project=project, published_at__date__gte=gift.on)
    reports = out if project else Report.objects.none()
    receipts = list(Receipt.objects.filter(gift=gift).order_by("-copy"))
    until = kept_until(gift.giver) if gift.giver is not None else None
    return {
        "gift": gift,
        "yen": in_words(gift.yen),
        "honour": gift.get_honour_display(),
        "consents": list(HonourConsent.objects.filter(gift=gift).order_by("-pk")[:LAST_REPORTS]),
        "receipt": receipts[0] if receipts else None,
        "why_no_receipt": "" if receipts else why_no_receipt(gift),
        "reports": list(reports.select_related("project").order_by("-published_at")[:LAST_REPORTS]),
        "project": project,
        "asked": whom_to_ask(gift.purpose, gift.campaign),
        "kept_until": until,
        "is_forgotten": gift.giver is None or gift.giver.erased_at is not None,
        "parts": parts_of([gift], is_own=True),
    }


@never_cache
@require_safe
@through_the_door
def own_receipt(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The newest receipt as a paper, for the giver."""
    opened_town_of(request)
    found = own_gift_found(token)
    return receipt_response(found)


def receipt_response(gift: Gift) -> HttpResponse:
    receipt = Receipt.objects.filter(gift=gift).select_related("issued_by__organisation").order_by("-copy").first()
    if receipt is None:
        raise Http404(why_no_receipt(gift) or _("受領証明書は、まだ出ていません。"))
    with override("ja"):  # an office that reads it does not read the giver's language
        made = render_pdf(
            "funding/giving/papers/receipt.html", receipt_context(gift, receipt), title=str(TITLE),
            issued_on=receipt.issued_on,
        )  # fmt: skip
    return paper_response(made, f"receipt-{receipt.year}-{receipt.number}")


@never_cache
@require_POST
@through_the_door
def forget_me(request: HttpRequest, code: str, token: str) -> HttpResponse:
    opened_town_of(request)
    forget_giver(actor_of(request), own_gift_found(token), token)
    messages.success(request, _("あなたの情報を消しました。寄附と帳簿は、お名前なしで残ります。"))
    return redirect("own-gift", code, token)


@require_safe
def honours(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody who gave and wishes to be named. Three queries beside those of every page."""
    town = opened_town_of(request)
    page = Paginator(honoured(), NAMES_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "crumbs": [*crumbs_to_giving(town), (_("寄附した方々"), "")]}
    return render(request, "funding/giving/honours.html", context)


def own_gift_found(token: str) -> Gift:
    found = gift_by_token(token)
    if found is None:
        raise Http404(_("この寄附は見つかりません。お手元の案内のアドレスを、もう一度たしかめてください。"))
    return found
