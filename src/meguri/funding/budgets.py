"""What it costs: the town's own budget and settlement, a copy for the public (公表用) of its accounting files."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.projects.models import Project
from meguri.towns.models import Town


class BudgetFile(models.Model):
    """A file of budget and settlement, as far as it speaks of one fiscal year: one row for each year it carries.

    `unsound`: the sums stated in the file that its lines do not add up to, as `sums.Unsound` in JSON.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    unsound = models.JSONField(default=list)

    objects: ClassVar[models.Manager["BudgetFile"]] = town_manager()

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("budget_file", f"{self.town.code}-{self.pk}")


class BudgetLine(models.Model):
    """One line of a fiscal year by 会計・款・項・目・節 or 事業. Yen are integers; null: the file says nothing.

    The lines of a fiscal year and account stand as in the newest file that carries them; a line that it says otherwise
    or not at all stays stored, and does not count. `budget_yen` is the budget as it is now (予算現額), of
    当初, 補正, 流用 and 繰越 as far as the file names these. `file` and `row` say where it was read, `last_file` the
    newest file that says the same. A line is tied to its project by the number or the very name, or by a person; never
    by a guess.
    """

    class Tie(models.TextChoices):
        OPEN = "", _("まだ決めていません")
        NUMBER = "number", _("事業番号が同じ")
        NAME = "name", _("事業の名前が同じ")
        PERSON = "person", _("職員が確かめました")
        NONE = "none", _("職員が、事業につながらないと確かめました")

    class Side(models.TextChoices):
        EXPENDITURE = "expenditure", _("歳出")
        REVENUE = "revenue", _("歳入")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(BudgetFile, on_delete=models.PROTECT, related_name="lines")
    last_file = models.ForeignKey(BudgetFile, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    account = models.CharField(_("会計"), max_length=60, default="一般会計")
    side = models.CharField(max_length=11, choices=Side.choices, default=Side.EXPENDITURE)
    kan = models.CharField(_("款"), max_length=60, blank=True)
    kou = models.CharField(_("項"), max_length=60, blank=True)
    moku = models.CharField(_("目"), max_length=60, blank=True)
    setsu = models.CharField(_("節"), max_length=60, blank=True)
    undertaking = models.CharField(_("事業"), max_length=100, blank=True)
    number = models.CharField(_("事業番号"), max_length=30, blank=True)
    name_key = models.CharField(max_length=100, blank=True, help_text="`matching.name_key` of the undertaking")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_lines")
    tie = models.CharField(max_length=6, choices=Tie.choices, blank=True)
    initial_yen = models.BigIntegerField(_("当初予算額（円）"), null=True, blank=True)
    supplement_yen = models.BigIntegerField(_("補正予算額（円）"), null=True, blank=True)
    transfer_yen = models.BigIntegerField(_("流用・充用の増減（円）"), null=True, blank=True)
    carried_yen = models.BigIntegerField(_("前年度からの繰越額（円）"), null=True, blank=True)
    budget_yen = models.BigIntegerField(_("予算額（円）"), null=True, blank=True)
    settlement_yen = models.BigIntegerField(_("決算額（円）"), null=True, blank=True)
    carried_out_yen = models.BigIntegerField(_("翌年度への繰越額（円）"), null=True, blank=True)
    row = models.PositiveIntegerField(help_text="row in the file, from 1")
    stands = models.BooleanField(default=True, help_text="the newest file of its fiscal year and account says so")

    objects: ClassVar[models.Manager["BudgetLine"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-fiscal_year", "account", "row"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["town", "stands", "fiscal_year", "side"], name="budget_of_a_year"),
            models.Index(fields=["project", "stands", "fiscal_year"], name="money_of_a_project"),
            models.Index(fields=["town", "stands", "name_key"], name="lines_of_a_name"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(project__isnull=True, tie__in=["", "none"])
                | models.Q(project__isnull=False, tie__in=["number", "name", "person"]),
                name="a_tie_says_how_it_came",
            ),
        ]

    def __str__(self) -> str:
        return self.undertaking or self.setsu or self.moku or self.kou or self.kan

    @property
    def path(self) -> tuple[str, ...]:
        """款・項・目・節, as far as the file names them."""
        return tuple(part for part in (self.kan, self.kou, self.moku, self.setsu) if part)

    def public_reference(self) -> Reference:
        return Reference("budget_line", f"{self.town.code}-{self.pk}")
