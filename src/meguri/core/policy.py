"""Who may do what: one policy for each action, and the reason when it says no."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed

Policy = Callable[..., "NotAllowed | None"]
P = TypeVar("P", bound=Policy)

_policies: dict[str, Policy] = {}


def policy(*actions: str) -> Callable[[P], P]:
    """Register the decorated function as the policy of these actions.

    It is called with the action's own arguments and returns None for a yes, a `NotAllowed` for a no.
    """

    def register(function: P) -> P:
        for name in actions:
            if name in _policies:
                raise LookupError(f"two policies for {name}")
            _policies[name] = function
        return function

    return register


def has_policy(action: str) -> bool:
    return action in _policies


def answer(action: str, actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """The policy's answer, for a page that shows or hides a button. An action without a policy is refused."""
    asked = _policies.get(action)
    if asked is None:
        return NotAllowed(_("この操作はだれにも許されていません。"))
    return asked(actor, *args, **kwargs)


def require(actor: Actor, *roles: Role, sentence: str | Promise) -> NotAllowed | None:
    """The common policy: one of `roles`. A no tells a visitor to sign in, and staff to show a second factor."""
    if actor.has(*roles):
        return None
    if actor.withheld_roles & set(roles):
        return NotAllowed(_("この操作には二つ目の確認（ワンタイムコードかパスキー）が要ります。"), sign_in_helps=True)
    return NotAllowed(sentence, sign_in_helps=not actor.is_signed_in)
