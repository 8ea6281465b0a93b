"""The journal of a fund, page by page and as CSV; and one entry with its postings."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.policy import answer
from meguri.core.tables import write_csv
from meguri.funding.journal.holding import why_not_keep
from meguri.funding.journal.models import Account, Fund, JournalEntry, Posting, Purpose
from meguri.funding.journal.pages.funds import crumbs_to_funds, fund_found
from meguri.funding.journal.pages.lines import lines_of
from meguri.funding.journal.policies import REVERSAL
from meguri.funding.journal.queries import entries_of, entry_at, years_of
from meguri.funding.words import in_words, short_year, to_the_yen
from meguri.governance.models import PublicObject
from meguri.towns.request import actor_of, opened_town_of

ENTRIES_A_PAGE = 50


@require_safe
def journal(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    """`?year=&purpose=&stage=` as far as given. Six queries beside those of every page."""
    town, found = opened_town_of(request), fund_found(fund)
    purposes = list(Purpose.objects.filter(fund=found))
    wanted = _wanted(request, purposes)
    entries = entries_of(found, **wanted).select_related("project")
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "fund": found,
        "page": page,
        "lines": lines_of(list(page)),
        "wanted": wanted,
        "kept": urlencode({name: value for name, value in wanted.items() if value}),
        "years": [(year, short_year(year)) for year in years_of(found)],
        "purposes": purposes,
        "stages": JournalEntry.Stage.choices,
        "crumbs": [*crumbs_to_funds(town), (found.name, _fund_url(code, found)), (_("仕訳帳"), "")],
    }
    return render(request, "funding/journal/journal.html", context)


def _wanted(request: HttpRequest, purposes: list[Purpose]) -> dict[str, Any]:
    """What the reader asked for; what is no year, purpose or stage of this fund is not asked."""
    year, purpose = request.GET.get("year", ""), request.GET.get("purpose", "")
    stage = request.GET.get("stage", "")
    return {
        "fiscal_year": int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        "purpose": next((one.pk for one in purposes if str(one.pk) == purpose), None),
        "stage": stage if stage in JournalEntry.Stage.values else None,
    }


@require_safe
def one_entry(request: HttpRequest, code: str, entry: UUID) -> HttpResponse:
    """Five queries beside those of every page."""
    town, found = opened_town_of(request), entry_at(entry)
    if found is None:
        raise Http404(_("この番号の仕訳はありません。資金の仕訳帳からさがしてください。"))
    postings = list(Posting.objects.filter(entry=found).select_related("account__purpose"))
    line = lines_of([found])[0]
    context = {
        "entry": found,
        "line": line,
        "amount": in_words(abs(line.yen)),
        "table": _postings(postings),
        "reversed_by": getattr(found, "reversed_by", None),
        "reversal_url": _reversal_url(request, found),
        "thread_of": found.project.public_reference() if found.project else found.fund.public_reference(),
        "crumbs": [*crumbs_to_funds(town), (found.fund.name, _fund_url(code, found.fund)), (found.text, "")],
    }
    return render(request, "funding/journal/entry.html", context)


def _postings(postings: list[Posting]) -> dict[str, Any]:
    columns = [_("勘定"), (_("借方（円）"), "number"), (_("貸方（円）"), "number")]
    rows = [
        (account_name(one.account), *(_side(yen) for yen in (max(one.yen, 0), max(-one.yen, 0)))) for one in postings
    ]
    return {"columns": columns, "rows": rows}


def _side(yen: int) -> tuple[int | None, str]:
    return (yen, to_the_yen(yen)) if yen else (None, "")


def account_name(account: Account) -> str:
    """As 「使いみち別の残高（空き店舗の改修）」."""
    word = str(Account.Kind(account.kind).label)
    return f"{word}（{account.purpose.name}）" if account.purpose is not None else word


def _reversal_url(request: HttpRequest, entry: JournalEntry) -> str:
    """Where a reversal is drafted; "" for a reader who cannot, or an entry that cannot be reversed."""
    actor = actor_of(request)
    if entry.reverses_id is not None or hasattr(entry, "reversed_by") or not actor.is_signed_in:
        return ""
    thing = PublicObject.objects.filter(kind="fund", key=entry.fund.public_reference().id).first()
    if answer("governance.start_draft", actor, REVERSAL) is not None or why_not_keep(actor.person_id, thing):
        return ""
    query = urlencode({"about": f"fund:{entry.fund.public_reference().id}", "entry": str(entry.pk)})
    return f"{reverse('new_draft', args=[entry.town.code, REVERSAL])}?{query}"


def _fund_url(code: str, fund: Fund) -> str:
    return reverse("fund", args=[code, fund.pk])


HEAD = (
    "仕訳番号", "日付", "年度", "段階", "財源", "摘要", "事業", "決裁した役職", "勘定", "使いみち", "借方（円）",
    "貸方（円）", "町内の支払先か", "取り消した仕訳", "理由",
)  # fmt: skip


@require_safe
def journal_csv(request: HttpRequest, code: str, fund: int) -> StreamingHttpResponse:
    """Every posting of the fund, in the order of booking."""
    opened_town_of(request)
    found = fund_found(fund)
    response = StreamingHttpResponse(list(write_csv(_rows(found))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-fund-{fund}.csv"'
    return response


def _rows(fund: Fund) -> Iterator[tuple[Any, ...]]:
    yield HEAD
    postings = Posting.objects.filter(account__fund=fund).select_related(
        "entry__project", "entry__approved_by__organisation", "account__purpose"
    )
    for one in postings.order_by("id").iterator(2000):
        entry, purpose = one.entry, one.account.purpose
        yield (
            str(entry.pk), entry.on, entry.fiscal_year, entry.get_stage_display(), entry.get_way_display(), entry.text,
            entry.project.name if entry.project else "",
            entry.approved_by.full_name if entry.approved_by else "",
            one.account.get_kind_display(), purpose.name if purpose else "",
            max(one.yen, 0) or None, max(-one.yen, 0) or None,
            {True: "町内", False: "町外", None: ""}[entry.in_town], str(entry.reverses_id or ""), entry.reason,
        )  # fmt: skip
