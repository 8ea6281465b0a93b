"""Who may tell the desk that it found nothing, see what a town could not answer, and settle it."""

from typing import Any

from django.utils.translation import gettext as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require


@policy("governance.keep_question")
def anybody(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Whoever asks; nothing of who it was is kept. How often is limited by place, in the view."""
    return None


@policy("governance.see_unanswered", "governance.settle_question", "governance.dismiss_question")
def staff(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    sentence = _("答えられなかった質問は、まちの職員だけが見て、行き先を決められます。")
    return require(actor, Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR, sentence=sentence)


@policy("governance.renew_desk")
def upkeep(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    sentence = _("さがすためのことばの作り直しは、このサイトの運用者だけができます。")
    return require(actor, Role.SYSTEM, Role.OPERATOR, sentence=sentence)
