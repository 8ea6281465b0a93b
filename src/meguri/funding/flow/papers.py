"""The papers of this room as PDF: the giver's report, the sheet for the assembly, the account of a fund for a year.

They are made from the same queries as the pages, and are in Japanese, as offices read them.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from meguri.core.fiscal import settlement_end
from meguri.core.paper import render_pdf
from meguri.funding.flow.account_of_year import account_of_year, entries_of_year, summed
from meguri.funding.flow.effects import effects_of
from meguri.funding.flow.flow_table import FlowTable, folded
from meguri.funding.flow.flows import came_in_words, gift_flow, project_flow
from meguri.funding.flow.pages.fund import flow_of_fund
from meguri.funding.flow.pages.gift import projects_of
from meguri.funding.flow.queries import WhereItWent
from meguri.funding.flow.sentences import gift_sentences
from meguri.funding.flow.showing import percent
from meguri.funding.flow.sources import sources_of
from meguri.funding.flow.sums import came_to
from meguri.funding.journal.models import ClosedYear, Fund
from meguri.funding.journal.pages.lines import lines_of
from meguri.funding.queries import money_of
from meguri.funding.words import in_words, to_the_yen, year_in_words
from meguri.projects.models import Project

MOST_ENTRIES = 2000
ROWS_ON_A_SHEET = 10
EFFECTS_ON_A_SHEET = 4


def donor_paper(went: Sequence[WhereItWent]) -> bytes:
    """For one giver: where the yen are now. It names nobody."""
    with override("ja"):
        sentences = gift_sentences(went)
        uses = [(use.entry, to_the_yen(use.yen)) for one in went for use in one.uses]
        context = {
            "lead": sentences[0],
            "sentences": sentences[1:],
            "flow": _table(gift_flow(went)),
            "uses": uses[:MOST_ENTRIES],
            "effects": list(effects_of(projects_of(went)).values()),
        }
        return render_pdf("funding/flow/papers/donor.html", context, title="ご寄附の行き先のご報告")


def sheet_of_fund(fund: Fund) -> bytes:
    """A fund on one A4 for the assembly."""
    with override("ja"):
        flow, projects = flow_of_fund(fund)
        came = list(came_in_words(came_to(fund)))
        kept = sum(row.yen for row in flow.rows if row.path[-1].tone == "kept")
        context = {
            "fund": fund,
            "lead": f"これまでに{in_words(sum(yen for _word, yen in came))}を受け取り、"
            f"{in_words(flow.yen - kept)}を使い（返した分をふくむ）、{in_words(kept)}が残っています。",
            "came": [(word, to_the_yen(yen)) for word, yen in came],
            "flow": _table(folded(flow, "そのほか", ROWS_ON_A_SHEET)),
            "effects": list(effects_of(projects[:EFFECTS_ON_A_SHEET]).values()),
        }
        return render_pdf("funding/flow/papers/fund.html", context, title=f"議会資料　{fund.name}")


def sheet_of_project(project: Project) -> bytes:
    """A project's money on one A4 for the assembly."""
    with override("ja"):
        flow = project_flow(project, sources_of(project))
        years = [
            (year_in_words(one.fiscal_year), to_the_yen(one.money.budget), to_the_yen(one.money.settlement))
            for one in money_of([project.pk])[project.pk][:5]
        ]
        context = {
            "project": project,
            "lead": f"資金から、これまでに{in_words(flow.yen)}を使いました。"
            if flow.rows
            else "資金からの支出はありません。",
            "flow": _table(folded(flow, "そのほか", ROWS_ON_A_SHEET)),
            "years": years,
            "effects": list(effects_of([project]).values()),
        }
        return render_pdf("funding/flow/papers/project.html", context, title=f"議会資料　{project.name}")


def account_paper(fund: Fund, fiscal_year: int) -> bytes:
    """収支報告書: what an accountant needs of a fund's year, purpose by purpose and entry by entry."""
    with override("ja"):
        accounts = account_of_year(fund, fiscal_year)
        lines = lines_of(entries_of_year(fund, fiscal_year, MOST_ENTRIES))
        closed = ClosedYear.objects.filter(fund=fund, fiscal_year=fiscal_year).first()
        context: dict[str, Any] = {
            "fund": fund,
            "year": year_in_words(fiscal_year),
            "rows": [(one.name, [to_the_yen(yen) for yen in one.amounts]) for one in [*accounts, summed(accounts)]],
            "lines": lines,
            "is_cut": len(lines) == MOST_ENTRIES,
            "closed": closed,
            "is_open": closed is None and timezone.localdate() <= settlement_end(fiscal_year),
        }
        return render_pdf("funding/flow/papers/account.html", context, title=f"収支報告書　{fund.name}")


def _table(flow: FlowTable) -> dict[str, Any]:
    return {
        "heads": [flow.columns[at] for at in flow.telling] if flow.rows else [],
        "rows": [
            ([row.path[at].name for at in flow.telling], to_the_yen(row.yen), percent(row.yen, flow.yen))
            for row in flow.rows
        ],
        "total": to_the_yen(flow.yen),
    }
