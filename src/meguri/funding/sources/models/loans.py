"""A loan (融資) out of a fund to an association or a firm, and what it has paid back."""

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.funding.sources.loan_schedule import Method, Paid, Terms
from meguri.governance.models import Draft, Organisation
from meguri.projects.models import Project
from meguri.towns.models import Town


class Loan(models.Model):
    """What was lent for a project, out of which purpose of a fund, on what terms.

    `entry` is null where the fund is the town's own: that money is booked in its accounting system.
    """

    class Way(models.TextChoices):
        EQUAL_PRINCIPAL = Method.EQUAL_PRINCIPAL.value, _("元金均等")
        EQUAL_PAYMENTS = Method.EQUAL_PAYMENTS.value, _("元利均等")
        BULLET = Method.BULLET.value, _("一括（利息だけ先に）")

    class Every(models.IntegerChoices):
        MONTH = 1, _("毎月")
        QUARTER = 3, _("3か月ごと")
        HALF_YEAR = 6, _("半年ごと")
        YEAR = 12, _("1年ごと")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="loans")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="loans")
    borrower = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="loans")
    name = models.CharField(_("何のための融資か"), max_length=100)
    yen = models.BigIntegerField(_("貸す額（円）"))
    rate = models.DecimalField(_("年利（％）"), max_digits=6, decimal_places=3)
    way = models.CharField(_("返し方"), max_length=15, choices=Way.choices)
    lent_on = models.DateField(_("貸した日"))
    first_due = models.DateField(_("1回目の期日"))
    instalments = models.PositiveSmallIntegerField(_("返す回数"))
    every = models.PositiveSmallIntegerField(_("返す間隔"), choices=Every.choices)
    security = models.CharField(_("担保・保証"), max_length=300)
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Loan"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-lent_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(yen__gt=0, instalments__gte=1), name="a_loan_has_a_sum"),
            models.CheckConstraint(condition=models.Q(rate__gte=0, rate__lte=100), name="a_rate_of_at_most_100"),
            models.CheckConstraint(condition=models.Q(first_due__gt=models.F("lent_on")), name="paid_back_after_lent"),
        ]

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("loan", f"{self.town.code}-{self.pk}")

    @property
    def terms(self) -> Terms:
        return Terms(
            self.yen, Fraction(self.rate) / 100, Method(self.way), self.first_due, self.instalments, self.every
        )


class Repayment(models.Model):
    """What came in for one instalment. Yen."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="repayments")
    number = models.PositiveSmallIntegerField(_("何回目か"))
    on = models.DateField(_("入った日"))
    principal = models.BigIntegerField(_("元金（円）"))
    interest = models.BigIntegerField(_("利息（円）"))
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Repayment"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loan", "number"], name="one_repayment_for_each_instalment"),
            models.CheckConstraint(
                condition=models.Q(principal__gte=0, interest__gte=0)
                & (models.Q(principal__gt=0) | models.Q(interest__gt=0)),
                name="a_repayment_brings_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id} {self.number}"

    def public_reference(self) -> Reference:
        return Reference("repayment", f"{self.town.code}-{self.loan_id}-{self.number}")

    @property
    def paid(self) -> Paid:
        return Paid(self.number, self.on, self.principal, self.interest)
