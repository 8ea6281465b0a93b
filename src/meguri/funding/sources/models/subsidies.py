"""A subsidy (補助金) of one project: from whom, on what conditions, until when, and the reports that are due for it."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models import Draft
from meguri.projects.models import Project
from meguri.towns.models import Town


class Subsidy(models.Model):
    """What a state, a prefecture or another body gives for a project, from its first to its last day.

    `yearly_yen`: what it carries of the project in a year of its term; the cliff is reckoned with it. `rate`: the share
    of the cost that it covers at most, in percent; null where there is none. `carried_by`: who carries that part after
    the last day; "" while nobody has decided.
    """

    class Giver(models.TextChoices):
        STATE = "state", _("国")
        PREFECTURE = "prefecture", _("都道府県")
        OTHER = "other", _("そのほか")

    class CarriedBy(models.TextChoices):
        TOWN = "town", _("まち（一般財源）")
        FIRM = "firm", _("会社・団体")
        USERS = "users", _("使う人（料金）")
        ANOTHER = "another", _("別の補助金・寄附")
        ENDS = "ends", _("事業を終える")
        UNDECIDED = "", _("まだ決まっていない")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="subsidies")
    name = models.CharField(_("補助金の名前"), max_length=100)
    giver = models.CharField(_("だれから"), max_length=10, choices=Giver.choices)
    giver_name = models.CharField(_("出すところ"), max_length=100)
    rate = models.DecimalField(_("補助率（％）"), max_digits=6, decimal_places=3, null=True, blank=True,
                               validators=[MinValueValidator(0), MaxValueValidator(100)])  # fmt: skip
    yen = models.BigIntegerField(_("交付の決定額（円）"))
    yearly_yen = models.BigIntegerField(_("1年に支えている額（円）"))
    decided_on = models.DateField(_("交付が決まった日"), null=True, blank=True)
    begins_on = models.DateField(_("はじまる日"))
    ends_on = models.DateField(_("終わる日"))
    conditions = models.TextField(_("条件"), max_length=1000, blank=True)
    carried_by = models.CharField(
        _("終わったあと、だれが支えるか"), max_length=9, choices=CarriedBy.choices, blank=True
    )
    after = models.CharField(_("終わったあとのこと"), max_length=300, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Subsidy"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["ends_on", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["town", "ends_on"], name="subsidies_by_end")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("begins_on")), name="a_subsidy_has_a_term"),
            models.CheckConstraint(condition=models.Q(yen__gt=0, yearly_yen__gt=0), name="a_subsidy_has_a_sum"),
            models.CheckConstraint(
                condition=models.Q(rate__isnull=True) | models.Q(rate__gte=0, rate__lte=100),
                name="a_subsidy_covers_at_most_all",
            ),
            models.UniqueConstraint(fields=["project", "name", "begins_on"], name="one_subsidy_for_each_term"),
        ]

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("subsidy", f"{self.town.code}-{self.pk}")


class SubsidyDuty(models.Model):
    """A report that is due to whoever gives the subsidy (実績報告など), and the day on which it was handed in."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    subsidy = models.ForeignKey(Subsidy, on_delete=models.PROTECT, related_name="duties")
    name = models.CharField(_("出す報告"), max_length=100)
    due_on = models.DateField(_("期限"))
    done_on = models.DateField(_("出した日"), null=True, blank=True)
    said = models.CharField(_("出したときのこと"), max_length=300, blank=True)

    objects: ClassVar[models.Manager["SubsidyDuty"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subsidy", "name", "due_on"], name="one_duty_for_each_name_and_day"),
        ]

    def __str__(self) -> str:
        return self.name
