"""What is put into the outbox for a giver inside an act: their pledge, their gift, a pledge that ended without one."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from meguri.core.outbox import emit, emit_each
from meguri.funding.giving.models import Gift, Pledge

TOLD_WITHIN = timedelta(days=31)
"""What is older when it is written down is no news: a file of past years writes to nobody."""


def tell_of_pledge(pledge: Pledge) -> None:
    """While it is waited for. With `giver` selected; none without an address."""
    if pledge.giver.email and timezone.localdate() <= pledge.pay_by:
        emit("funding.pledge_for_giver", town_id=pledge.town_id, pledge_id=pledge.pk)


def tell_of_gifts(gifts: Iterable[Gift]) -> None:
    """With `giver` selected: one statement for each batch, and none where nobody left an address."""
    today = timezone.localdate()
    told = [
        one for one in gifts
        if one.giver is not None and one.giver.email and today - one.on <= TOLD_WITHIN
    ]  # fmt: skip
    if told:
        emit_each("funding.gift_for_giver", [{"gift_id": one.pk} for one in told], town_id=told[0].town_id)


def tell_of_end(pledge: Pledge, reason: str = "") -> None:
    """A pledge was declined or lapsed. `reason`: what the holder wrote to the giver."""
    if pledge.giver.email and timezone.localdate() - pledge.pay_by <= TOLD_WITHIN:
        emit("funding.pledge_end_for_giver", town_id=pledge.town_id, pledge_id=pledge.pk, reason=reason)
