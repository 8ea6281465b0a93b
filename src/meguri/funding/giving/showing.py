"""How calls for gifts and gifts are shown: the bar of progress with its words, the state as a chip, the slip's QR."""

from dataclasses import dataclass
from datetime import date

import segno
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.giving.models import Campaign, Pledge
from meguri.funding.giving.progress import Progress, state_of, takes_pledges
from meguri.funding.words import in_words

STATES: dict[str, tuple[Promise | str, str]] = {
    "coming": (gettext_lazy("まもなく受け付け"), "wait"),
    "open": (gettext_lazy("受け付け中"), "good"),
    "passed": (gettext_lazy("目標に届きました。受け付け中"), "good"),
    "over": (gettext_lazy("しめきりました"), "wait"),
    "reached": (gettext_lazy("目標に届いて終わりました"), "good"),
    "missed": (gettext_lazy("目標に届かずに終わりました"), "warn"),
}
PHASES = {"coming": "coming", "open": "now", "passed": "now"}
"""When a call in each state is: else it is over."""
PLEDGE_CHIPS = {
    Pledge.State.OPEN: "wait", Pledge.State.RECEIVED: "good", Pledge.State.LAPSED: "plain",
    Pledge.State.WITHDRAWN: "plain", Pledge.State.DECLINED: "warn",
}  # fmt: skip
BAR = 1000
"""The width of a bar in its own units."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call for gifts on a page. `phase`: "now", "coming" or "over"; `returned`: what went back, "" for nothing."""

    campaign: Campaign
    come: Progress
    word: str
    chip: str
    phase: str
    is_open: bool
    received_width: int
    promised_width: int
    received: str
    promised: str
    aim: str
    lacking: str
    returned: str
    days_left: int


def call_of(campaign: Campaign, come: Progress, today: date) -> Call:
    state = state_of(campaign, come.received, today)
    word, chip = STATES[state]
    whole = max(come.aim, come.received + come.promised)
    received = come.received * BAR // whole
    return Call(
        campaign,
        come,
        str(word),
        chip,
        phase=PHASES.get(state, "over"),
        is_open=takes_pledges(campaign, come.received, today),
        received_width=received,
        promised_width=(come.received + come.promised) * BAR // whole,
        received=in_words(come.received),
        promised=in_words(come.promised),
        aim=in_words(come.aim),
        lacking=in_words(come.lacking),
        returned=in_words(come.returned) if come.returned else "",
        days_left=max(0, (campaign.deadline - today).days),
    )


def qr_of(address: str) -> SafeString:
    """A QR code as inline SVG, dark on white in every mode, so that a telephone reads it."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True)
    said = f'<svg role="img" aria-label="{_("このページの二次元コード")}"'
    return mark_safe(drawn.replace("<svg", said, 1))  # noqa: S308 - drawn by us, of our own address
