"""What the public acts on gifts are called in the record. A pledge and a receipt have no page that all may read."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.core.scope import across_towns
from meguri.funding.giving.models import Campaign, Gift, Pledge
from meguri.funding.giving.models.honour import Honour
from meguri.funding.giving.objects import title_of
from meguri.funding.journal.models import JournalEntry
from meguri.record.titles import Kind, register


def _ids(references: Iterable[str]) -> dict[int, str]:
    return {int(one.rpartition("-")[2]): one for one in references if one.rpartition("-")[2].isdecimal()}


def _campaigns(references: Iterable[str]) -> Mapping[str, str]:
    wanted = _ids(references)
    with across_towns():  # the country's record names calls of many towns
        return {wanted[pk]: title for pk, title in Campaign.objects.filter(pk__in=wanted).values_list("pk", "title")}


def _gifts(references: Iterable[str]) -> Mapping[str, str]:
    wanted = _ids(references)
    with across_towns():  # the country's record names gifts of many towns
        rows = list(Gift.objects.filter(pk__in=wanted))
    return {wanted[one.pk]: title_of(one) for one in rows}


def _campaign_page(reference: str) -> str:
    code, _dash, pk = reference.rpartition("-")
    return f"/{code}/give/{pk}/"


def _gift_page(reference: str) -> str:
    code, _dash, pk = reference.rpartition("-")
    return f"/{code}/gifts/{pk}/"


register(
    titles={
        "funding.pledge": _("寄附の申出がありました"),
        "funding.receive_gift": _("寄附を受け取りました"),
        "funding.receive_gifts": _("寄附を、まとめて受け取りました"),
        "funding.withdraw_pledge": _("寄附の申出が取り消されました"),
        "funding.decline_pledge": _("寄附の申出を、お受けしませんでした"),
        "funding.record_vote": _("条件のついた寄附を、議会にはかりました"),
        "funding.set_honour": _("寄附した方のお名前の出し方が変わりました"),
        "funding.forget_giver": _("寄附した方の情報を消しました"),
        "funding.issue_receipts": _("寄附金受領証明書を出しました"),
        "funding.reissue_receipt": _("寄附金受領証明書を再発行しました"),
        "funding.record_step": _("段階ができ、お金を使えるようになりました"),
        "funding.publish_campaign": _("寄附を呼びかけました"),
        "funding.close_campaign": _("寄附の呼びかけを終えました"),
        "funding.publish_transfer_account": _("寄附の振込先を決めました"),
    },
    kinds={
        "campaign": Kind(_("寄附の呼びかけ"), _campaign_page, _campaigns),
        "gift": Kind(_("寄附"), _gift_page, _gifts),
        "pledge": Kind(_("寄附の申出")),
        "receipt": Kind(_("寄附金受領証明書")),
    },
    facts={
        "campaign": _("寄附の呼びかけ"),
        "gift": _("寄附"),
        "gifts": _("寄附の数"),
        "way": _("どんなお金か"),
        "method": _("お支払いのしかた"),
        "burden": _("条件がついているか"),
        "pay_by": _("お支払いの期限"),
        "origin": _("どこから来た記録か"),
        "digest": _("ファイルの要約値"),
        "pledge": _("寄附の申出"),
        "bill": _("議案の番号"),
        "carried": _("議会が受けることを決めたか"),
        "honour": _("お名前の出し方"),
        "kept_until": _("受領証明書の控えを残す日"),
        "receipts": _("受領証明書の数"),
        "year": _("年"),
        "first_number": _("はじめの番号"),
        "last_number": _("終わりの番号"),
        "step": _("段階"),
        "released_yen": _("使えるようになった額（円）"),
        "aim_yen": _("目標の額（円）"),
        "deadline": _("しめきり"),
        "outcome": _("目標に届いたか"),
        "received_yen": _("集まった額（円）"),
        "returned_yen": _("お返しした額（円）"),
        "lapsed": _("期限が過ぎた申出の数"),
    },
    values={
        "way": lambda value: str(dict(JournalEntry.Way.choices).get(value, value)),
        "origin": lambda value: str(dict(JournalEntry.Origin.choices).get(value, value)),
        "method": lambda value: str(dict(Pledge.Method.choices).get(value, value)),
        "honour": lambda value: str(dict(Honour.choices).get(value, value)),
        "outcome": lambda value: str(dict(Campaign.Outcome.choices).get(value, value)),
    },
)
