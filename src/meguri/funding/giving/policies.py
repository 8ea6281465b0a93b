"""Who may do what with gifts: givers with their own, the holder of a fund with its gifts, a post with its steps."""

import hmac
from typing import Any

from django.utils.translation import gettext as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require
from meguri.funding.giving.holders import answering_for_campaign, is_the_towns
from meguri.funding.giving.models import CampaignStep, Gift, Giver, Pledge
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.models import Draft
from meguri.governance.policies import as_post, publication
from meguri.governance.posts import may_act_as
from meguri.projects.ownership import own_organisations

CAMPAIGN, CLOSING, TRANSFER = "funding.campaign", "funding.campaign_closing", "funding.transfer_account"
OFFICE = (Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR)


def keeps(actor: Actor, fund: Fund) -> NotAllowed | None:
    """The town's staff for the town's money, people of the holder for another's; the platform for both."""
    if actor.has(Role.SYSTEM):
        return None
    if is_the_towns(fund):
        sentence = _("この操作は、このまちの職員だけができます。担当の係にたのんでください。")
        return require(actor, *OFFICE, sentence=sentence)
    if fund.holder_id in own_organisations(actor.person_id):
        return None
    sentence = _("この操作は、%(holder)sの人だけができます。") % {"holder": fund.holder.name}
    return NotAllowed(sentence, sign_in_helps=not actor.is_signed_in)


@policy("funding.pledge")
def pledge(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Everybody, with or without an account."""
    return None


@policy("funding.receive_gift")
def receive_gift(actor: Actor, purpose: Purpose, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return keeps(actor, purpose.fund)


@policy("funding.receive_gifts")
def receive_gifts(actor: Actor, fund: Fund, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return keeps(actor, fund)


@policy("funding.withdraw_pledge")
def withdraw_pledge(actor: Actor, pledge: Pledge, token: str = "") -> NotAllowed | None:
    return _own(actor, token, pledge.token, pledge.giver) and keeps(actor, pledge.purpose.fund)


@policy("funding.decline_pledge", "funding.record_vote")
def decide_on_pledge(actor: Actor, pledge: Pledge, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return keeps(actor, pledge.purpose.fund)


@policy("funding.set_honour")
def set_honour(actor: Actor, gift: Gift, honour: str, name: str = "", token: str = "") -> NotAllowed | None:
    return _own(actor, token, gift.token, gift.giver) and keeps(actor, gift.purpose.fund)


@policy("funding.forget_giver")
def forget_giver(actor: Actor, gift: Gift, token: str = "") -> NotAllowed | None:
    return _own(actor, token, gift.token, gift.giver) and keeps(actor, gift.purpose.fund)


@policy("funding.state_giver")
def state_giver(actor: Actor, gift: Gift, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Those who look after the fund's gifts. The giver's own page does not ask: a link may be passed on."""
    return keeps(actor, gift.purpose.fund)


@policy("funding.issue_receipts", "funding.reissue_receipt")
def receipts(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    sentence = _("受領証明書を出せるのは、このまちの職員だけです。担当の係にたのんでください。")
    return require(actor, *OFFICE, Role.SYSTEM, sentence=sentence)


@policy("funding.see_gifts")
def see_gifts(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """The town's staff, and people of a body that holds a fund."""
    if actor.has(*OFFICE) or Fund.objects.filter(holder__in=own_organisations(actor.person_id)).exists():
        return None
    sentence = _("寄附の仕事のページは、まちの職員と、資金を持つ団体の人だけが見られます。")
    return require(actor, *OFFICE, sentence=sentence)


@policy("funding.record_step")
def record_step(actor: Actor, step: CampaignStep, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """The post that answers for the campaign, its project or its fund."""
    post = answering_for_campaign(step.campaign)
    if post is None:
        return NotAllowed(_("先に、この呼びかけの責任者の役職を決めてください。段階を記録するのは、その役職です。"))
    if not actor.withheld_roles and may_act_as(actor, post) is not None:
        return None
    refused = as_post(actor, post)
    return refused if refused is not None else NotAllowed(_("この操作は、責任者の役職だけができます。"))


@policy("funding.lapse_pledges", "funding.announce_report")
def the_platform(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return require(actor, Role.SYSTEM, sentence=_("この操作は、しくみが自動でします。"))


@policy("funding.publish_campaign")
def publish_campaign(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, CAMPAIGN)


@policy("funding.close_campaign")
def close_campaign(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, CLOSING)


@policy("funding.publish_transfer_account")
def publish_transfer_account(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, TRANSFER)


def _own(actor: Actor, shown: str, token: str, giver: Giver | None) -> NotAllowed | None:
    """Whoever shows the secret of the giver's own page, or has signed in as the giver."""
    if shown and hmac.compare_digest(shown.encode(), token.encode()):
        return None
    if giver is not None and actor.person_id is not None and giver.person_id == actor.person_id:
        return None
    return NotAllowed(_("この操作は、寄附した方だけができます。"))
