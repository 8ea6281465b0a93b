"""A project's reports: due on a day, and published once approved."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models import Draft
from meguri.projects.models.projects import Project
from meguri.towns.models import Town


class Report(models.Model):
    """What was done, what it cost, what moved, what was learnt. Unpublished it is a due date alone."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(_("何の報告か"), max_length=100, help_text="as 2025年度の報告")
    due_on = models.DateField(_("期限"))
    published_at = models.DateTimeField(null=True, blank=True)
    done = models.TextField(_("何をしたか"), blank=True, max_length=2000)
    cost_yen = models.BigIntegerField(_("いくらかかったか（円）"), null=True, blank=True)
    moved = models.TextField(_("何が動いたか"), blank=True, max_length=2000)
    learnt = models.TextField(_("何がわかったか"), blank=True, max_length=2000)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Report"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-due_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "title"], name="one_report_for_each_title"),
            models.CheckConstraint(
                condition=models.Q(cost_yen__isnull=True) | models.Q(cost_yen__gte=0), name="cost_is_not_negative"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["town", "published_at", "due_on"], name="reports_falling_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def public_reference(self) -> Reference:
        return Reference("report", f"{self.town.code}-{self.pk}")
