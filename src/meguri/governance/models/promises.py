"""約束の帳面: each 「検討します」 as a dated promise that a post owns until it is told what came of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models.objects import PublicObject
from meguri.governance.models.organisations import Post
from meguri.towns.models import Town


class Promise(models.Model):
    """What was promised, where, by which post, until when. Closed only by what came of it (`outcome`)."""

    class MadeIn(models.TextChoices):
        REPORT = "report", _("報告のなかで")
        ANSWER = "answer", _("回答のなかで")
        COUNCIL = "council", _("議会で")
        DONOR = "donor", _("寄附してくださった方へ")
        MAYOR = "mayor", _("首長から")
        MEETING = "meeting", _("会合で")
        OTHER = "other", _("そのほか")

    class State(models.TextChoices):
        OPEN = "open", _("はたす前")
        KEPT = "kept", _("はたしました")
        PARTLY = "partly", _("一部をはたしました")
        NOT_KEPT = "not_kept", _("はたせませんでした")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField(_("約束"), max_length=300)
    made_in = models.CharField(_("どこでの約束か"), max_length=10, choices=MadeIn.choices)
    made_on = models.DateField(_("約束した日"))
    source = models.CharField(_("もとになる文書や発言"), max_length=200, blank=True)
    due_on = models.DateField(_("期限"))
    about = models.ForeignKey(PublicObject, on_delete=models.PROTECT, null=True, blank=True, related_name="promises")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(_("どうなったか"), blank=True, max_length=1000)
    outcome_object = models.ForeignKey(
        PublicObject, on_delete=models.PROTECT, null=True, blank=True, related_name="promises_kept"
    )

    objects: ClassVar[models.Manager["Promise"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_on__isnull=False) & ~models.Q(outcome="")),
                name="promise_closed_only_by_its_outcome",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["post", "state", "due_on"], name="promises_of_a_post"),
            models.Index(fields=["town", "state", "due_on"], name="promises_falling_due"),
        ]

    def __str__(self) -> str:
        return self.text

    def public_reference(self) -> Reference:
        return Reference("promise", f"{self.town.code}-{self.pk}")


class PromiseChange(models.Model):
    """One change of a promise that stays in sight: another post (a transfer) or another date, with its reason."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()
    from_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    from_due = models.DateField(null=True)
    to_due = models.DateField(null=True)
    reason = models.CharField(_("理由"), max_length=400)

    objects: ClassVar[models.Manager["PromiseChange"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.on}"
