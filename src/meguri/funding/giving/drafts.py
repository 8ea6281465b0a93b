"""What can be drafted about gifts: a call for them, its end, the account of the slips."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Role
from meguri.core.errors import BadInput
from meguri.funding.giving.about import campaign_of
from meguri.funding.giving.actions.campaigns import (
    close_campaign,
    publish_campaign,
    publish_transfer_account,
    why_not_close,
)
from meguri.funding.giving.forms.campaign import CampaignForm, standing_words
from meguri.funding.giving.forms.closing import ClosingForm
from meguri.funding.giving.forms.transfer import TransferForm
from meguri.funding.giving.models import Campaign, TransferAccount
from meguri.funding.giving.policies import CAMPAIGN, CLOSING, TRANSFER
from meguri.funding.giving.progress import progress_of
from meguri.funding.journal.holding import fund_of, holding_post_of, post_answering
from meguri.funding.journal.models import Fund, Purpose
from meguri.funding.words import in_words
from meguri.governance.draft_content import form_of
from meguri.governance.draft_kinds import OFFICE_ROLES, DraftKind, register
from meguri.governance.models import Draft, Organisation, PublicObject
from meguri.projects.ownership import NOT_REGISTERED, own_organisations, works_in_the_office

ROLES = OFFICE_ROLES | {Role.FIRM, Role.RESIDENT}
"""Firms and associations call for gifts to their own funds; `_why_not` says so."""


def _fund_about(draft: Draft) -> Fund | None:
    """The fund whose holder decides: of the call it is about, or of the purpose it names."""
    standing = campaign_of(draft.about)
    if standing is not None:
        return standing.fund
    wanted = str(draft.content.get("purpose") or "")
    rows = Purpose.objects.select_related("fund__holder", "fund__town__municipality")
    found = rows.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None
    return found.fund if found is not None else None


def _held_by(draft: Draft) -> int | None:
    fund = _fund_about(draft)
    if fund is None or fund.holder.kind == Organisation.Kind.TOWN:
        return None
    thing = PublicObject.objects.filter(kind="fund", key=fund.public_reference().id).first()
    post = post_answering(thing)
    return post.pk if post is not None else None


def _why_not(person_id: int | None, about: PublicObject | None) -> str:
    """Whoever is not of the office calls for their own fund alone."""
    if person_id is None or works_in_the_office(person_id):
        return ""
    own = own_organisations(person_id)
    if not own:
        return str(NOT_REGISTERED)
    campaign = campaign_of(about)
    fund = campaign.fund if campaign is not None else fund_of(about)
    if fund is None or fund.holder_id in own:
        return ""
    return str(_("この資金は、あなたの団体のものではないので、起案できません。"))


def _check_own(draft: Draft) -> None:
    fund = _fund_about(draft)
    if fund is None or works_in_the_office(draft.author_id):
        return
    if fund.holder_id not in own_organisations(draft.author_id):
        raise BadInput(_("あなたの団体の資金への呼びかけだけを出せます。使いみちを選び直してください。"))


def _check_closing(draft: Draft) -> None:
    _check_own(draft)
    campaign = campaign_of(draft.about)
    if campaign is not None:
        why_not_close(campaign)


def _standing_account(about: PublicObject | None) -> Mapping[str, Any]:
    found = TransferAccount.objects.filter(fund=fund_of(about)).first()
    names = ("bank", "branch", "kind", "number", "name")
    return {name: getattr(found, name) for name in names} if found is not None else {}


def _campaign_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    given, standing = form.cleaned_data, form.campaign
    purpose = standing.purpose if standing else Purpose.objects.select_related("fund").get(pk=given["purpose"])
    return {
        "given": given,
        "purpose": purpose,
        "aim": in_words(form.yen()),
        "lines": [] if standing else [(name, f"{yen:,}") for name, yen in form.lines()],
        "steps": [] if standing else [(name, in_words(yen), due) for name, yen, due in form.steps()],
        "if_missed": "" if standing else Campaign.IfMissed(given["if_missed"]).label,
        "if_passed": "" if standing else Campaign.IfPassed(given["if_passed"]).label,
    }


def _closing_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    come = progress_of([form.campaign])[form.campaign.pk]
    reached = come.received >= come.aim
    rule = form.campaign.get_if_passed_display() if reached else form.campaign.get_if_missed_display()
    words = {"received": in_words(come.received), "aim": in_words(come.aim)}
    return {"campaign": form.campaign, "text": form.cleaned_data["text"], "reached": reached, "rule": rule, **words}


def _transfer_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    given = form.cleaned_data
    return {"given": given, "fund": form.fund, "kind": TransferAccount.Kind(given["kind"]).label}


register(
    DraftKind(
        CAMPAIGN, _("寄附の呼びかけ"), CampaignForm, publish=publish_campaign,
        preview="funding/giving/previews/campaign.html", preview_context=_campaign_preview, initial=standing_words,
        roles=ROLES, check=_check_own, why_not=_why_not, held_by=_held_by,
    )
)  # fmt: skip
register(
    DraftKind(
        CLOSING, _("呼びかけのしめくくり"), ClosingForm, publish=close_campaign,
        preview="funding/giving/previews/closing.html", preview_context=_closing_preview, roles=ROLES,
        needs_about="campaign", check=_check_closing, why_not=_why_not, held_by=_held_by,
    )
)  # fmt: skip
register(
    DraftKind(
        TRANSFER, _("振込先"), TransferForm, publish=publish_transfer_account,
        preview="funding/giving/previews/transfer.html", preview_context=_transfer_preview, initial=_standing_account,
        roles=ROLES, needs_about="fund", why_not=_why_not, held_by=holding_post_of,
    )
)  # fmt: skip
