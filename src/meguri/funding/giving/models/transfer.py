"""Where a transfer for a fund is to go. Published through approval alone: an account is what a thief would change."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.funding.journal.models import Fund
from meguri.governance.models import Draft
from meguri.towns.models import Town


class TransferAccount(models.Model):
    """The account that stands on the transfer slips of a fund."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("普通")
        CURRENT = "current", _("当座")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.OneToOneField(Fund, on_delete=models.PROTECT, related_name="transfer_account")
    bank = models.CharField(_("金融機関"), max_length=40)
    branch = models.CharField(_("支店"), max_length=40)
    kind = models.CharField(_("預金の種類"), max_length=8, choices=Kind.choices, default=Kind.ORDINARY)
    number = models.CharField(_("口座番号"), max_length=7)
    name = models.CharField(_("口座の名義（カナ）"), max_length=60)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["TransferAccount"]] = town_manager()

    def __str__(self) -> str:
        return f"{self.bank} {self.branch} {self.get_kind_display()} {self.number}"

    def public_reference(self) -> Reference:
        return self.fund.public_reference()
