"""Who may publish on funds: nobody by hand, only an approved draft; and who closes a year."""

from typing import Any

from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy
from meguri.funding.journal.holding import post_answering
from meguri.funding.journal.models import Fund
from meguri.governance.models import Draft, PublicObject
from meguri.governance.policies import publication
from meguri.governance.posts import may_act_as

FUND, EXPENSE = "funding.fund", "funding.expense"
BOOKING, REVERSAL = "funding.booking", "funding.reversal"


@policy("funding.publish_fund")
def publish_fund(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, FUND)


@policy("funding.publish_expense")
def publish_expense(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, EXPENSE)


@policy("funding.publish_booking")
def publish_booking(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, BOOKING)


@policy("funding.publish_reversal")
def publish_reversal(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, REVERSAL)


@policy("funding.close_year")
def close_year(actor: Actor, fund: Fund, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Whoever acts for the post that answers for the fund."""
    thing = PublicObject.objects.filter(kind="fund", key=fund.public_reference().id).first()
    post = post_answering(thing)
    if post is None:
        return NotAllowed(_("先に、この資金の責任者の役職を決めてください。年度を締めるのは、その役職です。"))
    if not actor.withheld_roles and may_act_as(actor, post) is not None:
        return None
    sentence = _("年度を締めるのは、%(post)sだけができます。%(post)sにたのんでください。") % {"post": post.full_name}
    helps = not actor.is_signed_in or bool(actor.withheld_roles)
    return NotAllowed(sentence, sign_in_helps=helps)
