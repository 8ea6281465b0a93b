"""Letters to a giver about their own: what they pledged and how to pay, that it came, that a pledge ended and why.

They name nobody, since whoever pledges may mistype an address.
"""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from meguri.core.outbox import handles
from meguri.core.scope import across_towns, in_town
from meguri.funding.giving.actions.receipts import why_no_receipt
from meguri.funding.giving.holders import whom_to_ask
from meguri.funding.giving.models import Gift, Pledge, TransferAccount
from meguri.funding.giving.payment import provider_for
from meguri.funding.giving.queries import SELECTED
from meguri.funding.giving.slip_code import spoken
from meguri.funding.words import in_words
from meguri.towns.letters import Letter, address_of, send

State, Vote, Method = Pledge.State, Pledge.Vote, Pledge.Method


@handles("funding.pledge_for_giver")
def write_of_pledge(*, pledge_id: int) -> None:
    """None about a pledge that has moved on meanwhile."""
    pledge = _pledge(pledge_id)
    if pledge.giver.email and pledge.state == State.OPEN:
        with in_town(pledge.town), override("ja"):
            send(pledge_letter(pledge), pledge.giver.email)


@handles("funding.gift_for_giver")
def write_of_gift(*, gift_id: int) -> None:
    """None about a gift that was given back meanwhile."""
    with across_towns():  # the worker stands in no town
        gift = Gift.objects.select_related("giver", *SELECTED).get(pk=gift_id)
    if gift.giver is not None and gift.giver.email and gift.returned_id is None:
        with in_town(gift.town), override("ja"):
            send(gift_letter(gift), gift.giver.email)


@handles("funding.pledge_end_for_giver")
def write_of_end(*, pledge_id: int, reason: str) -> None:
    """None where the money of a lapsed pledge has come meanwhile."""
    pledge = _pledge(pledge_id)
    if pledge.giver.email and pledge.state in (State.DECLINED, State.LAPSED):
        with in_town(pledge.town), override("ja"):
            letter = declined_letter(pledge, reason) if pledge.state == State.DECLINED else lapsed_letter(pledge)
            send(letter, pledge.giver.email)


def _pledge(pk: int) -> Pledge:
    with across_towns():  # the worker stands in no town
        found: Pledge = Pledge.objects.select_related("giver", *SELECTED).get(pk=pk)
        return found


def pledge_letter(pledge: Pledge) -> Letter:
    """What was pledged, and how to pay it or for what to wait. Five queries at most."""
    words = _words(pledge)
    if pledge.vote == Vote.CARRIED:
        begun = _("議会が、「%(what)s」への%(yen)sの寄附を受けることを決めました。ありがとうございます。") % words
    else:
        begun = _("「%(what)s」に%(yen)sを寄附するお申し出を受け取りました。ありがとうございます。") % words
    return Letter(
        subject=_("寄附のお申し出を受け取りました（%(what)s）") % words,
        opening=[begun, *how_to_pay(pledge)],
        link=address_of(reverse("own-pledge", args=[pledge.town.code, pledge.token])),
        closing=[
            _("上のページで、お支払いの案内をもう一度見たり、申出を取り消したりできます。"
              "心あたりがないときも、そこから取り消せます。"),
            _asked(pledge),
        ],
    )  # fmt: skip


def how_to_pay(pledge: Pledge) -> list[str]:
    """In sentences. One query."""
    words = {"day": date_format(pledge.pay_by, "DATE_FORMAT"), "code": spoken(pledge.code)}
    if pledge.burden and pledge.vote != Vote.CARRIED:
        return [
            _("条件のついた寄附なので、議会が受けることを決めるまで、お支払いをお待ちください。"
              "決まったら、お知らせします。")
        ]  # fmt: skip
    account = TransferAccount.objects.filter(fund=pledge.purpose.fund_id).first()
    if pledge.method == Method.SLIP and account is not None:
        return [
            _("%(day)sまでに、次の口座に振り込んでください。") % words,
            _("振込先: %(account)s（名義 %(name)s）") % {"account": str(account), "name": account.name},
            _("受付番号: %(code)s（振り込む人の名前の前に、この8桁を入れてください）") % words,
            _("払込票（PDF）は、下のページから紙にできます。"),
        ]
    if pledge.method == Method.PROVIDER and provider_for(pledge.purpose) is not None:
        return [_("%(day)sまでに、下のページから決済のページに進んでお支払いください。") % words]
    return [_("%(day)sまでに、窓口で受付番号 %(code)s を伝えてお支払いください。") % words]


