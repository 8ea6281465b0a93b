"""A pledge is made, voted on, withdrawn, declined, or lapses. What was promised is booked where the books are here."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Plain, Unrecorded, Yen
from meguri.funding.giving.actions.givers import check_wish, written_down
from meguri.funding.giving.holders import is_the_towns
from meguri.funding.giving.models import Campaign, Pledge
from meguri.funding.giving.progress import progress_of, takes_pledges
from meguri.funding.giving.rules import Meant, refusals, warnings
from meguri.funding.giving.said import SILENT, Who, Wish
from meguri.funding.giving.slip_code import code_of
from meguri.funding.giving.telling import tell_of_end, tell_of_pledge
from meguri.funding.giving.words import REFUSALS, WARNINGS
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.models import JournalEntry, Purpose

DAYS_TO_PAY = 30
State, Vote = Pledge.State, Pledge.Vote


@action("funding.pledge", record=Public)
def pledge(
    actor: Actor,
    purpose: Unrecorded[Purpose],
    yen: Yen,
    who: Unrecorded[Who],
    *,
    way: Plain = "donation",
    campaign: Campaign | None = None,
    method: Plain = Pledge.Method.SLIP,
    wish: Unrecorded[Wish] = SILENT,
    burden: Unrecorded[str] = "",
    wants_no_benefit: Unrecorded[bool] = False,
    acknowledged: Unrecorded[Iterable[str]] = (),
    made_on: Unrecorded[date | None] = None,
) -> Pledge:
    """Say that one will give. `BadInput` says what the law or the call for gifts does not allow.

    `acknowledged`: names of the warnings that the giver has read; those that apply all have to be among them.
    `made_on`: the day on a paper that came in later.
    """
    on = made_on or timezone.localdate()
    meant = meaning(purpose, yen, way, who, campaign, burden=burden, wants_no_benefit=wants_no_benefit)
    _check(actor, purpose, campaign, meant, on, who, wish)
    shown = [str(one) for one in warnings(meant)]
    _need_read(shown, acknowledged)
    giver = written_down(purpose.town_id, who)
    giver.save()
    made = Pledge(
        town_id=purpose.town_id, code=_free_code(), token=secrets.token_urlsafe(24), purpose=purpose,
        giver=giver, campaign=campaign, yen=yen, way=way, method=method,
        honour=wish.honour, honour_name=wish.honour_name.strip(), wants_news=wish.wants_news, burden=burden.strip(),
        vote=Vote.ASKED if burden.strip() else Vote.NONE, warnings=shown, channel=actor.channel, made_on=on,
        pay_by=on + timedelta(days=DAYS_TO_PAY),
    )  # fmt: skip
    made.promise = _promised(made)
    made.save(force_insert=True)
    tell_of_pledge(made)
    note(fund=purpose.fund, burden=bool(made.burden), pay_by=made.pay_by)
    return made


def meaning(
    purpose: Purpose, yen: int, way: str, who: Who, campaign: Campaign | None, *, burden: str, wants_no_benefit: bool
) -> Meant:
    """The gift as the rules of law look at it."""
    return Meant(
        yen=yen, way=way, kind=str(who.kind), town_code=purpose.town.code,
        head_office_code=who.head_office.code if who.head_office else "",
        holder_is_town=is_the_towns(purpose.fund),
        has_approved_plan=campaign is not None and campaign.plan_approved_on is not None,
        wants_no_benefit=wants_no_benefit, is_politician=who.is_politician, has_burden=bool(burden.strip()),
    )  # fmt: skip


def _check(
    actor: Actor, purpose: Purpose, campaign: Campaign | None, meant: Meant, on: date, who: Who, wish: Wish
) -> None:
    if purpose.fund.closed_on is not None:
        sentence = _("「%(name)s」は終わった資金です。ほかの使いみちを選んでください。")
        raise BadInput(sentence % {"name": purpose.fund.name})
    if on > timezone.localdate():
        raise BadInput(_("申し出の日は、今日までの日にしてください。"))
    for refusal in refusals(meant):
        raise BadInput(REFUSALS[refusal])
    if campaign is not None:
        _check_campaign(campaign, purpose, on)
    check_wish(wish, who)


def _check_campaign(campaign: Campaign, purpose: Purpose, on: date) -> None:
    if campaign.town_id != purpose.town_id or campaign.purpose_id != purpose.pk:
        raise BadInput(_("この呼びかけの使いみちではありません。呼びかけのページから申し込んでください。"))
    if on < campaign.opens_on:
        raise BadInput(_("「%(title)s」の受け付けは、まだ始まっていません。") % {"title": campaign.title})
    received = progress_of([campaign])[campaign.pk].received
    if not takes_pledges(campaign, received, on):
        sentence = _("「%(title)s」の受け付けは終わりました。ほかの呼びかけか、使いみちを選んでください。")
        raise BadInput(sentence % {"title": campaign.title})


def _need_read(shown: list[str], acknowledged: Iterable[str]) -> None:
    unread = [one for one in shown if one not in set(acknowledged)]
    if unread:
        raise BadInput(_("次のことを読んで、確かめてください。%(what)s") % {"what": str(WARNINGS_BY_NAME[unread[0]])})


WARNINGS_BY_NAME = {str(name): sentence for name, sentence in WARNINGS.items()}


def _free_code() -> str:
    """A code that no pledge of this town has; ten million of them, so that a second try is rare."""
    while True:
        code = code_of(secrets.randbelow(10**7))
        if not Pledge.objects.filter(code=code).exists():
            return code


def _promised(made: Pledge) -> JournalEntry:
    """The promise in the books. No money moves, so that a fund whose money is a copy of the town's has it too."""
    said = Said(
        on=max(made.made_on, made.purpose.fund.opened_on), text="寄附の申出", way=made.way,
        project=made.purpose.project, key=f"pledge {made.code}",
    )  # fmt: skip
    return booking.promise(made.purpose, made.yen, said)


