"""Contracts: the list, one with what was paid for it, and the open data (OCDS, CSV)."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from meguri.core.policy import answer
from meguri.core.tables import write_csv
from meguri.funding.flow.contracts import (
    as_let,
    contract_at,
    contracts,
    paid_for,
    prefix_of,
    publisher_of,
)
from meguri.funding.flow.ocds import package
from meguri.funding.flow.policies import CONTRACT
from meguri.funding.journal.models import Contract
from meguri.funding.words import in_words, to_the_yen
from meguri.governance.models import PublicObject
from meguri.governance.queries.drafts import approvals_of
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of

CONTRACTS_A_PAGE = 50
MOST_RELEASES = 5000
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@require_safe
def contract_list(request: HttpRequest, code: str) -> HttpResponse:
    """All, the newest first. Three queries beside those of every page."""
    town, found = opened_town_of(request), contracts()
    page = Paginator(found, CONTRACTS_A_PAGE).get_page(request.GET.get("page"))
    total = found.order_by().aggregate(sum=Sum("yen"))["sum"] or 0
    context = {
        "page": page,
        "rows": [(one, to_the_yen(one.yen)) for one in page],
        "total": in_words(total),
        "is_registered": bool(prefix_of(town.code)),
        "may_draft": answer("governance.start_draft", actor_of(request), CONTRACT) is None,
        "new_url": reverse("new_draft", args=[code, CONTRACT]),
        "crumbs": [(town.name, f"/{town.code}/"), (_("契約"), "")],
    }
    return render(request, "funding/flow/contracts.html", context)


@require_safe
def one_contract(request: HttpRequest, code: str, contract: int) -> HttpResponse:
    """Six queries beside those of every page."""
    town, found = opened_town_of(request), contract_at(contract)
    if found is None:
        raise Http404(_("この番号の契約はありません。契約の一覧からさがしてください。"))
    paid = paid_for([found.pk]).get(found.pk, [])
    thing = PublicObject.objects.filter(kind="contract", key=found.public_reference().id).first()
    context = {
        "contract": found,
        "amount": in_words(found.yen),
        "paid_words": in_words(sum(yen for _entry, yen in paid)),
        "paid": [(entry, (yen, to_the_yen(yen))) for entry, yen in paid],
        "facts": _facts(found),
        "approved": approvals_of([thing.pk]).get(thing.pk) if thing else None,
        "thread_of": found.public_reference(),
        "crumbs": [(town.name, f"/{town.code}/"), (_("契約"), reverse("contracts", args=[code])), (found.title, "")],
    }
    return render(request, "funding/flow/contract.html", context)


def _facts(one: Contract) -> list[tuple[str, str]]:
    days = {"begin": _day(one.begins_on), "end": _day(one.ends_on)}
    in_town = {True: _("町内"), False: _("町外")}
    return [
        (_("契約の額"), _("%(yen)s円") % {"yen": to_the_yen(one.yen)}),
        (_("契約の日"), _day(one.signed_on)),
        *([(_("期間"), pgettext("first and last day", "%(begin)s 〜 %(end)s") % days)] if one.begins_on else []),
        (_("契約の相手"), one.supplier_name),
        *([(_("法人番号"), one.supplier_number)] if one.supplier_number else []),
        *([(_("町内の相手か"), in_town[one.in_town])] if one.in_town is not None else []),
        (_("選び方"), str(one.get_method_display())),
        *([(_("その方法にした理由"), one.reason)] if one.reason else []),
    ]


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


@require_safe
def contracts_ocds(request: HttpRequest, code: str) -> JsonResponse:
    """A release package of OCDS 1.1."""
    town, address = opened_town_of(request), settings.SITE_ADDRESS
    if not contracts().exists():  # the schema knows no package without a release
        raise Http404(_("契約は、まだ公表していません。"))
    let = as_let(list(contracts()[:MOST_RELEASES]), town, address)
    made = package(publisher_of(town, address), f"{address}{request.path}", let, LICENCE)
    return JsonResponse(made, json_dumps_params={"ensure_ascii": False})


HEAD = (
    "契約番号", "件名", "事業", "契約の相手", "法人番号", "町内か", "選び方", "理由", "契約の額（円）", "契約の日",
    "いつから", "いつまで", "支払った額（円）",
)  # fmt: skip


@require_safe
def contracts_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    town = opened_town_of(request)
    response = StreamingHttpResponse(list(write_csv(_rows(town))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{town.code}-contracts.csv"'
    return response


def _rows(town: Town) -> Iterator[tuple[Any, ...]]:
    yield HEAD
    found = list(contracts())
    paid = paid_for(one.pk for one in found)
    for one in found:
        yield (
            one.pk, one.title, one.project.name, one.supplier_name, one.supplier_number,
            {True: "町内", False: "町外", None: ""}[one.in_town], one.get_method_display(), one.reason, one.yen,
            one.signed_on, one.begins_on, one.ends_on, sum(yen for _entry, yen in paid.get(one.pk, ())),
        )  # fmt: skip
