"""How a pledge can be paid, and the place where a payment provider is plugged in.

A room that talks to a provider registers itself once, when it is ready:

    plug_in(Provider(is_on, pay_url))

`is_on(purpose)`: whether money for this purpose may come through it. `pay_url(pledge)`: the address on which the giver
pays; it is asked when they press the button on their own page, and may be another host. What then comes is told to
`giving.actions.receive_gift` with `origin="provider"` and the provider's key.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from meguri.funding.giving.models import Pledge, TransferAccount
from meguri.funding.journal.models import Purpose

Method = Pledge.Method


@dataclass(frozen=True, slots=True)
class Provider:
    """A payment provider as this room sees it."""

    is_on: Callable[[Purpose], bool]
    pay_url: Callable[[Pledge], str]


_providers: list[Provider] = []


def plug_in(provider: Provider) -> None:
    _providers.append(provider)


def provider_for(purpose: Purpose) -> Provider | None:
    return next((one for one in _providers if one.is_on(purpose)), None)


def methods_for(purpose: Purpose) -> list[tuple[str, str | Promise]]:
    """The ways in which money for this purpose can be paid; at the counter one always can. One query."""
    found = []
    if TransferAccount.objects.filter(fund=purpose.fund_id).exists():
        found.append(Method.SLIP)
    if provider_for(purpose) is not None:
        found.append(Method.PROVIDER)
    return [(one.value, one.label) for one in (*found, Method.COUNTER)]


def can_be_paid(pledge: Pledge) -> bool:
    """While it is waited for, and after its day too, unless its call for gifts is over. With `campaign` selected."""
    is_over = pledge.campaign is not None and pledge.campaign.closed_on is not None
    return pledge.state == Pledge.State.OPEN or (pledge.state == Pledge.State.LAPSED and not is_over)