def released(pledge: Pledge, on: date) -> None:
    """What was promised is no longer to come: it came, or fell away. Inside an action."""
    if pledge.promise_id is not None:
        said = Said(
            on=on, text="寄附の申出（済んだ分）", way=pledge.way, project=pledge.purpose.project,
            key=f"pledge {pledge.code} released",
        )  # fmt: skip
        booking.promise(pledge.purpose, -pledge.yen, said)


@action("funding.record_vote", record=Public)
def record_vote(
    actor: Actor, pledge: Locked[Pledge], bill: Plain, on: date | None = None, carried: bool | None = None
) -> Pledge:
    """The assembly is asked whether to take a gift with a burden (`carried` None), or has voted."""
    if not pledge.burden:
        raise Conflict(_("条件のついていない寄附なので、議決は要りません。"))
    if pledge.state != State.OPEN:
        raise Conflict(_("この申出は、もう終わっています。"))
    if not bill.strip():
        raise BadInput(_("議案の番号を入れてください。例: 議案第12号"))
    if carried is not None and (on is None or on > timezone.localdate()):
        raise BadInput(_("議決の日を、今日までの日で入れてください。"))
    pledge.bill, pledge.voted_on = bill.strip()[:60], on if carried is not None else None
    pledge.vote = Vote.ASKED if carried is None else Vote.CARRIED if carried else Vote.REJECTED
    if pledge.vote == Vote.CARRIED and on is not None:
        pledge.pay_by = max(pledge.pay_by, on + timedelta(days=DAYS_TO_PAY))
    pledge.save(update_fields=["bill", "voted_on", "vote", "pay_by"])
    if pledge.vote == Vote.CARRIED:
        tell_of_pledge(pledge)
    if pledge.vote == Vote.REJECTED:
        _end(pledge, State.DECLINED)
    return pledge


@action("funding.withdraw_pledge", record=Public)
def withdraw_pledge(actor: Actor, pledge: Locked[Pledge], token: Unrecorded[str] = "") -> Pledge:
    """The giver takes the pledge back, as they may until the money has come."""
    return _end(pledge, State.WITHDRAWN)


@action("funding.decline_pledge", record=Public)
def decline_pledge(actor: Actor, pledge: Locked[Pledge], reason: str) -> Pledge:
    """The holder does not take the gift; the reason is told to the giver."""
    if not reason.strip():
        raise BadInput(_("お受けしない理由を書いてください。申し出た方に伝わります。"))
    return _end(pledge, State.DECLINED, reason.strip())


@action("funding.lapse_pledges", record=Internal)
def lapse_pledges(actor: Actor, day: date) -> int:
    """Pledges whose day has passed no longer count as promised. A gift that comes later is taken all the same."""
    late = Pledge.objects.select_related("giver", "purpose__fund__holder").select_for_update(of=("self",))
    found = list(late.filter(state=State.OPEN, pay_by__lt=day).exclude(vote=Vote.ASKED))
    for one in found:
        _end(one, State.LAPSED)
    return len(found)


def _end(pledge: Pledge, state: str, reason: str = "") -> Pledge:
    """`reason`: told to the giver, as that it ended is unless they took it back themselves."""
    if pledge.state != State.OPEN:
        sentence = _("この申出は、もう終わっています（%(state)s）。")
        raise Conflict(sentence % {"state": pledge.get_state_display()})
    pledge.state = state
    pledge.save(update_fields=["state"])
    released(pledge, timezone.localdate())
    if state != State.WITHDRAWN:
        tell_of_end(pledge, reason)
    return pledge
