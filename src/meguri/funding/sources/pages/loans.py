"""The loans of a town's funds, and one with its schedule and the repayments against it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from meguri.funding.sources.keys import object_at
from meguri.funding.sources.loan_schedule import Line, State, compared, owed, schedule
from meguri.funding.sources.models import Loan, Repayment
from meguri.funding.sources.pages.standing import answers_of, crumbs, works
from meguri.funding.sources.policies import REPAYMENT
from meguri.funding.words import in_words, to_the_yen
from meguri.towns.request import actor_of, opened_town_of

A_PAGE = 20
INSTALMENTS_A_PAGE = 60
STATES = {
    State.PAID: (gettext_lazy("返りました"), "good"), State.PAID_LATE: (gettext_lazy("おくれて返りました"), "warn"),
    State.SHORT: (gettext_lazy("足りません"), "bad"), State.LATE: (gettext_lazy("期日をすぎています"), "bad"),
    State.TO_COME: (gettext_lazy("これから"), "plain"),
}  # fmt: skip


def loans() -> QuerySet[Loan]:
    found: QuerySet[Loan] = Loan.objects.select_related("borrower", "project", "purpose__fund", "town__municipality")
    return found.prefetch_related(Prefetch("repayments", Repayment.objects.order_by("number")))


@require_safe
def loan_list(request: HttpRequest, code: str) -> HttpResponse:
    """Three queries beside those of every page."""
    town, today = opened_town_of(request), timezone.localdate()
    page = Paginator(loans(), A_PAGE).get_page(request.GET.get("page"))
    lines = []
    for loan in page:
        paid = [one.paid for one in loan.repayments.all()]
        late = any(one.state in (State.LATE, State.SHORT) for one in compared(schedule(loan.terms), paid, today))
        lines.append((loan, in_words(loan.yen), in_words(owed(loan.yen, paid)), late))
    context = {"page": page, "lines": lines, "crumbs": crumbs(town, (_("融資"), ""))}
    return render(request, "funding/sources/loans.html", context)


@require_safe
def one_loan(request: HttpRequest, code: str, loan: int) -> HttpResponse:
    """Nine queries at most beside those of every page."""
    town, today = opened_town_of(request), timezone.localdate()
    found = loans().filter(pk=loan).first()
    if found is None:
        raise Http404(_("この番号の融資はありません。融資の一覧からさがしてください。"))
    paid = [one.paid for one in found.repayments.all()]
    lines = compared(schedule(found.terms), paid, today)
    left = owed(found.yen, paid)
    page = Paginator(lines, INSTALMENTS_A_PAGE).get_page(request.GET.get("page"))
    thing = object_at("loan", found.public_reference().id)
    context = {
        "loan": found,
        "lent": in_words(found.yen),
        "back": in_words(found.yen - left),
        "back_yen": found.yen - left,
        "left": in_words(left),
        "left_yen": left,
        "late": [one for one in lines if one.state in (State.LATE, State.SHORT)],
        "facts": _facts(found),
        "page": page,
        "table": _table(list(page)),
        **answers_of(found.project),
        "works": works(actor_of(request), town, thing, [(_("返済が入ったことを起案する"), REPAYMENT)]),
        "thread_of": found.public_reference(),
        "crumbs": crumbs(town, (_("融資"), reverse("loans", args=[code])), (found.name, "")),
    }
    return render(request, "funding/sources/loan.html", context)


def _facts(loan: Loan) -> list[tuple[str, Any]]:
    return [
        (_("年利"), _("%(rate)s％") % {"rate": f"{loan.rate.normalize():f}"}),
        (_("返し方"), _("%(way)s、%(every)s、%(times)s回") % {
            "way": loan.get_way_display(), "every": loan.get_every_display(), "times": loan.instalments}),
        (_("貸した日"), date_format(loan.lent_on, "DATE_FORMAT")),
        (_("担保・保証"), loan.security),
    ]  # fmt: skip


def _table(lines: list[Line]) -> dict[str, Any]:
    columns = [
        _("回"), _("期日"),
        *((word, "number") for word in (_("元金（円）"), _("利息（円）"), _("そのあとの残り（円）"))),
        (_("入った額（円）"), "number"), _("入った日"), _("いま"),
    ]  # fmt: skip
    return {"columns": columns, "rows": [_row(one) for one in lines]}


def _row(line: Line) -> list[Any]:
    due, paid = line.instalment, line.paid
    came = (paid.principal + paid.interest, to_the_yen(paid.principal + paid.interest)) if paid else (None, "—")
    return [
        str(due.number), date_format(due.due_on, "DATE_FORMAT"),
        *((yen, to_the_yen(yen)) for yen in (due.principal, due.interest, due.left)),
        came, date_format(paid.on, "DATE_FORMAT") if paid else "", str(STATES[line.state][0]),
    ]  # fmt: skip
