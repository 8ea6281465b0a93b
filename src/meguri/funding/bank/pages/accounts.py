"""The accounts that somebody keeps, one of them with its files and months, and telling which account it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.validators import RegexValidator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.policy import answer
from meguri.funding.bank.actions import name_account
from meguri.funding.bank.closing import closed_months, months_of
from meguri.funding.bank.models import FundAccount, MoneyFile, MoneyRow, MonthClosing
from meguri.funding.bank.pages.door import crumbs_to_accounts, visit
from meguri.funding.bank.pages.files import FileForm
from meguri.funding.journal.models import Fund
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door

FUNDS_A_PAGE, FILES_A_PAGE, MONTHS_SHOWN = 20, 10, 24
_FIGURES = RegexValidator(r"^[0-9]+\Z", gettext_lazy("数字だけで入れてください。"))


@never_cache
@require_safe
@through_the_door
def work_bank(request: HttpRequest, code: str) -> HttpResponse:
    """The funds whose account the reader keeps: what waits in each. Six queries at most beside those of every page."""
    town, actor = opened_town_of(request), actor_of(request)
    if (no := answer("funding.see_accounts", actor)) is not None:
        raise no
    funds = Fund.objects.select_related("holder", "account").filter(closed_on=None).order_by("-is_copy", "name", "pk")
    own = [one for one in funds if answer("funding.take_money_file", actor, one) is None]
    page = Paginator(own, FUNDS_A_PAGE).get_page(request.GET.get("page"))
    undecided = dict(
        MoneyRow.objects.filter(fund__in=[one.pk for one in page], state=MoneyRow.State.OPEN)
        .order_by().values("fund_id").annotate(n=Count("pk")).values_list("fund_id", "n")
    )  # fmt: skip
    context = {
        "page": page,
        "lines": [(one, getattr(one, "account", None), undecided.get(one.pk, 0)) for one in page],
        "crumbs": [*crumbs_to_accounts(town)[:1], (_("口座と明細"), "")],
    }
    return render(request, "funding/bank/accounts.html", context)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of an account on the page: how many rows wait, whether it is closed."""

    month: date
    rows: int
    undecided: int
    closed: MonthClosing | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def one_account(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    """What waits, a file to take, the months. Ten queries at most beside those of every page."""
    here = visit(request, fund)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(form.kept_at(here))
    account = FundAccount.objects.filter(fund=here.fund).first()
    months = _months(here.fund)
    page = Paginator(MoneyFile.objects.filter(fund=here.fund), FILES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "fund": here.fund,
        "account": account,
        "form": form,
        "months": months,
        "undecided": sum(one.undecided for one in months),
        "page": page,
        "crumbs": here.crumbs(),
    }
    return render(request, "funding/bank/account.html", context, status=422 if form.errors else 200)


def _months(fund: Fund) -> list[MonthLine]:
    closed, lines = closed_months(fund), []
    counted = {
        one["on__year"] * 12 + one["on__month"]: one
        for one in MoneyRow.objects.filter(fund=fund).exclude(file__source="ledger").order_by()
        .values("on__year", "on__month")
        .annotate(rows=Count("pk"), undecided=Count("pk", filter=Q(state=MoneyRow.State.OPEN)))
    }  # fmt: skip
    for month in months_of(fund)[:MONTHS_SHOWN]:
        one = counted[month.year * 12 + month.month]
        lines.append(MonthLine(month, one["rows"], one["undecided"], closed.get(month)))
    return lines


class AccountForm(ActionForm):
    """In which account at a bank the fund's money lies."""

    bank_name = forms.CharField(label=gettext_lazy("金融機関の名前"), max_length=40)
    bank = forms.CharField(
        label=gettext_lazy("金融機関コード（4けた）"), min_length=4, max_length=4, validators=[_FIGURES],
        help_text=gettext_lazy("通帳か、銀行のページで分かります。例: 9900"),
    )  # fmt: skip
    branch_name = forms.CharField(label=gettext_lazy("支店の名前"), max_length=40)
    branch = forms.CharField(
        label=gettext_lazy("支店番号（3けた）"), min_length=3, max_length=3, validators=[_FIGURES]
    )
    kind = forms.ChoiceField(label=gettext_lazy("預金の種類"), choices=FundAccount.Kind.choices)
    number = forms.CharField(
        label=gettext_lazy("口座番号（7けた）"), min_length=7, max_length=7, validators=[_FIGURES],
        help_text=gettext_lazy("7けたに足りないときは、前に0を付けます。"),
    )  # fmt: skip
    holder = forms.CharField(label=gettext_lazy("口座の名義（カナ）"), max_length=60)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def account_of(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    """Telling the account of a fund: a bank's file of another one is refused from then on."""
    here = visit(request, fund)
    stands = FundAccount.objects.filter(fund=here.fund).first()
    names = [name for name in AccountForm.base_fields if name != "idempotency_key"]
    initial: dict[str, Any] = {name: getattr(stands, name) for name in names} if stands else {}
    form = AccountForm.of(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in names}
        if form.performs(name_account, here.actor, here.fund, **told):
            messages.success(request, _("口座を登録しました。ちがう口座のファイルは、取り込まずにお知らせします。"))
            return HttpResponseRedirect(reverse("work-bank-fund", args=[code, fund]))
    context = {"fund": here.fund, "form": form, "crumbs": here.crumbs((_("口座を登録する"), ""))}
    return render(request, "funding/bank/account_form.html", context, status=form.status)
