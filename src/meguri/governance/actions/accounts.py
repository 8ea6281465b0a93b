"""Tying the term of a holder, who so far is a name in an organisation chart, to the account with which they sign in."""

from meguri.core.action import Internal, action
from meguri.core.actor import Actor
from meguri.core.recording import Locked
from meguri.governance.actions.holders import member_who_may_hold
from meguri.governance.models import Holder


@action("governance.tie_holder", record=Internal)
def tie_holder(actor: Actor, holder: Locked[Holder], email: str) -> Holder:
    """Let the member who signs in with this address act as the post; an empty address loosens the tie."""
    holder.person = member_who_may_hold(holder.post, email) if email.strip() else None
    if holder.person is not None and not holder.name:
        holder.name = holder.person.name
    holder.save(update_fields=["person", "name"])
    return holder
