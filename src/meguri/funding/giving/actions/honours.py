"""The giver changes their mind on being named, or asks to be forgotten."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Plain, Unrecorded
from meguri.funding.giving.models import Gift, Giver, HonourConsent, Pledge, Receipt
from meguri.funding.giving.models.honour import SHOWN, Honour
from meguri.governance.objects import tell

YEARS_KEPT = 5
"""The stubs of receipts are kept five years after the year of issue, as claims for tax and against a town lapse
(国税通則法第74条, 地方自治法第236条)."""


@action("funding.set_honour", record=Public)
def set_honour(
    actor: Actor, gift: Locked[Gift], honour: Plain, name: Unrecorded[str] = "", token: Unrecorded[str] = ""
) -> Gift:
    """From now on the giver is named so, or not at all. What was shown is taken out of sight at once."""
    if honour not in Honour.values:
        raise BadInput(_("出ているもののなかから選んでください。"))
    wanted = name.strip() if honour in SHOWN else ""
    if honour in SHOWN and not wanted:
        raise BadInput(_("出すお名前を入れてください。出さないときは「名前は出さない」を選んでください。"))
    if (honour, wanted) == (gift.honour, gift.honour_name):
        return gift
    gift.honour, gift.honour_name = honour, wanted[:60]
    gift.save(update_fields=["honour", "honour_name"])
    _consent(gift, actor)
    return gift


def _consent(gift: Gift, actor: Actor) -> None:
    HonourConsent.objects.create(
        town_id=gift.town_id, gift=gift, honour=gift.honour, channel=actor.channel, at=timezone.now()
    )
    tell("gift", [gift])


def kept_until(giver: Giver) -> date | None:
    """The day until which name and address must be kept for the receipts; None where there is none. One query."""
    years = Receipt.objects.filter(gift__giver=giver).order_by("-year").values_list("year", flat=True)
    last = years.first()
    return date(last + YEARS_KEPT, 12, 31) if last is not None else None


@action("funding.forget_giver", record=Public)
def forget_giver(actor: Actor, gift: Locked[Gift], token: Unrecorded[str] = "") -> Gift:
    """Erase what is held of the giver, and their names in public. Gifts and books stay; they name nobody.

    Name and address that stand on a receipt are kept until the law no longer asks for them, and nothing else is.
    """
    giver = Giver.objects.select_for_update().filter(pk=gift.giver_id or 0).first()
    if giver is None or giver.erased_at is not None:
        raise Conflict(_("この寄附をした方の情報は、もうありません。"))
    until = kept_until(giver)
    must_keep = until is not None and timezone.localdate() <= until
    _erase(giver, must_keep=must_keep)
    for one in Gift.objects.select_for_update(of=("self",)).filter(giver=giver):
        one.honour, one.honour_name, one.wants_news = Honour.SILENCE, "", False
        one.save(update_fields=["honour", "honour_name", "wants_news"])
        _consent(one, actor)
    Pledge.objects.filter(giver=giver).update(
        honour=Honour.SILENCE, honour_name="", wants_news=False, burden=""
    )
    note(kept_until=until if must_keep else None)
    gift.refresh_from_db()
    return gift


def _erase(giver: Giver, *, must_keep: bool) -> None:
    giver.email, giver.person_id, giver.is_politician = "", None, False
    if not must_keep:
        giver.name = giver.address = giver.postcode = giver.corporate_number = ""
        giver.head_office = None
        giver.erased_at = timezone.now()
    giver.save()
