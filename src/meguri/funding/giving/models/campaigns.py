"""寄附の呼びかけ: what is asked for, line by line, until when, and what happens if too little comes or too much."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.models import Draft, Post
from meguri.projects.models import Project
from meguri.towns.models import Town


class Campaign(models.Model):
    """A call for gifts to one purpose of a fund.

    `plan_title` and `plan_approved_on`: the 地域再生計画 that the state has approved, for gifts of firms by the
    企業版ふるさと納税; empty where there is none. `outcome` is told when the call is closed.
    """

    class IfMissed(models.TextChoices):
        GIVE_BACK = "give_back", _("寄附した方に返します")
        DO_LESS = "do_less", _("集まった額でできることをします")
        SAME_FUND = "same_fund", _("同じ資金の、近い使いみちに使います")

    class IfPassed(models.TextChoices):
        DO_MORE = "do_more", _("受け付けを続け、事業を広げます")
        STOP = "stop", _("受け付けを終えます")
        KEEP = "keep", _("受け付けを続け、次の年に使います")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("目標に届きました")
        MISSED = "missed", _("目標に届きませんでした")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="campaigns")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="campaigns")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns")
    title = models.CharField(_("呼びかけの名前"), max_length=100)
    text = models.TextField(_("なぜ、何のために"), max_length=2000)
    aim_yen = models.BigIntegerField(_("目標の額（円）"))
    opens_on = models.DateField(_("受け付けをはじめる日"))
    deadline = models.DateField(_("しめきり"))
    if_missed = models.CharField(_("届かなかったら"), max_length=9, choices=IfMissed.choices)
    if_passed = models.CharField(_("こえたら"), max_length=9, choices=IfPassed.choices)
    plan_title = models.CharField(_("認定を受けた地域再生計画"), max_length=100, blank=True)
    plan_approved_on = models.DateField(_("計画の認定の日"), null=True, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    outcome_text = models.TextField(_("どうしたか"), max_length=1000, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Campaign"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-deadline", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(aim_yen__gt=0), name="campaign_has_an_aim"),
            models.CheckConstraint(
                condition=models.Q(deadline__gte=models.F("opens_on")), name="campaign_ends_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def public_reference(self) -> Reference:
        return Reference("campaign", f"{self.town.code}-{self.pk}")


class CampaignLine(models.Model):
    """One line of what the money is for; the lines of a campaign make up its aim."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="lines")
    name = models.CharField(max_length=100)
    yen = models.BigIntegerField()

    objects: ClassVar[models.Manager["CampaignLine"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(yen__gt=0), name="campaign_line_has_yen"),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignStep(models.Model):
    """A step at which money is let go: until the accountable post has recorded it, `yen` of the purpose are held."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=100)
    yen = models.BigIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    said = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["CampaignStep"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(yen__gt=0), name="campaign_step_has_yen"),
        ]

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("campaign", f"{self.town.code}-{self.campaign_id}")
