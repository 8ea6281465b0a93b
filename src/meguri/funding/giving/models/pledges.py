"""寄附の申出: what somebody has said they will give, until it comes or falls away."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Channel
from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.funding.giving.models.campaigns import Campaign
from meguri.funding.giving.models.givers import Giver
from meguri.funding.giving.models.honour import Honour
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.towns.models import Town


class Pledge(models.Model):
    """A pledge. `code` stands on the transfer slip; `token` opens the giver's own page of it.

    `burden`: what the giver asks in return (負担付き寄附); such a gift is taken only after the assembly has voted for
    it (地方自治法第96条第1項第9号). `warnings`: names of the warnings that were shown and read (giving/rules.py).
    """

    class State(models.TextChoices):
        OPEN = "open", _("お待ちしています")
        RECEIVED = "received", _("受け取りました")
        LAPSED = "lapsed", _("期限が過ぎました")
        WITHDRAWN = "withdrawn", _("取り消されました")
        DECLINED = "declined", _("お受けしませんでした")

    class Method(models.TextChoices):
        SLIP = "slip", _("払込票・振込")
        PROVIDER = "provider", _("カードなど（決済事業者）")
        COUNTER = "counter", _("窓口で")

    class Vote(models.TextChoices):
        NONE = "", _("議決は要りません")
        ASKED = "asked", _("議会にはかっています")
        CARRIED = "carried", _("議会が受けることを決めました")
        REJECTED = "rejected", _("議会が受けないことを決めました")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    token = models.CharField(max_length=43, unique=True)
    giver = models.ForeignKey(Giver, on_delete=models.PROTECT, related_name="pledges")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="pledges")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="pledges")
    yen = models.BigIntegerField(_("金額（円）"))
    way = models.CharField(max_length=12, choices=JournalEntry.Way.choices)
    method = models.CharField(_("お支払いのしかた"), max_length=8, choices=Method.choices, default=Method.SLIP)
    honour = models.CharField(_("お名前の出し方"), max_length=8, choices=Honour.choices, default=Honour.SILENCE)
    honour_name = models.CharField(_("出すお名前"), max_length=60, blank=True)
    wants_news = models.BooleanField(default=False)
    burden = models.TextField(_("寄附につける条件"), max_length=500, blank=True)
    vote = models.CharField(max_length=8, choices=Vote.choices, default=Vote.NONE, blank=True)
    bill = models.CharField(_("議案の番号"), max_length=60, blank=True)
    voted_on = models.DateField(_("議決の日"), null=True, blank=True)
    warnings = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    made_on = models.DateField()
    pay_by = models.DateField(_("お支払いの期限"))
    promise = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Pledge"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_on", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["town", "state", "pay_by"], name="open_pledges")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["town", "code"], name="one_pledge_for_each_code"),
            models.CheckConstraint(condition=models.Q(yen__gt=0), name="pledge_has_yen"),
        ]

    def __str__(self) -> str:
        return self.code

    def public_reference(self) -> Reference:
        return Reference("pledge", f"{self.town.code}-{self.pk}")
