"""The papers of a gift, a fund and a project: the giver's report, the sheet for the assembly, the account of a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meguri.core.paper import paper_response
from meguri.funding.flow.pages.fund import fund_of
from meguri.funding.flow.papers import account_paper, donor_paper, sheet_of_fund, sheet_of_project
from meguri.funding.flow.queries import where_it_went
from meguri.funding.giving.queries import gift_by_token
from meguri.funding.journal.models import JournalEntry
from meguri.projects.queries.sheet import project_at
from meguri.towns.request import opened_town_of
from meguri.towns.view_door import through_the_door


@require_safe
@through_the_door
def fund_sheet(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    opened_town_of(request)
    return paper_response(sheet_of_fund(fund_of(fund)), f"{code}-fund-{fund}")


@require_safe
@through_the_door
def project_sheet(request: HttpRequest, code: str, project: int) -> HttpResponse:
    opened_town_of(request)
    found = project_at(project)
    if found is None:
        raise Http404(_("この番号の事業はありません。事業の一覧からさがしてください。"))
    return paper_response(sheet_of_project(found), f"{code}-project-{project}")


@require_safe
@through_the_door
def fund_account(request: HttpRequest, code: str, fund: int, year: int) -> HttpResponse:
    opened_town_of(request)
    found = fund_of(fund)
    if not JournalEntry.objects.filter(fund=found, fiscal_year=year).exists():
        raise Http404(_("この年度の仕訳は、この資金にはありません。"))
    return paper_response(account_paper(found, year), f"{code}-fund-{fund}-{year}")


@never_cache
@require_safe
@through_the_door
def gift_report(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """For whoever has the giver's secret address."""
    opened_town_of(request)
    found = gift_by_token(token)
    if found is None:
        raise Http404(_("この番号の寄附はありません。"))
    return paper_response(donor_paper([where_it_went(found.entry)]), f"{code}-gift-report")
