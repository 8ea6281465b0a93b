"""What can be drafted in this room: a contract, and the official total of a year's account."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.funding.budget_kind import GENERAL
from meguri.funding.flow.actions.contracts import publish_contract
from meguri.funding.flow.actions.official_totals import publish_official_total
from meguri.funding.flow.forms.contract import ContractForm
from meguri.funding.flow.forms.official_total import OfficialTotalForm
from meguri.funding.flow.policies import CONTRACT, OFFICIAL_TOTAL
from meguri.funding.flow.previews import contract_preview, official_total_preview
from meguri.governance.draft_kinds import DraftKind, register
from meguri.governance.models import PublicObject
from meguri.projects.keys import project_of


def _for_the_project(about: PublicObject | None) -> Mapping[str, Any]:
    project = project_of(about)
    return {"project": project.pk} if project is not None else {}


register(
    DraftKind(
        CONTRACT,
        _("契約"),
        ContractForm,
        publish=publish_contract,
        preview="funding/flow/previews/contract.html",
        preview_context=contract_preview,
        initial=_for_the_project,
    )
)
register(
    DraftKind(
        OFFICIAL_TOTAL,
        _("公式の合計"),
        OfficialTotalForm,
        publish=publish_official_total,
        preview="funding/flow/previews/official_total.html",
        preview_context=official_total_preview,
        initial=lambda about: {"account": GENERAL, "side": "expenditure", "kind": "settlement"},
    )
)
