"""What can be drafted about other sources of money: ten kinds, each published by its own act."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Role
from meguri.core.errors import BadInput
from meguri.funding.journal.models import Purpose
from meguri.funding.sources.actions.in_kind import publish_in_kind
from meguri.funding.sources.actions.investments import publish_investment
from meguri.funding.sources.actions.loans import publish_loan, publish_repayment
from meguri.funding.sources.actions.outcomes import publish_outcome_contract, publish_outcome_payment
from meguri.funding.sources.actions.staying import publish_return_edge, publish_stay
from meguri.funding.sources.actions.subsidies import publish_subsidy, publish_subsidy_duty
from meguri.funding.sources.books import post_behind, post_of_purpose_typed, why_not_book, why_not_from
from meguri.funding.sources.forms.in_kind import InKindForm
from meguri.funding.sources.forms.investment import InvestmentForm
from meguri.funding.sources.forms.loan import LoanForm, RepaymentForm
from meguri.funding.sources.forms.outcome import ContractForm, PaymentForm
from meguri.funding.sources.forms.staying import ReturnForm, StayForm
from meguri.funding.sources.forms.subsidy import DutyForm, SubsidyForm
from meguri.funding.sources.keys import row_of
from meguri.funding.sources.models import Investment
from meguri.funding.sources.policies import (
    CONTRACT,
    DUTY,
    IN_KIND,
    INVESTMENT,
    LOAN,
    PAYMENT,
    REPAYMENT,
    RETURN,
    STAY,
    SUBSIDY,
)
from meguri.funding.sources.previews import loan_preview, payment_preview, preview
from meguri.governance.draft_kinds import OFFICE_ROLES, DraftKind, register
from meguri.governance.models import Draft, PublicObject
from meguri.projects.keys import project_of
from meguri.projects.ownership import NOT_REGISTERED, own_organisations, why_not_theirs, works_in_the_office

ROLES = OFFICE_ROLES | {Role.FIRM, Role.RESIDENT}
"""Firms and associations draft for themselves and for the funds they hold; `why_not` says so."""
SUBSIDY_COLUMNS = (
    "name", "giver", "giver_name", "rate", "yearly_yen", "decided_on", "begins_on", "ends_on", "conditions",
    "carried_by", "after",
)  # fmt: skip
SHEET_COLUMNS = (
    "aim", "use", "wanted_yen", "downside", "risk", "risk_why", "reporting", "takes_interest", "operator_name",
    "operator_number", "operator_url", "lawyer_name", "lawyer_on",
)  # fmt: skip


def _subsidy(about: PublicObject | None) -> Mapping[str, Any]:
    found = row_of(about, "subsidy")
    return {} if found is None else {name: getattr(found, name) for name in SUBSIDY_COLUMNS} | {"amount": found.yen}


def _sheet(about: PublicObject | None) -> Mapping[str, Any]:
    found = Investment.objects.filter(project=project_of(about)).first()
    if found is None:
        return {}
    return {name: getattr(found, name) for name in SHEET_COLUMNS} | {"holder": found.holder_id}


def _why_not_stay(person_id: int | None, about: PublicObject | None) -> str:
    """Staff, and whoever stands for a firm or an association."""
    if person_id is None or works_in_the_office(person_id) or own_organisations(person_id):
        return ""
    return str(NOT_REGISTERED)


def _check_stay(draft: Draft) -> None:
    """Nobody promises for another body."""
    own, chosen = own_organisations(draft.author_id), str(draft.content.get("organisation") or "")
    if not works_in_the_office(draft.author_id) and chosen not in {str(pk) for pk in own}:
        raise BadInput(_("自分の会社・団体のことだけを約束できます。「つづける会社・団体」を選び直してください。"))


def _why_not_project(person_id: int | None, about: PublicObject | None) -> str:
    return why_not_theirs(person_id, project_of(about))


def _check_contract(draft: Draft) -> None:
    """Whoever writes in the books of the fund may agree to pay out of it."""
    typed = str(draft.content.get("purpose") or "")
    purpose = Purpose.objects.select_related("fund__holder", "fund__town__municipality").filter(pk=typed).first()
    if purpose is not None and (why := why_not_from(draft.author_id, purpose.fund)):
        raise BadInput(why)


def _kind(name: str, word: Any, form: Any, publish: Any, **more: Any) -> None:
    given = {"preview": "funding/sources/previews/thing.html", "preview_context": preview, **more}
    register(DraftKind(name, word, form, publish=publish, **given))


_kind(SUBSIDY, _("補助金"), SubsidyForm, publish_subsidy, initial=_subsidy)
_kind(DUTY, _("補助金の報告を出したこと"), DutyForm, publish_subsidy_duty, needs_about="subsidy")
_kind(STAY, _("つづける約束"), StayForm, publish_stay, needs_about="project", roles=ROLES, why_not=_why_not_stay,
      check=_check_stay)  # fmt: skip
_kind(RETURN, _("成果が呼びこんだもの"), ReturnForm, publish_return_edge, needs_about="project", roles=ROLES,
      why_not=_why_not_project)  # fmt: skip
_kind(LOAN, _("融資"), LoanForm, publish_loan, needs_about="fund", roles=ROLES, why_not=why_not_book,
      held_by=post_behind, preview_context=loan_preview)  # fmt: skip
_kind(REPAYMENT, _("融資の返済"), RepaymentForm, publish_repayment, needs_about="loan", roles=ROLES,
      why_not=why_not_book, held_by=post_behind)  # fmt: skip
_kind(INVESTMENT, _("投資の説明"), InvestmentForm, publish_investment, needs_about="project", roles=ROLES,
      why_not=_why_not_project, initial=_sheet)  # fmt: skip
_kind(CONTRACT, _("成果連動の契約"), ContractForm, publish_outcome_contract, needs_about="project", roles=ROLES,
      check=_check_contract, held_by=post_of_purpose_typed)  # fmt: skip
_kind(PAYMENT, _("成果への支払い"), PaymentForm, publish_outcome_payment, needs_about="outcome_contract", roles=ROLES,
      why_not=why_not_book, held_by=post_behind, preview_context=payment_preview)  # fmt: skip
_kind(IN_KIND, _("現物・労務"), InKindForm, publish_in_kind, needs_about="project", roles=ROLES,
      why_not=_why_not_project)  # fmt: skip
