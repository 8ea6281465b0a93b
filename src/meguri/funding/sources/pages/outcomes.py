"""Contracts that pay by outcome, and one: its table, each payment with the working that a reader can reckon again."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.funding.sources.figures import definition_digest
from meguri.funding.sources.keys import object_at
from meguri.funding.sources.models import OutcomeContract, OutcomePayment
from meguri.funding.sources.outcome_payment import Known, Linear, Steps, Table, pay
from meguri.funding.sources.outcome_words import number, working
from meguri.funding.sources.pages.standing import answers_of, crumbs, works
from meguri.funding.sources.policies import PAYMENT
from meguri.funding.words import in_words, to_the_yen
from meguri.indicators.labels import definition_of, name_of, period_label, suffix_of
from meguri.indicators.models import Indicator
from meguri.indicators.queries import catalogue
from meguri.towns.request import actor_of, opened_town_of

A_PAGE = 20


def contracts() -> QuerySet[OutcomeContract]:
    found: QuerySet[OutcomeContract] = OutcomeContract.objects.select_related(
        "project__town__municipality", "purpose__fund", "town__municipality"
    )
    return found.prefetch_related("steps", "payments")


@require_safe
def outcome_list(request: HttpRequest, code: str) -> HttpResponse:
    """Four queries beside those of every page."""
    town = opened_town_of(request)
    page = Paginator(contracts(), A_PAGE).get_page(request.GET.get("page"))
    known = catalogue().by_id
    lines = [(one, name_of(known[one.indicator_id]), in_words(_paid(one)), _paid(one)) for one in page]
    context = {"page": page, "lines": lines, "crumbs": crumbs(town, (_("成果連動の契約"), ""))}
    return render(request, "funding/sources/outcomes.html", context)


@require_safe
def one_outcome(request: HttpRequest, code: str, outcome: int) -> HttpResponse:
    """Nine queries at most beside those of every page."""
    town, found = opened_town_of(request), contracts().filter(pk=outcome).first()
    if found is None:
        raise Http404(_("この番号の契約はありません。成果連動の契約の一覧からさがしてください。"))
    indicator = catalogue().by_id[found.indicator_id]
    unit = suffix_of(indicator)
    thing = object_at("outcome_contract", found.public_reference().id)
    context = {
        "contract": found,
        "paid": in_words(_paid(found)),
        "paid_yen": _paid(found),
        "indicator": {
            "name": name_of(indicator), "definition": definition_of(indicator),
            "url": reverse("indicator", args=[code, indicator.key]),
            "is_other": definition_digest(indicator) != found.definition,
        },
        "table": table_of(found.table, unit),
        "facts": _facts(found),
        "payments": [_payment(found, one, indicator) for one in found.payments.all()],
        **answers_of(found.project),
        "works": works(actor_of(request), town, thing, [(_("成果への支払いを起案する"), PAYMENT)]),
        "thread_of": found.public_reference(),
        "crumbs": crumbs(town, (_("成果連動の契約"), reverse("outcomes", args=[code])), (found.title, "")),
    }  # fmt: skip
    return render(request, "funding/sources/outcome.html", context)


def _paid(contract: OutcomeContract) -> int:
    return sum(one.yen for one in contract.payments.all())


def _payment(contract: OutcomeContract, payment: OutcomePayment, indicator: Indicator) -> dict[str, Any]:
    """With its working, reckoned anew from the figure that it was paid for."""
    answer = pay(contract.table, contract.definition, Known(payment.figure, contract.definition))
    unit = suffix_of(indicator)
    return {
        "row": payment,
        "period": period_label(payment.period),
        "figure": f"{number(Fraction(payment.figure))}{unit}",
        "yen": in_words(payment.yen),
        "working": working(answer.lines, unit),
        "agrees": answer.yen == payment.yen,
    }


def table_of(table: Table, unit: str) -> dict[str, Any]:
    """The agreed table as rows."""
    if isinstance(table, Linear):
        rows = [
            (_("もとになる数"), f"{_number(table.base)}{unit}"),
            (_("1単位あたりの額"), _("%(yen)s円") % {"yen": to_the_yen(table.yen_a_unit)}),
            (_("1回に払う上限"), _("%(yen)s円") % {"yen": to_the_yen(table.cap_yen)}),
            (_("1回に払う下限"), _("%(yen)s円") % {"yen": to_the_yen(table.floor_yen)}),
        ]
        return {"columns": [_("決めたこと"), _("数")], "rows": rows}
    return {"columns": [_("数字が届いたところ"), (_("払う額（円）"), "number")], "rows": _steps(table, unit)}


def _steps(table: Steps, unit: str) -> list[tuple[Any, ...]]:
    less = table.better == "less"
    word = _("%(figure)s以下") if less else _("%(figure)s以上")
    rows = [
        (word % {"figure": f"{_number(one.threshold)}{unit}"}, (one.yen, to_the_yen(one.yen)))
        for one in sorted(table.steps, key=lambda one: one.threshold, reverse=less)
    ]
    return [(_("どの段階にも届かないとき"), (table.floor_yen, to_the_yen(table.floor_yen))), *rows]


def _number(value: Decimal) -> str:
    return number(Fraction(value))


def _facts(contract: OutcomeContract) -> list[tuple[str, Any]]:
    days = [date_format(day, "DATE_FORMAT") for day in (contract.signed_on, contract.ends_on)]
    return [
        (_("契約の相手"), contract.contractor),
        (_("期間"), " 〜 ".join(days)),
        (_("数字を確かめる第三者"), contract.evaluator),
        (_("払うもとの資金"), f"{contract.purpose.fund.name}（{contract.purpose.name}）"),
    ]
