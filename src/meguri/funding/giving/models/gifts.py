"""寄附: money that came, the giver's wish for honour, and the receipt for tax."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Channel
from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.funding.giving.models.campaigns import Campaign
from meguri.funding.giving.models.givers import Giver
from meguri.funding.giving.models.honour import Honour
from meguri.funding.giving.models.pledges import Pledge
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.governance.models import Post
from meguri.towns.models import Town


class Gift(models.Model):
    """A gift that was received. What the public sees of it names no person but `honour_name`, where the giver wishes.

    `token` opens the giver's own page. `key`: where it came from, as a bank file's row, so that it is taken once.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="gift")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="gifts")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="gifts")
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="gift")
    giver = models.ForeignKey(Giver, on_delete=models.PROTECT, null=True, blank=True, related_name="gifts")
    yen = models.BigIntegerField()
    on = models.DateField()
    way = models.CharField(max_length=12, choices=JournalEntry.Way.choices)
    token = models.CharField(max_length=43, unique=True)
    honour = models.CharField(max_length=8, choices=Honour.choices, default=Honour.SILENCE)
    honour_name = models.CharField(max_length=60, blank=True)
    wants_news = models.BooleanField(default=False)
    returned = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Gift"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["campaign", "on"], name="gifts_of_a_campaign")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(yen__gt=0), name="gift_has_yen"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.yen:,}"

    def public_reference(self) -> Reference:
        return Reference("gift", f"{self.town.code}-{self.pk}")


class HonourConsent(models.Model):
    """When a giver said yes to being named, and when no; never as what. Immutable."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="consents")
    honour = models.CharField(max_length=8, choices=Honour.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["HonourConsent"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.gift_id} {self.honour}"


class Receipt(models.Model):
    """寄附金受領証明書, issued by the town for a gift to itself. Immutable; its paper is made anew from the gift.

    Numbers of a calendar year run from 1 without a gap. A reissue has the number of the first and says so (再発行).
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="receipts")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    copy = models.PositiveSmallIntegerField(_("何回目の再発行か"), default=0)
    issued_on = models.DateField()
    issued_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Receipt"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "-number", "-copy"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["town", "year", "number", "copy"], name="one_receipt_for_each_number"),
            models.UniqueConstraint(fields=["gift", "copy"], name="one_first_receipt_for_each_gift"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:06d}"

    def public_reference(self) -> Reference:
        return Reference("receipt", f"{self.town.code}-{self.pk}")
