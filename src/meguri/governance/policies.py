"""Who may act on organisations, posts, responsibilities, drafts and promises."""

from django.utils.translation import gettext as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import require
from meguri.governance.models import Draft, Post, TownRule
from meguri.governance.posts import may_act_as


def publication(actor: Actor, draft: Draft, kind: str) -> NotAllowed | None:
    """The policy of each slice's publishing action: the draft is of this kind and its last step has just approved."""
    if draft.kind == kind and draft.is_approved:
        return None
    return NotAllowed(_("決裁が終わった起案だけを公表できます。"))


def as_post(actor: Actor, post: Post) -> NotAllowed | None:
    """Only the post's holder, or its deputy while the holder is away; either has to work for the town today."""
    name = post.full_name
    sentence = _("この操作は、%(post)sだけができます。%(post)sにたのんでください。") % {"post": name}
    refused = require(actor, Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR, sentence=sentence)
    if refused is None and may_act_as(actor, post) is None:
        return NotAllowed(sentence)
    return refused


def is_being_set_up() -> bool:
    """Whether the active town has not yet begun to send everything through 決裁. One query."""
    rule = TownRule.objects.first()
    return rule is None or rule.started_on is None


def set_up(actor: Actor) -> NotAllowed | None:
    """What the administrator may do directly while the town is being set up; afterwards it goes through 決裁."""
    refused = require(
        actor,
        Role.ADMINISTRATOR,
        Role.SYSTEM,
        sentence=_("この操作は、まちの管理者だけができます。まちの管理者にたのんでください。"),
    )
    if refused is not None or is_being_set_up():
        return refused
    return NotAllowed(_("準備は終わっています。起案して、決裁をうけてください。"))
