"""What can be drafted about funds: the fund itself, an expense, another movement, the reversal of an entry."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Role
from meguri.funding.journal.actions.funds import publish_fund
from meguri.funding.journal.actions.movements import publish_booking, publish_expense, publish_reversal
from meguri.funding.journal.forms.fund import FundForm
from meguri.funding.journal.forms.movements import BookingForm, ExpenseForm, ReversalForm
from meguri.funding.journal.holding import fund_of, holding_post_of, post_answering, why_not_keep
from meguri.funding.journal.policies import BOOKING, EXPENSE, FUND, REVERSAL
from meguri.funding.journal.previews import fund_preview, movement_preview, reversal_preview
from meguri.governance.draft_kinds import OFFICE_ROLES, DraftKind, register
from meguri.governance.models import PublicObject

ROLES = OFFICE_ROLES | {Role.FIRM, Role.RESIDENT}
"""Firms and associations draft for their own funds; `why_not_keep` says so."""


def _standing(about: PublicObject | None) -> Mapping[str, Any]:
    fund = fund_of(about)
    if fund is None:
        return {}
    names = ("name", "kind", "ordinance", "aim", "opened_on", "closed_on")
    post = post_answering(about)
    return {name: getattr(fund, name) for name in names} | {"holder": fund.holder_id, "post": post.pk if post else None}


register(
    DraftKind(
        FUND, _("資金"), FundForm, publish=publish_fund, preview="funding/journal/previews/fund.html",
        preview_context=fund_preview, initial=_standing,
    )
)  # fmt: skip
for name, word, form, publish, preview, context in (
    (EXPENSE, _("資金からの支出"), ExpenseForm, publish_expense, "movement", movement_preview),
    (BOOKING, _("資金のお金の動き"), BookingForm, publish_booking, "movement", movement_preview),
    (REVERSAL, _("仕訳の取り消し"), ReversalForm, publish_reversal, "reversal", reversal_preview),
):
    register(
        DraftKind(
            name, word, form, publish=publish, preview=f"funding/journal/previews/{preview}.html",
            preview_context=context, roles=ROLES, needs_about="fund", why_not=why_not_keep, held_by=holding_post_of,
        )
    )  # fmt: skip
