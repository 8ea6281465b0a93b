"""A contract that pays by outcome (成果連動型民間委託, PFS), its agreed table, and what was paid for which figure."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.funding.sources.outcome_payment import Better, Linear, Step, Steps, Table
from meguri.governance.models import Draft
from meguri.indicators.models import Indicator
from meguri.projects.models import Project
from meguri.towns.models import Town


class OutcomeContract(models.Model):
    """What is paid for which figure of an indicator. `definition`: the digest of the definition that was agreed.

    Steps have rows of their own; a linear table has `base`, `yen_a_unit` and `cap_yen`.
    """

    class Shape(models.TextChoices):
        STEPS = "steps", _("段階で決める")
        LINEAR = "linear", _("1単位ごとに決める")

    class Direction(models.TextChoices):
        MORE = Better.MORE.value, _("増えるほど払う")
        LESS = Better.LESS.value, _("減るほど払う")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="outcome_contracts")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="outcome_contracts")
    title = models.CharField(_("件名"), max_length=100)
    contractor = models.CharField(_("契約の相手"), max_length=100)
    in_town = models.BooleanField(_("町内の相手か"), null=True, blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    definition = models.CharField(max_length=64)
    evaluator = models.CharField(_("数字を確かめる第三者"), max_length=100)
    signed_on = models.DateField(_("契約の日"))
    ends_on = models.DateField(_("終わる日"))
    shape = models.CharField(max_length=6, choices=Shape.choices)
    better = models.CharField(max_length=4, choices=Direction.choices)
    base = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    yen_a_unit = models.BigIntegerField(null=True, blank=True)
    cap_yen = models.BigIntegerField(_("1回に払う上限（円）"))
    floor_yen = models.BigIntegerField(_("1回に払う下限（円）"), default=0)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["OutcomeContract"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-signed_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(shape="steps")
                | models.Q(shape="linear", base__isnull=False, yen_a_unit__isnull=False),
                name="a_linear_table_has_its_numbers",
            ),
            models.CheckConstraint(
                condition=models.Q(floor_yen__gte=0, cap_yen__gt=0) & models.Q(cap_yen__gte=models.F("floor_yen")),
                name="an_outcome_pays_between_floor_and_cap",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("signed_on")), name="an_outcome_contract_has_a_term"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def public_reference(self) -> Reference:
        return Reference("outcome_contract", f"{self.town.code}-{self.pk}")

    @property
    def table(self) -> Table:
        """The agreed table; with steps, one query for them unless they were fetched before."""
        better = Better(self.better)
        if self.shape == self.Shape.STEPS:
            steps = tuple(Step(one.threshold, one.yen) for one in self.steps.all())
            return Steps(steps, better, self.floor_yen)
        assert self.base is not None  # noqa: S101 - the database holds it
        assert self.yen_a_unit is not None  # noqa: S101 - the database holds it
        return Linear(self.base, self.yen_a_unit, self.cap_yen, self.floor_yen, better)


class OutcomeStep(models.Model):
    """From this figure on, this sum."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(OutcomeContract, on_delete=models.PROTECT, related_name="steps")
    threshold = models.DecimalField(max_digits=18, decimal_places=4)
    yen = models.BigIntegerField()

    objects: ClassVar[models.Manager["OutcomeStep"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["threshold"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "threshold"], name="one_sum_for_each_step"),
            models.CheckConstraint(condition=models.Q(yen__gte=0), name="a_step_pays_no_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.threshold}: {self.yen}"


class OutcomePayment(models.Model):
    """What was paid for one period: the figure as it stood then, and the sum that the table gave for it.

    `entry` is null where nothing was to be paid, or where the fund is the town's own.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(OutcomeContract, on_delete=models.PROTECT, related_name="payments")
    period = models.IntegerField()
    figure = models.DecimalField(max_digits=18, decimal_places=4)
    yen = models.BigIntegerField()
    on = models.DateField()
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["OutcomePayment"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-period"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contract", "period"], name="one_payment_for_each_period"),
            models.CheckConstraint(condition=models.Q(yen__gte=0), name="an_outcome_costs_no_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.period}"

    def public_reference(self) -> Reference:
        return Reference("outcome_payment", f"{self.town.code}-{self.contract_id}-{self.period}")
