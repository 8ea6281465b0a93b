"""Who may act on the record itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require


@policy("record.sequence")
def sequence(actor: Actor, log: Any) -> NotAllowed | None:
    return require(actor, Role.SYSTEM, sentence=_("記録の順番は自動でつきます。人が変えることはできません。"))


@policy("record.erase_person")
def erase_person(actor: Actor, person_id: int) -> NotAllowed | None:
    if actor.person_id == person_id:
        return None
    return require(actor, Role.OPERATOR, sentence=_("この操作は、本人と運用者だけができます。"))
