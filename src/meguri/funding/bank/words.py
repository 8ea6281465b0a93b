"""How this room says things: why a payment may be for a pledge."""

from django.utils.translation import gettext_lazy as _

from meguri.funding.bank.matching import Proposal, Why

WHY = {
    Why.CODE: _("番号が合う"),
    Why.SUM: _("金額が合う"),
    Why.NAME: _("名前が合う"),
    Why.LIKE_NAME: _("名前が似ている"),
    Why.OTHER_NAME: _("名前はちがいます"),
    Why.UNLIKE_LETTERS: _("名前は、漢字とカナを見くらべてください"),
    Why.OTHER_SUM: _("金額がちがう"),
    Why.CLAIMED_TWICE: _("同じ番号の入金がほかにもある"),
}


def reasons_in_words(one: Proposal) -> str:
    """「番号が合う・金額が合う」."""
    return "・".join(str(WHY[why]) for why in one.reasons)
