"""What is stored of this room: the official totals of a year's accounts, which the copy is held against."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.funding.budgets import BudgetLine
from meguri.governance.models import Draft
from meguri.towns.models import Town

__all__ = ["OfficialTotal"]


class OfficialTotal(models.Model):
    """The total of one account and side of a fiscal year as an official paper of the town states it. Immutable.

    The newest of an account, side and kind stands. `explained`: why the lines as imported add up to something else.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", _("当初予算")
        BUDGET = "budget", _("予算現額")
        SETTLEMENT = "settlement", _("決算")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    account = models.CharField(_("会計"), max_length=60)
    side = models.CharField(_("歳入・歳出"), max_length=11, choices=BudgetLine.Side.choices)
    kind = models.CharField(_("何の合計か"), max_length=10, choices=Kind.choices)
    yen = models.BigIntegerField(_("金額（円）"))
    source = models.CharField(_("出典"), max_length=200)
    explained = models.CharField(_("差のわけ"), max_length=300, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stated_at = models.DateTimeField()

    objects: ClassVar[models.Manager["OfficialTotal"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-fiscal_year", "account", "side", "kind", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["town", "fiscal_year"], name="totals_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.account} {self.side} {self.kind}"

    def public_reference(self) -> Reference:
        return Reference("official_total", f"{self.town.code}-{self.pk}")
