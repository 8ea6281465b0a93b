"""Who gives: personal data, for the town's staff and the giver alone, and erased when it need not be kept."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.scope import town_manager
from meguri.towns.models import Municipality, Town, User


class Giver(models.Model):
    """One person, firm or group that gave or means to. `person`: where they sign in here.

    `head_office`: where a firm has its head office (主たる事務所); null for a person, or where it is not known.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("個人")
        FIRM = "firm", _("会社などの法人")
        GROUP = "group", _("団体・グループ")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("どなたからの寄附ですか"), max_length=6, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("お名前"), max_length=100, blank=True)
    email = models.EmailField(_("メールアドレス"), blank=True)
    postcode = models.CharField(_("郵便番号"), max_length=8, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    corporate_number = models.CharField(_("法人番号"), max_length=13, blank=True)
    head_office = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_politician = models.BooleanField(default=False)
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Giver"]] = town_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
