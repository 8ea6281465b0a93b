"""How far calls for gifts have come: what was received, what is promised, by how many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from meguri.funding.giving.models import Campaign, CampaignStep, Gift, Pledge
from meguri.funding.journal.models import Purpose


@dataclass(frozen=True, slots=True)
class Progress:
    """In yen. What was given back (`returned`, of `gifts_returned`) no longer counts as received."""

    aim: int
    received: int = 0
    gifts: int = 0
    promised: int = 0
    returned: int = 0
    gifts_returned: int = 0

    @property
    def percent(self) -> int:
        """Of the aim, cut and never rounded up."""
        return self.received * 100 // self.aim

    @property
    def lacking(self) -> int:
        return max(0, self.aim - self.received)


def progress_of(campaigns: Iterable[Campaign]) -> dict[int, Progress]:
    """By campaign. Two queries."""
    given = list(campaigns)
    here, back = Q(returned=None), Q(returned__isnull=False)
    came = Gift.objects.filter(campaign__in=given).order_by().values("campaign_id").annotate(
        received=Sum("yen", filter=here, default=0), gifts=Count("pk", filter=here),
        given_back=Sum("yen", filter=back, default=0), gifts_returned=Count("pk", filter=back),
    )  # fmt: skip
    counted = {row["campaign_id"]: row for row in came}
    waiting = Pledge.objects.filter(campaign__in=given, state=Pledge.State.OPEN).order_by().values("campaign_id")
    promised = dict(waiting.annotate(sum=Sum("yen")).values_list("campaign_id", "sum"))
    return {one.pk: _progress(one, promised.get(one.pk, 0), counted.get(one.pk)) for one in given}


def _progress(campaign: Campaign, promised: int, row: Mapping[str, Any] | None) -> Progress:
    """`row`: what came and what went back; None where nothing came."""
    if row is None:
        return Progress(campaign.aim_yen, promised=promised)
    return Progress(
        campaign.aim_yen, received=row["received"], gifts=row["gifts"], promised=promised, returned=row["given_back"],
        gifts_returned=row["gifts_returned"],
    )  # fmt: skip


def state_of(campaign: Campaign, received: int, today: date) -> str:
    """"coming", "open", "passed" (open, beyond its aim), "over" (past its day, not yet closed), "reached", "missed"."""
    if campaign.closed_on is not None:
        return str(campaign.outcome)
    if today < campaign.opens_on:
        return "coming"
    if today > campaign.deadline:
        return "over"
    return "passed" if received >= campaign.aim_yen else "open"


def takes_pledges(campaign: Campaign, received: int, today: date) -> bool:
    state = state_of(campaign, received, today)
    return state == "open" or (state == "passed" and campaign.if_passed != Campaign.IfPassed.STOP)


def not_let_go(purpose: Purpose) -> int:
    """Yen of the purpose that wait for a step of a campaign. One query."""
    waiting = CampaignStep.objects.filter(campaign__purpose=purpose, done_on=None)
    return waiting.aggregate(sum=Sum("yen"))["sum"] or 0
