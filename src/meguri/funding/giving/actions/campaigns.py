"""A call for gifts is published, its steps are recorded, and it is closed as it had said it would be."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Unrecorded
from meguri.funding.giving.about import campaign_of, fund_of_draft
from meguri.funding.giving.actions.pledges import released
from meguri.funding.giving.forms.campaign import CampaignForm
from meguri.funding.giving.forms.closing import ClosingForm
from meguri.funding.giving.forms.transfer import TransferForm
from meguri.funding.giving.holders import answering_for_campaign
from meguri.funding.giving.models import Campaign, CampaignLine, CampaignStep, Gift, Pledge, TransferAccount
from meguri.funding.giving.progress import progress_of
from meguri.funding.giving.telling import tell_of_end
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.models import Purpose
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft
from meguri.governance.objects import tell

Outcome, IfMissed = Campaign.Outcome, Campaign.IfMissed


@action("funding.publish_campaign", record=Public)
def publish_campaign(actor: Actor, draft: Unrecorded[Draft]) -> Campaign:
    """Open a call for gifts, or change its words. Aim, lines and steps stand once somebody may have given for them."""
    form = form_of(draft)
    assert isinstance(form, CampaignForm)  # noqa: S101 - for the type alone
    standing = campaign_of(draft.about)
    campaign = _opened(draft, form) if standing is None else _reworded(standing, draft, form)
    tell("campaign", [campaign])
    note(fund=campaign.fund, aim_yen=str(campaign.aim_yen), deadline=campaign.deadline)
    return campaign


def _opened(draft: Draft, form: CampaignForm) -> Campaign:
    given = form.cleaned_data
    purpose = Purpose.objects.select_related("fund").get(pk=given["purpose"])
    made: Campaign = Campaign.objects.create(
        town=draft.town, fund=purpose.fund, purpose=purpose, project_id=purpose.project_id,
        title=given["name"].strip(), text=given["text"].strip(), aim_yen=form.aim(), opens_on=given["opens_on"],
        deadline=given["deadline"], if_missed=given["if_missed"], if_passed=given["if_passed"],
        plan_title=given["plan_title"].strip(), plan_approved_on=given["plan_approved_on"], draft=draft,
        first_published_at=timezone.now(),
    )  # fmt: skip
    CampaignLine.objects.bulk_create(
        CampaignLine(town=draft.town, campaign=made, name=name, yen=yen) for name, yen in form.lines()
    )
    CampaignStep.objects.bulk_create(
        CampaignStep(town=draft.town, campaign=made, name=name, yen=yen, due_on=due)
        for name, yen, due in form.steps()
    )
    return made


def _reworded(campaign: Campaign, draft: Draft, form: CampaignForm) -> Campaign:
    given = form.cleaned_data
    held: Campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if held.closed_on is not None:
        raise Conflict(_("この呼びかけは、もう終わりました。"))
    held.title, held.text = given["name"].strip(), given["text"].strip()
    held.plan_title, held.plan_approved_on = given["plan_title"].strip(), given["plan_approved_on"]
    held.draft = draft
    held.save(update_fields=["title", "text", "plan_title", "plan_approved_on", "draft"])
    return held


@action("funding.record_step", record=Public)
def record_step(actor: Actor, step: Locked[CampaignStep], on: date, said: str) -> CampaignStep:
    """The post that answers says that the step was reached; the money that waited for it may be spent from now on."""
    if step.done_on is not None:
        raise Conflict(_("この段階は、もう記録されています。"))
    if on > timezone.localdate():
        raise BadInput(_("できた日は、今日までの日にしてください。"))
    if not said.strip():
        raise BadInput(_("何ができたかを書いてください。公表されます。"))
    step.done_on, step.said = on, said.strip()[:300]
    step.recorded_by = answering_for_campaign(step.campaign)
    step.save(update_fields=["done_on", "said", "recorded_by"])
    note(released_yen=str(step.yen), approved_by=step.recorded_by)
    return step


@action("funding.close_campaign", record=Public)
def close_campaign(actor: Actor, draft: Unrecorded[Draft]) -> Campaign:
    """Close the call and do what it had said: give back, or go on with what came. Open pledges fall away.

    Of the town's own money, what is given back is read from its accounting files, as all of it.
    """
    form = form_of(draft)
    assert isinstance(form, ClosingForm)  # noqa: S101 - for the type alone
    found = campaign_of(draft.about)
    if found is None:
        raise BadInput(_("どの呼びかけのことかが分かりません。呼びかけのページから起案してください。"))
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("purpose__fund", "purpose__project").get(
        pk=found.pk
    )
    why_not_close(campaign)
    come = progress_of([campaign])[campaign.pk]
    campaign.outcome = Outcome.REACHED if come.received >= campaign.aim_yen else Outcome.MISSED
    campaign.outcome_text, campaign.closed_on = form.cleaned_data["text"].strip(), timezone.localdate()
    campaign.save(update_fields=["outcome", "outcome_text", "closed_on"])
    lapsed = _let_lapse(campaign)
    returned = _give_back(campaign, draft) if gives_back(campaign) else 0
    tell("campaign", [campaign])
    note(outcome=campaign.outcome, received_yen=str(come.received), returned_yen=str(returned), lapsed=lapsed)
    return campaign


def why_not_close(campaign: Campaign) -> None:
    """`Conflict` while it goes on: its day has not come, and its aim is not reached or it said it would go on."""
    if campaign.closed_on is not None:
        raise Conflict(_("この呼びかけは、もう終わっています。"))
    come = progress_of([campaign])[campaign.pk]
    stops = campaign.if_passed == Campaign.IfPassed.STOP and come.received >= campaign.aim_yen
    if timezone.localdate() <= campaign.deadline and not stops:
        raise Conflict(_("しめきりの日が過ぎてから終えてください。それまでは、申し出を受け付けています。"))


def gives_back(campaign: Campaign) -> bool:
    missed = campaign.outcome == Outcome.MISSED and campaign.if_missed == IfMissed.GIVE_BACK
    return missed and not campaign.purpose.fund.is_copy


def _let_lapse(campaign: Campaign) -> int:
    open_ones = list(
        Pledge.objects.filter(campaign=campaign, state=Pledge.State.OPEN).select_related(
            "giver", "purpose__fund__holder"
        )
    )
    for one in open_ones:
        one.state = Pledge.State.LAPSED
        one.save(update_fields=["state"])
        released(one, timezone.localdate())
        tell_of_end(one)
    return len(open_ones)


def _give_back(campaign: Campaign, draft: Draft) -> int:
    gifts = list(Gift.objects.filter(campaign=campaign, returned=None).select_related("purpose__fund"))
    for one in gifts:
        said = Said(
            on=timezone.localdate(), text="目標に届かなかったので、寄附をお返ししました", way=one.way, draft=draft,
            project=campaign.project, key=f"gift {one.pk} returned",
        )  # fmt: skip
        one.returned = booking.give_back(one.purpose, one.yen, said)
        one.save(update_fields=["returned"])
    tell("gift", gifts)
    return sum(one.yen for one in gifts)


@action("funding.publish_transfer_account", record=Public)
def publish_transfer_account(actor: Actor, draft: Unrecorded[Draft]) -> TransferAccount:
    """The approved account stands on the slips of this fund from now on."""
    form = form_of(draft)
    assert isinstance(form, TransferForm)  # noqa: S101 - for the type alone
    fund = fund_of_draft(draft)
    given = {name: form.cleaned_data[name] for name in ("bank", "branch", "kind", "number", "name")}
    made, _is_new = TransferAccount.objects.update_or_create(
        fund=fund, defaults={**given, "town_id": fund.town_id, "draft": draft}
    )
    note(fund=fund)
    return made