def gift_letter(gift: Gift) -> Letter:
    """That it came, for what, and that a receipt comes or why none. Two queries."""
    words = {**_words(gift), "day": date_format(gift.on, "DATE_FORMAT")}
    receipt = why_no_receipt(gift) or _(
        "受領証明書（税の控除に使います）は、担当の係が用意しています。出たら、下のページから受け取れます。"
    )
    return Letter(
        subject=_("寄附を受け取りました（%(what)s）") % words,
        opening=[
            _("「%(what)s」への%(yen)sの寄附を、%(day)sに受け取りました。ありがとうございます。") % words,
            receipt,
        ],
        link=address_of(reverse("own-gift", args=[gift.town.code, gift.token])),
        closing=[
            _("上のページで、お金の行き先と事業の報告を読めます。お名前の出し方も、そこで変えられます。"),
            _asked(gift),
        ],
    )


def declined_letter(pledge: Pledge, reason: str) -> Letter:
    """With the reason that the holder or the assembly gave. Two queries."""
    words = _words(pledge)
    if pledge.vote == Vote.REJECTED:
        reason = _("議会が、受けないことを決めました（%(bill)s）。") % {"bill": pledge.bill}
    why = [_("理由: %(reason)s") % {"reason": reason}] if reason else []
    return Letter(
        subject=_("寄附のお申し出について（%(what)s）") % words,
        opening=[
            _("「%(what)s」への%(yen)sの寄附のお申し出は、お受けできませんでした。お支払いは要りません。") % words,
            *why,
            _("寄附のお気持ちに、感謝します。"),
        ],
        link=address_of(reverse("own-pledge", args=[pledge.town.code, pledge.token])),
        closing=[_asked(pledge)],
    )  # fmt: skip


def lapsed_letter(pledge: Pledge) -> Letter:
    """Because its call is over, or because its day has passed; then it can still be paid. Two queries."""
    words = {**_words(pledge), "day": date_format(pledge.pay_by, "DATE_FORMAT")}
    if pledge.campaign is not None and pledge.campaign.closed_on is not None:
        why = _("呼びかけ「%(what)s」が終わったので、%(yen)sの寄附のお申し出も終わりました。お支払いは要りません。")
    else:
        why = _("「%(what)s」への%(yen)sの寄附のお申し出は、お支払いの期限（%(day)s）が過ぎたので終わりました。"
                "お気持ちが変わらないときは、下のページの案内で、いまからでもお支払いになれます。")
    return Letter(
        subject=_("寄附のお申し出が終わりました（%(what)s）") % words,
        opening=[why % words, _("寄附のお気持ちに、感謝します。")],
        link=address_of(reverse("own-pledge", args=[pledge.town.code, pledge.token])),
        closing=[_("もうお支払いになったときは、このお知らせは気にしないでください。"),
                 _asked(pledge)],
    )  # fmt: skip


def _words(one: Pledge | Gift) -> dict[str, str]:
    """For what, and how much."""
    purpose = one.purpose
    what = one.campaign.title if one.campaign is not None else f"{purpose.fund.name} › {purpose.name}"
    return {"what": what, "yen": in_words(one.yen)}


def _asked(one: Pledge | Gift) -> str:
    """Who answers, with the telephone. Three queries at most."""
    asked = whom_to_ask(one.purpose, one.campaign)
    words = {"town": one.town.name, "post": asked.name, "phone": asked.contact.phone}
    return _("お問い合わせ: %(town)s %(post)s %(phone)s") % words
