"""What it costs: the town's own budget and settlement, a copy for the public (公表用) of its accounting system."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.projects.models import Project
from meguri.towns.models import Town


class BudgetFile(models.Model):
    """One file of budget and settlement that was taken in: the lines of a fiscal year stand as in the newest one."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    objects: ClassVar[models.Manager["BudgetFile"]] = town_manager()

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("budget_file", f"{self.town.code}-{self.pk}")


class BudgetLine(models.Model):
    """One line of a fiscal year by 会計・款・項・目・節 or 事業. Yen are integers; null: the file says nothing."""

    class Side(models.TextChoices):
        EXPENDITURE = "expenditure", _("歳出")
        REVENUE = "revenue", _("歳入")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(BudgetFile, on_delete=models.PROTECT, related_name="lines")
    fiscal_year = models.PositiveSmallIntegerField()
    account = models.CharField(_("会計"), max_length=60, default="一般会計")
    side = models.CharField(max_length=11, choices=Side.choices, default=Side.EXPENDITURE)
    kan = models.CharField(_("款"), max_length=60, blank=True)
    kou = models.CharField(_("項"), max_length=60, blank=True)
    moku = models.CharField(_("目"), max_length=60, blank=True)
    setsu = models.CharField(_("節"), max_length=60, blank=True)
    undertaking = models.CharField(_("事業"), max_length=100, blank=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_lines")
    budget_yen = models.BigIntegerField(_("予算額（円）"), null=True, blank=True)
    settlement_yen = models.BigIntegerField(_("決算額（円）"), null=True, blank=True)
    row = models.PositiveIntegerField(help_text="row in the file, from 1")

    objects: ClassVar[models.Manager["BudgetLine"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-fiscal_year", "account", "row"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["town", "fiscal_year", "side"], name="budget_of_a_year"),
            models.Index(fields=["project", "fiscal_year"], name="money_of_a_project"),
        ]

    def __str__(self) -> str:
        return self.undertaking or self.setsu or self.moku or self.kou or self.kan

    def public_reference(self) -> Reference:
        return Reference("budget_line", f"{self.town.code}-{self.pk}")
