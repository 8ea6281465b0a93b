"""The funds of a town, and one fund: whose it is, what each purpose has, its last entries, its years."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meguri.core.actor import Actor
from meguri.core.fiscal import fiscal_year_range
from meguri.core.policy import answer
from meguri.funding.journal.actions.years import close_year
from meguri.funding.journal.holding import why_not_keep
from meguri.funding.journal.models import Fund
from meguri.funding.journal.pages.lines import lines_of
from meguri.funding.journal.policies import BOOKING, EXPENSE, FUND
from meguri.funding.journal.queries import FundSheet, entries_of, fund_at, funds, sheets_of, years_of
from meguri.funding.words import in_words, to_the_yen, year_in_words
from meguri.governance.models import PublicObject
from meguri.governance.queries.contact import contact_of
from meguri.governance.queries.responsibilities import accountable_for
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door

FUNDS_A_PAGE = 20
LAST = 10
ALWAYS_SHOWN = 3


@require_safe
def fund_list(request: HttpRequest, code: str) -> HttpResponse:
    """All funds, those that go on first. Eight queries beside those of every page."""
    town = opened_town_of(request)
    page = Paginator(funds(), FUNDS_A_PAGE).get_page(request.GET.get("page"))
    sheets = sheets_of(page)
    context = {
        "page": page,
        "lines": [(fund, sheets[fund.pk], in_words(sheets[fund.pk].available)) for fund in page],
        "may_open": answer("governance.start_draft", actor_of(request), FUND) is None,
        "new_url": reverse("new_draft", args=[code, FUND]),
        "crumbs": [(town.name, f"/{code}/"), (_("資金"), "")],
    }
    return render(request, "funding/journal/funds.html", context)


@require_safe
def one_fund(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    """Fourteen queries at most beside those of every page."""
    town, found = opened_town_of(request), fund_found(fund)
    sheet = sheets_of([found])[found.pk]
    thing = PublicObject.objects.filter(kind="fund", key=found.public_reference().id).first()
    answering = accountable_for([thing.pk]).get(thing.pk) if thing else None
    context = {
        "fund": found,
        "sheet": sheet,
        "left": in_words(sheet.available),
        "received": in_words(sheet.received),
        "spent": in_words(sheet.spent),
        "purposes": purposes_table(sheet),
        "answering": answering,
        "contact": contact_of(answering.post) if answering else None,
        "lines": lines_of(list(entries_of(found).select_related("project")[:LAST])),
        "years": _years(found, sheet),
        "works": _works(actor_of(request), thing, found),
        "may_close": answer("funding.close_year", actor_of(request), found, 0) is None,
        "thread_of": found.public_reference(),
        "crumbs": [*crumbs_to_funds(town), (found.name, "")],
    }
    return render(request, "funding/journal/fund.html", context)


@require_POST
@through_the_door
def close(request: HttpRequest, code: str, fund: int, year: int) -> HttpResponse:
    opened_town_of(request)
    close_year(actor_of(request), fund_found(fund), year)
    return redirect("fund", code, fund)


def fund_found(pk: int) -> Fund:
    found = fund_at(pk)
    if found is None:
        raise Http404(_("この番号の資金はありません。資金の一覧からさがしてください。"))
    return found


def crumbs_to_funds(town: Town) -> list[tuple[str, str]]:
    return [(town.name, f"/{town.code}/"), (_("資金"), reverse("funds", args=[town.code]))]


def purposes_table(sheet: FundSheet) -> dict[str, Any]:
    """What is left of each purpose and how it came to be, to the yen; sums last. Columns with nothing are left out.

    残り = 受取 − 支出 − 返還 + 利息・振替 − 貸しているお金; 予定 and 約束 are still to come.
    """
    told = {
        _("残り"): [one.balance.available for one in sheet.purposes],
        _("受取"): [one.received for one in sheet.purposes],
        _("支出"): [one.spent for one in sheet.purposes],
        _("返還"): [one.returned for one in sheet.purposes],
        _("利息・振替"): [one.otherwise for one in sheet.purposes],
        _("貸しているお金"): [one.balance.lent for one in sheet.purposes],
        _("予定"): [one.balance.planned for one in sheet.purposes],
        _("約束"): [one.balance.committed for one in sheet.purposes],
    }
    shown = {name: yen for at, (name, yen) in enumerate(told.items()) if at < ALWAYS_SHOWN or any(yen)}
    names = [one.purpose.name for one in sheet.purposes]
    if len(names) > 1:
        names.append(_("合計"))
        shown = {name: [*yen, sum(yen)] for name, yen in shown.items()}
    return {
        "columns": [_("使いみち"), *((name, "number") for name in shown)],
        "rows": [
            (name, *((yen[at], to_the_yen(yen[at])) for yen in shown.values())) for at, name in enumerate(names)
        ],
    }


def _years(fund: Fund, sheet: FundSheet) -> list[dict[str, Any]]:
    closed = {one.fiscal_year: one for one in sheet.closed}
    today = timezone.localdate()
    return [
        {
            "year": year,
            "name": year_in_words(year),
            "closed": closed.get(year),
            "can_close": year not in closed and fiscal_year_range(year)[1] < today and not fund.is_copy,
        }
        for year in years_of(fund)
    ]


def _works(actor: Actor, thing: PublicObject | None, fund: Fund) -> list[tuple[str, str]]:
    """Words and addresses of what the reader may do here: the drafts to begin, and the fund's account."""
    if thing is None or not actor.is_signed_in:
        return []
    account = [(_("口座と明細"), reverse("work-bank-fund", args=[fund.town.code, fund.pk]))]
    return _drafts(actor, thing, fund) + (account if answer("funding.take_money_file", actor, fund) is None else [])


def _drafts(actor: Actor, thing: PublicObject, fund: Fund) -> list[tuple[str, str]]:
    about = f"?about=fund:{thing.key}"
    kinds = []
    if not why_not_keep(actor.person_id, thing):
        kinds = [(_("支出を起案する"), EXPENSE), (_("お金の動きを起案する"), BOOKING)]
    if answer("governance.start_draft", actor, FUND) is None:
        kinds.append((_("資金のことを改める"), FUND))
    return [(word, reverse("new_draft", args=[fund.town.code, kind]) + about) for word, kind in kinds]
