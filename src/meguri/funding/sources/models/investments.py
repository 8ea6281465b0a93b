"""A project explained to those who might put money in: aim, use, downside, holder, reports, risk. No offer."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models import Draft, Organisation
from meguri.projects.models import Project
from meguri.towns.models import Town


class Investment(models.Model):
    """One sheet for a project. Interest is taken by `operator_url` alone, and only where `takes_interest`:

    the town has recorded the licensed operator (第二種金融商品取引業) with its number, or the lawyer who says that
    none is needed and the day on which they said it. The database holds that too.
    """

    class Risk(models.TextChoices):
        LOW = "low", _("小さい")
        SOME = "some", _("ある")
        HIGH = "high", _("大きい")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="investment")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="investments")
    aim = models.TextField(_("何をめざすか"), max_length=1000)
    use = models.TextField(_("お金の使いみち"), max_length=1000)
    wanted_yen = models.BigIntegerField(_("要るお金（円）"), null=True, blank=True)
    downside = models.TextField(_("うまくいかないとき"), max_length=1000)
    risk = models.CharField(_("負うリスク"), max_length=4, choices=Risk.choices)
    risk_why = models.CharField(_("そう考えるわけ"), max_length=300)
    reporting = models.CharField(_("いつ報告するか"), max_length=200)
    takes_interest = models.BooleanField(default=False)
    operator_name = models.CharField(_("取り扱う業者"), max_length=100, blank=True)
    operator_number = models.CharField(_("登録番号"), max_length=100, blank=True)
    operator_url = models.URLField(_("業者のページ"), blank=True)
    lawyer_name = models.CharField(_("確かめた弁護士"), max_length=100, blank=True)
    lawyer_on = models.DateField(_("確かめた日"), null=True, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Investment"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(takes_interest=False)
                | (
                    ~models.Q(operator_url="")
                    & ~models.Q(operator_name="")
                    & (~models.Q(operator_number="") | (~models.Q(lawyer_name="") & models.Q(lawyer_on__isnull=False)))
                ),
                name="interest_only_through_a_licensed_operator",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    def public_reference(self) -> Reference:
        return Reference("investment", f"{self.town.code}-{self.pk}")
