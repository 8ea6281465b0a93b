"""Writing down who gives, inside a running action or afterwards what a receipt lacks, and checking what they wish."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, action
from meguri.core.actor import Actor
from meguri.core.codes import parse_corporate_number
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Unrecorded
from meguri.funding.giving.models import Gift, Giver
from meguri.funding.giving.models.honour import SHOWN
from meguri.funding.giving.said import Who, Wish


def written_down(town_id: int, who: Who) -> Giver:
    """The row for who gives, checked and not stored yet."""
    number = parse_corporate_number(who.corporate_number).code if who.corporate_number.strip() else ""
    return Giver(
        town_id=town_id, kind=who.kind, name=who.name.strip(), email=who.email.strip(), postcode=who.postcode.strip(),
        address=who.address.strip(), corporate_number=number, head_office=who.head_office,
        is_politician=who.is_politician, person_id=who.person_id, created_at=timezone.now(),
    )  # fmt: skip


@action("funding.state_giver", record=Internal)
def state_giver(
    actor: Actor,
    gift: Locked[Gift],
    name: Unrecorded[str] = "",
    address: Unrecorded[str] = "",
    postcode: Unrecorded[str] = "",
) -> Gift:
    """Write down what a receipt lacks of the giver. What they said themselves stays as it is."""
    giver = Giver.objects.select_for_update(of=("self",)).filter(pk=gift.giver_id or 0).first()
    if giver is not None and giver.erased_at is not None:
        raise Conflict(_("情報を消すように、本人から求められた寄附です。書き足すことはできません。"))
    if giver is None:
        giver = written_down(gift.town_id, Who())
    giver.name, giver.address = giver.name or name.strip()[:100], giver.address or address.strip()[:200]
    giver.postcode = giver.postcode or postcode.strip()[:8]
    if not giver.name or not giver.address:
        raise BadInput(_("受領証明書を出すために、お名前と住所を入れてください。"))
    giver.save()
    gift.giver = giver
    gift.save(update_fields=["giver"])
    return gift


def check_wish(wish: Wish, who: Who) -> None:
    if wish.honour in SHOWN and not wish.honour_name.strip():
        raise BadInput(_("出すお名前を入れてください。出さないときは「名前は出さない」を選んでください。"))
    if wish.wants_news and not who.email.strip():
        raise BadInput(_("お知らせを送るメールアドレスを入れてください。"))
