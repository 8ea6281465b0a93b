"""Who stays when a grant ends, and what a result brought in next: the edge by which the ring goes on."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models import Draft, Organisation, PublicObject
from meguri.indicators.models import Indicator
from meguri.projects.models import Project
from meguri.towns.models import Town


class StayCommitment(models.Model):
    """That a firm or an association goes on with a project from a day until a day, and what it brings in a year."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="stays")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stays")
    text = models.CharField(_("何をつづけるか"), max_length=300)
    begins_on = models.DateField(_("いつから"))
    until = models.DateField(_("いつまで"))
    yearly_yen = models.BigIntegerField(_("1年に出す額（円）"), null=True, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["StayCommitment"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["until", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("begins_on")), name="who_stays_stays_for_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(yearly_yen__isnull=True) | models.Q(yearly_yen__gt=0),
                name="who_stays_brings_something",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def public_reference(self) -> Reference:
        return Reference("stay", f"{self.town.code}-{self.pk}")


class ReturnEdge(models.Model):
    """That the result of a project brought in something new: another project, a subsidy, money of a fund.

    `target` is what came; null where it has no page here, as a firm that moved in. `indicator`: the figure that spoke.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="returns")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(PublicObject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(_("何を呼びこんだか"), max_length=300)
    yen = models.BigIntegerField(_("入ってきたお金（円）"), null=True, blank=True)
    on = models.DateField(_("いつ"))
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ReturnEdge"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(yen__isnull=True) | models.Q(yen__gt=0), name="what_came_back_has_a_sum"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def public_reference(self) -> Reference:
        return Reference("return_edge", f"{self.town.code}-{self.pk}")
