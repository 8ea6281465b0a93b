"""How far calls for gifts have come: what was received, what is promised, by how many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from meguri.funding.giving.models import Campaign, CampaignStep, Gift, Pledge
from meguri.funding.journal.models import Purpose


@dataclass(frozen=True, slots=True)
class Progress:
    """In yen. What was given back no longer counts as received."""

    aim: int
    received: int = 0
    gifts: int = 0
    promised: int = 0

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
    came = Gift.objects.filter(campaign__in=given, returned=None).order_by().values("campaign_id")
    received = {row["campaign_id"]: (row["sum"], row["n"]) for row in came.annotate(sum=Sum("yen"), n=Count("pk"))}
    waiting = Pledge.objects.filter(campaign__in=given, state=Pledge.State.OPEN).order_by().values("campaign_id")
    promised = dict(waiting.annotate(sum=Sum("yen")).values_list("campaign_id", "sum"))
    return {
        one.pk: Progress(
            one.aim_yen,
            received=received.get(one.pk, (0, 0))[0],
            gifts=received.get(one.pk, (0, 0))[1],
            promised=promised.get(one.pk, 0),
        )
        for one in given
    }


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
