"""A gift came: booked once, tied to its pledge, told to the thread. One by one, or a file of them in one act."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.batches import AT_ONCE, batches
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Plain, Unrecorded, Yen
from meguri.funding.giving.actions.givers import check_wish, written_down
from meguri.funding.giving.actions.pledges import released
from meguri.funding.giving.models import Campaign, Gift, Giver, HonourConsent, Pledge
from meguri.funding.giving.models.honour import SHOWN
from meguri.funding.giving.rules import LEAST_OF_A_FIRM_YEN
from meguri.funding.giving.said import SILENT, Who, Wish
from meguri.funding.giving.telling import tell_of_gifts
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
    came = Came(purpose, yen, on, way, key, campaign, pledge, who, wish, text)
    gift = _taken(actor, purpose.fund, [came], origin)[0]
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
    gifts = _taken(actor, fund, came, origin)
    tell("gift", gifts)
    _tell_campaigns(gifts)
    note(gifts=len(gifts), yen=str(sum(one.yen for one in gifts)))
    return len(gifts)


def _taken(actor: Actor, fund: Fund, given: Sequence[Came], origin: str) -> list[Gift]:
    """The gifts, those that were taken before among them. Queries grow with kept pledges, not with gifts."""
    standing = _standing(fund, [one.key for one in given])
    pledges = _held([one.pledge.pk for one in given if one.pledge is not None])
    fresh: dict[str, Came] = {}
    kept: set[int] = set()
    for one in given:
        known = standing.get(one.key) or fresh.get(one.key)
        if known is not None and known.yen != one.yen:
            raise Conflict(_("「%(key)s」は、ちがう金額でもう受け取っています。") % {"key": one.key})
        if known is None:
            _check(one, pledges[one.pledge.pk] if one.pledge is not None else None, kept)
            fresh[one.key] = one
    standing |= _stored(actor, fund, list(fresh.values()), pledges, origin)
    return [standing[one.key] for one in given]


def _standing(fund: Fund, keys: Sequence[str]) -> dict[str, Gift]:
    """Gifts that were taken under these keys. One query for each batch."""
    found: dict[str, Gift] = {}
    for some in batches(keys):
        rows = Gift.objects.filter(entry__fund=fund, entry__key__in=some).select_related("entry")
        found |= {str(one.entry.key): one for one in rows}
    return found


def _held(pledge_ids: Sequence[int]) -> dict[int, Pledge]:
    """Pledges under lock, in the order of their numbers, so that two files do not wait for each other in a ring."""
    if not pledge_ids:
        return {}
    rows = Pledge.objects.select_for_update(of=("self",)).select_related(
        "purpose__fund", "purpose__project", "giver", "campaign"
    )  # fmt: skip
    return {one.pk: one for one in rows.filter(pk__in=pledge_ids).order_by("pk")}


def _check(came: Came, pledge: Pledge | None, kept: set[int]) -> None:
    """`kept`: the pledges that this file has kept so far; this one is added."""
    if came.way not in GIFTS:
        raise BadInput(_("寄附のほかのお金は、資金のページから記帳してください。"))
    if came.on > timezone.localdate():
        raise BadInput(_("受け取った日は、今日までの日にしてください。"))
    if came.way == Way.CORPORATE and came.yen < LEAST_OF_A_FIRM_YEN:
        raise BadInput(_("企業版ふるさと納税は10万円以上です。ふつうの寄附として受け取ってください。"))
    if pledge is None:
        check_wish(came.wish, came.who or Who())
    else:
        if pledge.pk in kept:
            raise Conflict(_("同じ申出のお金が、二度入っています。ファイルをたしかめてください。"))
        kept.add(pledge.pk)
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


def _stored(
    actor: Actor, fund: Fund, given: Sequence[Came], pledges: Mapping[int, Pledge], origin: str
) -> dict[str, Gift]:
    """Book gifts that are new, write down who gives, and let go of what was promised. By key."""
    entries = booking.receive_all(fund, [(one.purpose, one.yen, _said(one, origin)) for one in given])
    givers = {one.key: written_down(fund.town_id, one.who) for one in given if one.pledge is None and one.who}
    Giver.objects.bulk_create(givers.values(), batch_size=AT_ONCE)
    gifts = {}
    for one, entry in zip(given, entries, strict=True):
        pledge = pledges[one.pledge.pk] if one.pledge is not None else None
        gifts[one.key] = _gift(one, entry, pledge, pledge.giver if pledge is not None else givers.get(one.key))
    Gift.objects.bulk_create(gifts.values(), batch_size=AT_ONCE)
    now = timezone.now()
    HonourConsent.objects.bulk_create(
        [
            HonourConsent(town_id=fund.town_id, gift=gift, honour=gift.honour, channel=actor.channel, at=now)
            for gift in gifts.values() if gift.honour in SHOWN
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    for one in given:
        if one.pledge is not None:
            _keep(pledges[one.pledge.pk], one.on)
    tell_of_gifts(gifts.values())
    return gifts


def _gift(came: Came, entry: JournalEntry, pledge: Pledge | None, giver: Giver | None) -> Gift:
    source = pledge if pledge is not None else came.wish
    return Gift(
        town_id=entry.town_id, entry=entry, purpose=came.purpose, pledge=pledge, giver=giver, yen=came.yen,
        campaign=pledge.campaign if pledge is not None else came.campaign, on=came.on, way=came.way,
        token=pledge.token if pledge is not None else secrets.token_urlsafe(24), honour=source.honour,
        honour_name=source.honour_name.strip(), wants_news=source.wants_news,
    )  # fmt: skip


def _keep(pledge: Pledge, on: date) -> None:
    """The money of a pledge has come: what was promised is no longer to come."""
    was_open = pledge.state == Pledge.State.OPEN
    pledge.state = Pledge.State.RECEIVED
    pledge.save(update_fields=["state"])
    if was_open:
        released(pledge, on)


def _tell_campaigns(gifts: Sequence[Gift]) -> None:
    """How far a call has come is part of what is told of it."""
    wanted = {gift.campaign_id for gift in gifts if gift.campaign_id is not None}
    if wanted:
        tell("campaign", list(Campaign.objects.filter(pk__in=wanted)))
