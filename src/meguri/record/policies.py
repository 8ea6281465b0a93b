"""Who may act on the record itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require


@policy("record.sequence")
def sequence(actor: Actor, log: Any) -> NotAllowed | None:
    return require(actor, Role.SYSTEM, sentence=_("記録の順番は自動でつきます。人が変えることはできません。"))


@policy("record.sign")
def sign(actor: Actor, log: Any) -> NotAllowed | None:
    return require(actor, Role.SYSTEM, sentence=_("記録への署名は自動で行います。人が行うことはできません。"))


@policy("record.change_key")
def change_key(actor: Actor, log: Any, to: str) -> NotAllowed | None:
    return require(actor, Role.OPERATOR, sentence=_("記録に署名する鍵を替えられるのは、運用者だけです。"))


@policy("record.hand_over")
def hand_over(actor: Actor, log: Any) -> NotAllowed | None:
    return sign(actor, log)


@policy("record.continue_log")
def continue_log(actor: Actor, log: Any) -> NotAllowed | None:
    return require(actor, Role.OPERATOR, sentence=_("とぎれた記録を続けられるのは、運用者だけです。"))


@policy("record.erase_person")
def erase_person(actor: Actor, person_id: int) -> NotAllowed | None:
    if actor.person_id == person_id:
        return None
    return require(actor, Role.OPERATOR, sentence=_("この操作は、本人と運用者だけができます。"))
