"""Closing a month of an account, and the public list of closed months: counts and sums, no persons."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.errors import BadInput, Conflict
from meguri.core.tables.values import yen
from meguri.funding.bank.actions import close_month, forget_payers, reopen_month
from meguri.funding.bank.closing import MonthState, closed_months, followed, require_closable, state_of
from meguri.funding.bank.deciding import open_rows
from meguri.funding.bank.models import MonthClosing
from meguri.funding.bank.pages.door import Visit, visit
from meguri.funding.journal.models import Fund
from meguri.towns.request import opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door

NAMED_ROWS, MONTHS_A_PAGE = 20, 24
KEEP_DAYS = 365


class YenField(forms.CharField):
    """Yen as people type them: 「1,234,567円」, full width, negative with a minus or △."""

    def clean(self, value: Any) -> int | None:
        said = super().clean(value)
        try:
            found = yen(said).value
        except BadInput as refused:
            raise forms.ValidationError(str(refused.sentence)) from refused
        if not isinstance(found, int):
            raise forms.ValidationError(_("金額を円で入れてください。例: 1,234,567"))
        return found


class CloseForm(ActionForm):
    """The balance that the bank tells for the last day of the month, and why it differs."""

    statement = YenField(label=gettext_lazy("通帳の月末の残高（円）"), max_length=30)
    reason = forms.CharField(
        label=gettext_lazy("ちがいのわけ"), max_length=200, required=False,
        help_text=gettext_lazy(
            "残高が、帳簿か、前の月からの出入りと合わないときだけ書きます。人の名前は書かないでください。公表されます。"
        ),
    )  # fmt: skip


class ReopenForm(ActionForm):
    reason = forms.CharField(label=gettext_lazy("締めを開くわけ"), max_length=200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def one_month(request: HttpRequest, code: str, fund: int, year: int, month: int) -> HttpResponse:
    """What the month comes to and what still waits (GET); closing or opening it (POST)."""
    here, first = visit(request, fund), _first_day(year, month)
    closed = closed_months(here.fund).get(first)
    state = state_of(here.fund, first)
    form: CloseForm | ReopenForm = ReopenForm.of(request) if closed else CloseForm.of(
        request, initial={"statement": f"{state.told:,}" if state.told is not None else ""}
    )
    if request.method == "POST" and form.is_valid() and _performed(request, here, first, form):
        return HttpResponseRedirect(request.path)
    context = {
        "fund": here.fund,
        "month": first,
        "state": state,
        "closed": closed,
        "moved": closed is not None and state.books != closed.books_yen,
        "waiting": list(open_rows(here.fund).filter(on__year=year, on__month=month)[:NAMED_ROWS]),
        "why_not": _why_not(here.fund, first, state) if not closed else "",
        "form": form,
        "can_forget": closed is not None and (timezone.localdate() - first).days > KEEP_DAYS,
        "crumbs": here.crumbs((_("%(y)s年%(m)s月を締める") % {"y": year, "m": month}, "")),
    }
    return render(request, "funding/bank/month.html", context, status=form.status)


def _performed(request: HttpRequest, here: Visit, month: date, form: CloseForm | ReopenForm) -> bool:
    given = form.cleaned_data
    if isinstance(form, ReopenForm):
        done = form.performs(reopen_month, here.actor, here.fund, month, given["reason"])
        said = _("締めを開きました。理由は公開の記録に残ります。")
    else:
        done = form.performs(close_month, here.actor, here.fund, month, given["statement"], given["reason"])
        said = _("この月を締めました。件数と合計が公表されます。")
    if done:
        messages.success(request, said)
    return done


def _why_not(fund: Fund, month: date, state: MonthState) -> str:
    try:
        require_closable(fund, month, state, timezone.localdate())
    except Conflict as no:
        return str(no.sentence)
    return ""


def _first_day(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError:
        raise Http404(_("その月はありません。")) from None


@never_cache
@require_http_methods(["POST"])
@through_the_door
def forget(request: HttpRequest, code: str, fund: int, year: int, month: int) -> HttpResponse:
    """Empty the names of payers up to this closed month."""
    here = visit(request, fund)
    after = _first_day(year + month // 12, month % 12 + 1)
    count = forget_payers(here.actor, here.fund, after)
    messages.success(request, _("%(n)s件の明細から、振り込んだ人の名前を消しました。") % {"n": count})
    return HttpResponseRedirect(reverse("work-bank-month", args=[code, fund, year, month]))


@require_safe
def fund_months(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    """For everybody: the months of a fund's account that were closed. Four queries beside those of every page."""
    town = opened_town_of(request)
    found = get_object_or_404(Fund.objects.select_related("holder"), pk=fund)
    page = Paginator(MonthClosing.objects.filter(fund=found), MONTHS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "fund": found,
        "page": page,
        "lines": followed(page, closed_months(found)),
        "crumbs": [
            (town.name, f"/{code}/"), (_("資金"), reverse("funds", args=[code])),
            (found.name, reverse("fund", args=[code, fund])), (_("締めた月"), ""),
        ],
    }  # fmt: skip
    return render(request, "funding/bank/months.html", context)
