"""What needs money, project by project, explained and never offered: no order by return, no promise."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.funding.sources.keys import object_at
from meguri.funding.sources.models import Investment
from meguri.funding.sources.pages.standing import answers_of, crumbs, works
from meguri.funding.sources.policies import INVESTMENT
from meguri.funding.words import in_words
from meguri.towns.request import actor_of, opened_town_of

A_PAGE = 20
CHIPS = {Investment.Risk.LOW: "plain", Investment.Risk.SOME: "wait", Investment.Risk.HIGH: "warn"}


@require_safe
def investment_list(request: HttpRequest, code: str) -> HttpResponse:
    """By the name of the project alone: nothing is ranked for sale. Two queries beside those of every page."""
    town = opened_town_of(request)
    rows = Investment.objects.select_related("project", "holder").order_by("project__name", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(one, risk_chip(one)) for one in page],
        "crumbs": crumbs(town, (_("投資の説明"), "")),
    }
    return render(request, "funding/sources/investments.html", context)


@require_safe
def one_investment(request: HttpRequest, code: str, investment: int) -> HttpResponse:
    """Six queries at most beside those of every page."""
    town = opened_town_of(request)
    rows = Investment.objects.select_related("project__town__municipality", "holder", "town__municipality")
    found = rows.filter(pk=investment).first()
    if found is None:
        raise Http404(_("この番号の投資の説明はありません。一覧からさがしてください。"))
    thing = object_at("project", found.project.public_reference().id)
    context = {
        "sheet": found,
        "risk": risk_chip(found),
        "wanted": in_words(found.wanted_yen) if found.wanted_yen else "",
        "parts": [
            (_("何をめざすか"), found.aim), (_("お金の使いみち"), found.use), (_("うまくいかないとき"), found.downside),
            (_("いつ報告するか"), found.reporting),
        ],
        "checked": date_format(found.lawyer_on, "DATE_FORMAT") if found.lawyer_on else "",
        **answers_of(found.project),
        "works": works(actor_of(request), town, thing, [(_("この説明を改める"), INVESTMENT)]),
        "thread_of": found.public_reference(),
        "crumbs": crumbs(town, (_("投資の説明"), reverse("investments", args=[code])), (found.project.name, "")),
    }  # fmt: skip
    return render(request, "funding/sources/investment.html", context)


def risk_chip(sheet: Investment) -> tuple[str, str]:
    risk = Investment.Risk(sheet.risk)
    return _("リスクは%(risk)s") % {"risk": risk.label}, CHIPS[risk]
