"""The one door from this room to gifts: which pledges are open in a fund, and money booked as gifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.core.batches import batches
from meguri.funding.giving import queries
from meguri.funding.giving.actions import Came as Given
from meguri.funding.giving.actions import receive_gifts
from meguri.funding.giving.models import Gift, Pledge
from meguri.funding.giving.said import Who
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.models import Fund, JournalEntry, Purpose
from meguri.governance.objects import tell


@dataclass(frozen=True, slots=True)
class OpenPledge:
    """A pledge whose money has not come: its yen, the giver's name, the code of its slip, the day it was made."""

    pk: int
    yen: int
    name: str
    code: str
    purpose_id: int
    made_on: date


@dataclass(frozen=True, slots=True)
class Came:
    """Money of a giver that came for a purpose: once by `key`. `pledge`: the number of the pledge it keeps."""

    purpose: Purpose
    on: date
    yen: int
    key: str
    way: str
    pledge: int | None = None
    name: str = ""


def open_pledges(fund: Fund) -> Sequence[OpenPledge]:
    """Pledges to this fund that wait for their money. One query."""
    rows = queries.open_pledges().filter(purpose__fund=fund)
    return [OpenPledge(one.pk, one.yen, one.giver.name, one.code, one.purpose_id, one.made_on) for one in rows]


def receive(actor: Actor, fund: Fund, came: Sequence[Came], *, origin: str) -> Mapping[str, JournalEntry]:
    """Book money as gifts, all or none; the entries by key. Inside an action."""
    pledges = Pledge.objects.in_bulk([one.pledge for one in came if one.pledge is not None])
    given = [_given(one, pledges.get(one.pledge or 0)) for one in came]
    receive_gifts(actor, fund, given, origin=origin)
    return {
        str(one.key): one
        for keys in batches([one.key for one in came])
        for one in JournalEntry.objects.filter(fund=fund, key__in=keys)
    }


def _given(one: Came, pledge: Pledge | None) -> Given:
    way = pledge.way if pledge is not None else one.way
    who = Who(name=one.name) if one.name and pledge is None else None
    return Given(one.purpose, one.yen, one.on, way, one.key, pledge=pledge, who=who)


def give_back(actor: Actor, entry: JournalEntry, purpose: Purpose, yen: int, *, on: date, key: str) -> JournalEntry:
    """Book that a gift, or a part of it, went back to its giver. Inside an action."""
    said = Said(
        on=on, text=_("寄附の返金: %(purpose)s") % {"purpose": purpose.name}, way=entry.way, origin=entry.origin,
        project=purpose.project, key=key,
    )  # fmt: skip
    made = booking.give_back(purpose, yen, said)
    gift = Gift.objects.filter(entry=entry, yen=yen, returned=None).first()
    if gift is not None:
        gift.returned = made
        gift.save(update_fields=["returned"])
        tell("gift", [gift])
    return made
