"""What a draft of this room will look like once it is public. Asked only while its form holds together."""

from collections.abc import Mapping
from typing import Any

from meguri.funding.flow.models import OfficialTotal
from meguri.funding.journal.models import Contract
from meguri.funding.models import BudgetLine
from meguri.funding.words import to_the_yen, year_in_words
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft
from meguri.projects.models import Project


def contract_preview(draft: Draft) -> Mapping[str, Any]:
    given = form_of(draft).cleaned_data
    return {
        "given": given,
        "yen": to_the_yen(given["amount"]),
        "method": Contract.Method(given["method"]).label,
        "project": Project.objects.filter(pk=given["project"]).first(),
    }


def official_total_preview(draft: Draft) -> Mapping[str, Any]:
    given = form_of(draft).cleaned_data
    return {
        "given": given,
        "yen": to_the_yen(given["amount"]),
        "year": year_in_words(given["fiscal_year"]),
        "side": BudgetLine.Side(given["side"]).label,
        "kind": OfficialTotal.Kind(given["kind"]).label,
    }
