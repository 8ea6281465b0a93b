"""The one door from this room to gifts: which pledges are open in a fund, and money booked as gifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.models import Fund, JournalEntry, Purpose


@dataclass(frozen=True, slots=True)
class OpenPledge:
    """A pledge whose money has not come: its yen, the giver's name, and the code of its slip."""

    pk: int
    yen: int
    name: str
    code: str
    purpose_id: int


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
    return ()


def receive(actor: Actor, fund: Fund, came: Sequence[Came], *, origin: str) -> Mapping[str, JournalEntry]:
    """Book money as gifts, all or none; the entries by key. Inside an action."""
    return {one.key: _received(one, origin) for one in came}


def _received(one: Came, origin: str) -> JournalEntry:
    said = Said(
        on=one.on, text=_("寄附: %(purpose)s") % {"purpose": one.purpose.name}, way=one.way, origin=origin,
        project=one.purpose.project, key=one.key,
    )  # fmt: skip
    return booking.receive(one.purpose, one.yen, said)


def give_back(actor: Actor, entry: JournalEntry, purpose: Purpose, yen: int, *, on: date, key: str) -> JournalEntry:
    """Book that a gift went back to its giver. Inside an action."""
    said = Said(
        on=on, text=_("寄附の返金: %(purpose)s") % {"purpose": purpose.name}, way=entry.way, origin=entry.origin,
        project=purpose.project, key=key,
    )  # fmt: skip
    return booking.give_back(purpose, yen, said)
