"""What stands on a 寄附金受領証明書, and on which law each kind of gift rests."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.wareki import format_wareki
from meguri.funding.giving.models import Gift, Receipt
from meguri.funding.journal.models import JournalEntry
from meguri.governance.models import Organisation

Way = JournalEntry.Way
GROUNDS = {
    Way.HOMETOWN_TAX: _("この寄附は、地方税法第37条の2第1項第1号・第314条の7第1項第1号の寄附金です。"),
    Way.CORPORATE: _(
        "この寄附は、地域再生法第13条の2のまち・ひと・しごと創生寄附活用事業に関連する寄附です"
        "（地域再生法施行規則第14条第1項による受領証）。"
    ),
    Way.DONATION: _(
        "この寄附は、所得税法第78条第2項第1号・法人税法第37条第3項第1号の、地方公共団体に対する寄附金です。"
    ),
}


def receipt_context(gift: Gift, receipt: Receipt) -> dict[str, Any]:
    """Two queries at most; the giver's name and address are read now, and stand nowhere else."""
    hall = Organisation.objects.filter(
        kind=Organisation.Kind.TOWN, parent__isnull=True, until__isnull=True
    ).order_by("pk").first()  # fmt: skip
    return {
        "gift": gift,
        "giver": gift.giver,
        "receipt": receipt,
        "number": str(receipt),
        "yen": f"{gift.yen:,}",
        "came_on_era": format_wareki(gift.on),
        "issued_on_era": format_wareki(receipt.issued_on),
        "town": gift.town,
        "hall": hall,
        "post": receipt.issued_by,
        "ground": GROUNDS[Way(gift.way)],
    }
