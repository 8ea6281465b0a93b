"""Writing down who gives, inside a running action, and checking what they wish."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.codes import parse_corporate_number
from meguri.core.errors import BadInput
from meguri.funding.giving.models import Giver
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


def check_wish(wish: Wish, who: Who) -> None:
    if wish.honour in SHOWN and not wish.honour_name.strip():
        raise BadInput(_("出すお名前を入れてください。出さないときは「名前は出さない」を選んでください。"))
    if wish.wants_news and not who.email.strip():
        raise BadInput(_("お知らせを送るメールアドレスを入れてください。"))
