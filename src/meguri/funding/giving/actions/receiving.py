"""A gift came: booked once, tied to its pledge, told to the thread. One by one, or a file of them in one act."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Plain, Unrecorded, Yen
from meguri.funding.giving.actions.givers import check_wish, written_down
from meguri.funding.giving.actions.pledges import released
from meguri.funding.giving.models import Campaign, Gift, Giver, HonourConsent, Pledge
from meguri.funding.giving.models.honour import SHOWN
from meguri.funding.giving.rules import LEAST_OF_A_FIRM_YEN
from meguri.funding.giving.said import SILENT, Who, Wish
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.models import Fund, JournalEntry, Purpose
from meguri.governance.objects import tell

Way = JournalEntry.Way
GIFTS = (Way.DONATION, Way.HOMETOWN_TAX, Way.CORPORATE)


@dataclass(frozen=True, slots=True)
class Came:
    """One gift as a file or an officer tells it. `key` names where it was read, so that it is booked once."""

    purpose: Purpose
    yen: int
    on: date
    way: str
    key: str
    campaign: Campaign | None = None
    pledge: Pledge | None = None
    who: Who | None = None
    wish: Wish = SILENT
    text: str = ""


@action("funding.receive_gift", record=Public)
def receive_gift(
    actor: Actor,
    purpose: Unrecorded[Purpose],
    yen: Yen,
    on: date,
    way: Plain,
    *,
    key: Unrecorded[str],
    origin: Plain = JournalEntry.Origin.BOOKED,
    pledge: Pledge | None = None,
    campaign: Campaign | None = None,
    who: Unrecorded[Who | None] = None,
    wish: Unrecorded[Wish] = SILENT,
    text: Unrecorded[str] = "",
) -> Gift:
    """Take in one gift. With a key that was taken before, the first gift again; `Conflict` where the yen differ.

    What a pledge says of giver, wish and campaign counts before the other parameters. Of the town's own money a gift
    is read from a file or comes from a payment provider (`origin`), as all of it.
    """
    gift = _taken(actor, Came(purpose, yen, on, way, key, campaign, pledge, who, wish, text), origin)
    tell("gift", [gift])
    _tell_campaigns([gift])
    note(fund=purpose.fund)
    return gift


@action("funding.receive_gifts", record=Public)
def receive_gifts(
    actor: Actor, fund: Fund, came: Unrecorded[Sequence[Came]], *, origin: Plain, digest: Plain = ""
) -> int:
    """Take in a file of gifts to one fund, all or none; how many. `digest`: SHA-256 of the file."""
    if any(one.purpose.fund_id != fund.pk for one in came):
        raise BadInput(_("ほかの資金への寄附がまじっています。資金ごとのファイルに分けてください。"))
    gifts = [_taken(actor, one, origin) for one in came]
    tell("gift", gifts)
    _tell_campaigns(gifts)
    note(gifts=len(gifts), yen=str(sum(one.yen for one in gifts)))
    return len(gifts)


def _taken(actor: Actor, came: Came, origin: str) -> Gift:
    if (earlier := _earlier(came)) is not None:
        return earlier
    pledge = _held(came.pledge)
    _check(came, pledge)
    entry = booking.receive(came.purpose, came.yen, _said(came, origin))
    gift = _stored(came, pledge, entry)
    if gift.honour in SHOWN:
        HonourConsent.objects.create(
            town_id=gift.town_id, gift=gift, honour=gift.honour, channel=actor.channel, at=timezone.now()
        )
    if pledge is not None:
        was_open = pledge.state == Pledge.State.OPEN
        pledge.state = Pledge.State.RECEIVED
        pledge.save(update_fields=["state"])
        if was_open:
            released(pledge, came.on)
    return gift


def _earlier(came: Came) -> Gift | None:
    """The gift that was taken under this key. `Conflict` where it says other yen."""
    found: Gift | None = Gift.objects.filter(entry__fund=came.purpose.fund_id, entry__key=came.key).first()
    if found is not None and found.yen != came.yen:
        raise Conflict(_("「%(key)s」は、ちがう金額でもう受け取っています。") % {"key": came.key})
    return found


def _held(pledge: Pledge | None) -> Pledge | None:
    if pledge is None:
        return None
    held: Pledge = Pledge.objects.select_for_update(of=("self",)).select_related(
        "purpose__fund", "purpose__project", "giver", "campaign"
    ).get(pk=pledge.pk)  # fmt: skip
    return held


def _check(came: Came, pledge: Pledge | None) -> None:
    if came.way not in GIFTS:
        raise BadInput(_("寄附のほかのお金は、資金のページから記帳してください。"))
    if came.on > timezone.localdate():
        raise BadInput(_("受け取った日は、今日までの日にしてください。"))
    if came.way == Way.CORPORATE and came.yen < LEAST_OF_A_FIRM_YEN:
        raise BadInput(_("企業版ふるさと納税は10万円以上です。ふつうの寄附として受け取ってください。"))
    if pledge is None:
        check_wish(came.wish, came.who or Who())
    else:
        _check_pledge(came, pledge)


def _check_pledge(came: Came, pledge: Pledge) -> None:
    if pledge.purpose_id != came.purpose.pk:
        raise BadInput(_("この申出の使いみちではありません。申出のとおりの使いみちで受け取ってください。"))
    if pledge.state not in (Pledge.State.OPEN, Pledge.State.LAPSED):
        sentence = _("この申出は、もう終わっています（%(state)s）。")
        raise Conflict(sentence % {"state": pledge.get_state_display()})
    if pledge.burden and pledge.vote != Pledge.Vote.CARRIED:
        sentence = _("条件のついた寄附です。議会の議決（地方自治法第96条第1項第9号）を記録してから受け取ってください。")
        raise Conflict(sentence)


def _said(came: Came, origin: str) -> Said:
    text = came.text or str(Way(came.way).label)
    return Said(on=came.on, text=text, way=came.way, origin=origin, project=came.purpose.project, key=came.key)


def _stored(came: Came, pledge: Pledge | None, entry: JournalEntry) -> Gift:
    source = pledge if pledge is not None else came.wish
    giver: Giver | None = pledge.giver if pledge is not None else None
    if pledge is None and came.who is not None:
        giver = written_down(came.purpose.town_id, came.who)
    made: Gift = Gift.objects.create(
        town_id=came.purpose.town_id, entry=entry, purpose=came.purpose, pledge=pledge, giver=giver, yen=came.yen,
        campaign=pledge.campaign if pledge is not None else came.campaign, on=came.on, way=came.way,
        token=pledge.token if pledge is not None else secrets.token_urlsafe(24), honour=source.honour,
        honour_name=source.honour_name.strip(), wants_news=source.wants_news,
    )  # fmt: skip
    return made


def _tell_campaigns(gifts: Sequence[Gift]) -> None:
    """How far a call has come is part of what is told of it."""
    wanted = {gift.campaign_id for gift in gifts if gift.campaign_id is not None}
    if wanted:
        tell("campaign", list(Campaign.objects.filter(pk__in=wanted)))
