"""A payment through a payment provider, and each thing the provider told of it. No card data is ever here."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.scope import town_manager
from meguri.funding.giving.models import Pledge
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.towns.models import Town


class Payment(models.Model):
    """One way a payer was sent to the provider's page. Its state moves forward alone, whatever order news comes in.

    `session`: the provider's name for the page; `intent`: for the payment, by which a refund tells itself.
    """

    class State(models.TextChoices):
        BEGUN = "begun", _("支払いのページをひらいた")
        WAITING = "waiting", _("入金を待っている")
        GONE = "gone", _("支払われなかった")
        PAID = "paid", _("支払われた")
        REFUNDED = "refunded", _("返金した")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="payments")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    provider = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.BEGUN)
    yen = models.PositiveBigIntegerField()
    refunded_yen = models.PositiveBigIntegerField(default=0)
    session = models.CharField(max_length=255, blank=True)
    intent = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="payment")
    begun_at = models.DateTimeField()
    paid_on = models.DateField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True, help_text="what a person has to look at")

    objects: ClassVar[models.Manager["Payment"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-begun_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "session"], condition=~models.Q(session=""), name="one_payment_for_each_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.yen:,} {self.state}"


class PaymentEvent(models.Model):
    """One piece of news of a provider, by its own number: it is heard once. `waits`: for news that comes first."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")
    number = models.CharField(max_length=255)
    what = models.CharField(max_length=8)
    yen = models.BigIntegerField(null=True)
    told_at = models.DateTimeField(help_text="when the provider says it happened")
    heard_at = models.DateTimeField()
    waits = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["PaymentEvent"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["payment", "number"], name="news_is_heard_once"),
        ]

    def __str__(self) -> str:
        return self.number
