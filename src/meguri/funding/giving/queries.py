"""The read side of gifts: what waits, what came, who wishes to be named. Fixed numbers of queries."""

from collections.abc import Iterable

from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.utils import timezone

from meguri.core.actor import Actor
from meguri.funding.giving.models import Campaign, Gift, Pledge, Receipt
from meguri.funding.giving.models.honour import AT_THE_PROJECT, SHOWN
from meguri.funding.giving.policies import OFFICE
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.models import Organisation
from meguri.projects.models import Project
from meguri.projects.ownership import own_organisations

SELECTED = ("purpose__fund__holder", "purpose__project", "campaign", "town__municipality")


def campaigns() -> QuerySet[Campaign]:
    """Those that can be given to today first, then those to come, then those that are over; by deadline."""
    today = timezone.localdate()
    phase = Case(
        When(Q(closed_on__isnull=False) | Q(deadline__lt=today), then=2), When(opens_on__gt=today, then=1), default=0
    )
    rows = Campaign.objects.select_related("fund__holder", "purpose", "project", "town__municipality")
    found: QuerySet[Campaign] = rows.order_by(phase, "-deadline", "-pk")
    return found


def campaign_at(pk: int) -> Campaign | None:
    rows = campaigns().prefetch_related("lines", "steps__recorded_by__organisation")
    found: Campaign | None = rows.filter(pk=pk).first()
    return found


def open_purposes() -> QuerySet[Purpose]:
    """Purposes one can give to without a call: those of funds that go on."""
    found: QuerySet[Purpose] = Purpose.objects.filter(fund__closed_on=None).select_related("fund__holder", "project")
    return found.order_by("fund__name", "fund_id", "position", "pk")


def open_pledges() -> QuerySet[Pledge]:
    """Pledges whose money is waited for, also those that lapsed: it may come after all. For matching."""
    states = (Pledge.State.OPEN, Pledge.State.LAPSED)
    found: QuerySet[Pledge] = Pledge.objects.filter(state__in=states).select_related("giver", *SELECTED)
    return found.order_by("made_on", "pk")


def pledge_by_token(token: str) -> Pledge | None:
    rows = Pledge.objects.select_related("giver", "purpose__fund__transfer_account", *SELECTED)
    found: Pledge | None = rows.filter(token=token).first()
    return found


def gifts() -> QuerySet[Gift]:
    found: QuerySet[Gift] = Gift.objects.select_related("entry", *SELECTED)
    return found


def gift_by_token(token: str) -> Gift | None:
    """The gift whose giver holds this secret. One query."""
    found: Gift | None = gifts().select_related("giver", "pledge").filter(token=token).first()
    return found


def gift_at(pk: int) -> Gift | None:
    found: Gift | None = gifts().filter(pk=pk).first()
    return found


def honoured() -> QuerySet[Gift]:
    """Gifts whose givers wish to be named, the newest first."""
    return gifts().filter(honour__in=SHOWN, returned=None).exclude(honour_name="").order_by("-on", "-pk")


def honoured_at(campaign: Campaign) -> QuerySet[Gift]:
    return honoured().filter(campaign=campaign, honour__in=(*AT_THE_PROJECT, "name", "initials"))


def honoured_at_project(project: Project) -> QuerySet[Gift]:
    """Gifts for a project whose givers wish to be named on its page, the newest first."""
    return honoured().filter(purpose__project=project, honour__in=AT_THE_PROJECT)


def kept_funds(actor: Actor) -> QuerySet[Fund]:
    """The funds whose gifts this reader looks after: the town's for its staff, a body's own for its people."""
    if actor.has(*OFFICE):
        return Fund.objects.filter(holder__kind=Organisation.Kind.TOWN)
    return Fund.objects.filter(holder__in=own_organisations(actor.person_id))


def with_receipts(rows: QuerySet[Gift]) -> QuerySet[Gift]:
    receipts = Receipt.objects.select_related("issued_by__organisation").order_by("copy")
    return rows.select_related("giver__head_office").prefetch_related(Prefetch("receipts", receipts))


def without_receipt(funds: Iterable[Fund]) -> QuerySet[Gift]:
    """Gifts to the town that could have a receipt and have none yet, the oldest first."""
    rows = Gift.objects.filter(purpose__fund__in=funds, returned=None, receipts=None, giver__isnull=False)
    found: QuerySet[Gift] = rows.exclude(giver__name="").exclude(giver__address="").order_by("on", "pk")
    return found
