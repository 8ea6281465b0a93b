"""Which post answers for which object on which day, and requests to hand that over."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models.objects import PublicObject
from meguri.governance.models.organisations import Post
from meguri.towns.models import Town, User


class Responsibility(models.Model):
    """What a post is to an object in the half-open term [since, until).

    At most one accountable post for each object on any day: the database itself refuses a second.
    `confirmed_on` is the day the post said 所管を確認しました; a new post has to say it anew.
    """

    class Part(models.TextChoices):
        ACCOUNTABLE = "accountable", _("責任者")
        RESPONSIBLE = "responsible", _("担当")
        CONSULTED = "consulted", _("相談をうける")
        INFORMED = "informed", _("知らせをうける")
        MAY_CHANGE = "may_change", _("変える権限がある")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    object = models.ForeignKey(PublicObject, on_delete=models.PROTECT, related_name="responsibilities")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="responsibilities")
    part = models.CharField(_("立場"), max_length=12, choices=Part.choices)
    since = models.DateField(_("いつから"))
    until = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Responsibility"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="responsibility_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["object", "post", "part"],
                condition=models.Q(until__isnull=True),
                name="one_open_responsibility_each",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object", "part", "since"], name="who_answers"),
            models.Index(fields=["post", "part", "since"], name="what_a_post_answers_for"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.part} {self.object_id}"

    def public_reference(self) -> Reference:
        return Reference("responsibility", f"{self.town.code}-{self.pk}")


class Handover(models.Model):
    """A post asks to hand a responsibility over (所管替え協議). Agreed, the new post answers; promises move along."""

    class State(models.TextChoices):
        ASKED = "asked", _("協議中")
        AGREED = "agreed", _("引き継ぎました")
        DECLINED = "declined", _("引き継ぎません")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    responsibility = models.ForeignKey(Responsibility, on_delete=models.PROTECT, related_name="handovers")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="handovers_asked")
    reason = models.CharField(_("理由"), max_length=400)
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(_("返事"), max_length=400, blank=True)

    objects: ClassVar[models.Manager["Handover"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["responsibility"], condition=models.Q(state="asked"), name="one_handover_asked_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.responsibility_id} → {self.to_post_id}"

    def public_reference(self) -> Reference:
        return Reference("handover", f"{self.town.code}-{self.pk}")
