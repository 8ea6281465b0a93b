"""What a town has settled for itself, and how it lays out its spreadsheets."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.towns.models import Town

GRACE_DAYS = 30


class TownRule(models.Model):
    """The town's own published rules. A town without a row lives by the defaults."""

    id = models.BigAutoField(primary_key=True)
    town = models.OneToOneField(Town, on_delete=models.PROTECT, related_name="rule")
    names_shown = models.BooleanField(_("職員の名前を出す"), default=False)
    grace_days = models.PositiveSmallIntegerField(_("公表までの日数"), default=GRACE_DAYS)
    started_on = models.DateField(
        null=True, blank=True, help_text="from this day on all goes through 決裁; null: the town is being set up"
    )

    objects: ClassVar[models.Manager["TownRule"]] = town_manager()

    def __str__(self) -> str:
        return f"{self.town_id}"

    def public_reference(self) -> Reference:
        return Reference("town_rule", self.town.code)


class SheetLayout(models.Model):
    """How a town's files of one kind are read: the mapping of its columns, found again by its headings."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    headings_digest = models.CharField(max_length=64)
    columns = models.JSONField()
    saved_at = models.DateTimeField()

    objects: ClassVar[models.Manager["SheetLayout"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["town", "kind", "headings_digest"], name="one_layout_for_each_heading"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.headings_digest[:8]}"
