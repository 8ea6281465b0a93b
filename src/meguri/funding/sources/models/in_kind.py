"""Work, things and places given to a project (現物・労務), with the rule by which they are valued."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models import Draft, Organisation
from meguri.projects.models import Project
from meguri.towns.models import Town


class InKind(models.Model):
    """What was given that is no money. Its value is told beside the yen of the books and never added to them.

    `giver_name` names no person: a firm, a group, or 「町のみなさん」. `unit_yen`: what one unit is valued at by
    `rule`; null where it is not valued.
    """

    class Kind(models.TextChoices):
        WORK = "work", _("労務")
        THING = "thing", _("物")
        PLACE = "place", _("場所")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="in_kind")
    kind = models.CharField(_("種類"), max_length=5, choices=Kind.choices)
    what = models.CharField(_("何を"), max_length=200)
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="in_kind")
    giver_name = models.CharField(_("だれから"), max_length=100)
    quantity = models.DecimalField(_("量"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("単位"), max_length=20)
    unit_yen = models.BigIntegerField(_("1単位の換算（円）"), null=True, blank=True)
    rule = models.CharField(_("換算のきまり"), max_length=300)
    begins_on = models.DateField(_("いつから"))
    until = models.DateField(_("いつまで"))
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["InKind"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-begins_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="something_was_given"),
            models.CheckConstraint(condition=models.Q(until__gte=models.F("begins_on")), name="in_kind_has_a_term"),
        ]

    def __str__(self) -> str:
        return self.what

    def public_reference(self) -> Reference:
        return Reference("in_kind", f"{self.town.code}-{self.pk}")

    @property
    def valued_yen(self) -> int | None:
        """Quantity × what a unit is valued at, parts of a yen dropped."""
        return None if self.unit_yen is None else int(Decimal(self.quantity) * self.unit_yen)
