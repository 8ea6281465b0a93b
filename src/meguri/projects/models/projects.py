"""A project: why, on what ground, where, until what, at which cost; its states and its main steps."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models import Draft, Organisation
from meguri.indicators.models import Indicator
from meguri.towns.models import Town


class Project(models.Model):
    """An undertaking (事務事業) of the town, or of residents and firms with the town's consent (`owner`).

    Yen are integers; null is unknown, never 0. The accountable post is a responsibility in `governance`; `draft` is the
    newest that was approved.
    """

    class State(models.TextChoices):
        CONSIDERED = "considered", _("検討")
        PLANNED = "planned", _("計画")
        RUNNING = "running", _("実施")
        EVALUATED = "evaluated", _("評価")
        COMPLETED = "completed", _("完了")
        STOPPED = "stopped", _("中止")

    class Ground(models.TextChoices):
        DUTY = "duty", _("法令による義務")
        FREE = "free", _("任意")
        UNKNOWN = "", _("未入力")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("事業番号"), max_length=30, blank=True, help_text="the number on the town's own list")
    name = models.CharField(_("事業の名前"), max_length=100)
    purpose = models.TextField(_("何のために"), blank=True, max_length=1000)
    activity = models.TextField(_("何をするか"), blank=True, max_length=2000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CONSIDERED)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    place = models.CharField(_("場所"), max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    begins_on = models.DateField(_("始まる日"), null=True, blank=True)
    ends_on = models.DateField(_("終わる日"), null=True, blank=True)
    ground = models.CharField(_("根拠"), max_length=6, choices=Ground.choices, blank=True)
    law = models.CharField(_("根拠の法令・条例"), max_length=200, blank=True)
    end_condition = models.CharField(_("何をもって終えるか"), max_length=300, blank=True)
    successor = models.CharField(_("終えたあと、だれが続けるか"), max_length=200, blank=True)
    planned_yen = models.BigIntegerField(_("見込みの費用（円）"), null=True, blank=True)
    came_from = models.CharField(_("もとになった計画や声"), max_length=200, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Project"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["town", "number"], condition=~models.Q(number=""), name="one_project_for_each_number"
            ),
            models.CheckConstraint(
                condition=models.Q(planned_yen__isnull=True) | models.Q(planned_yen__gte=0),
                name="planned_cost_is_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(begins_on__isnull=True)
                | models.Q(ends_on__gte=models.F("begins_on")),
                name="project_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["town", "state"], name="projects_by_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.town.code}/projects/{self.pk}/"

    def public_reference(self) -> Reference:
        return Reference("project", f"{self.town.code}-{self.pk}")


class StateChange(models.Model):
    """One declared transition of a project, with its reason."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="state_changes")
    from_state = models.CharField(max_length=10, choices=Project.State.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=Project.State.choices)
    on = models.DateField()
    reason = models.CharField(_("理由"), max_length=400)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["StateChange"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.from_state} → {self.to_state}"


class Milestone(models.Model):
    """A main step of a project (主な工程), with the day it is due and the day it was done."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(_("工程"), max_length=100)
    due_on = models.DateField(_("予定の日"))
    done_on = models.DateField(_("できた日"), null=True, blank=True)

    objects: ClassVar[models.Manager["Milestone"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "name"], name="one_milestone_for_each_name"),
        ]

    def __str__(self) -> str:
        return self.name


class MilestoneChange(models.Model):
    """That a main step was put to another day, with the reason; it stays in sight."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()
    from_due = models.DateField()
    to_due = models.DateField()
    reason = models.CharField(_("理由"), max_length=400)

    objects: ClassVar[models.Manager["MilestoneChange"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.from_due} → {self.to_due}"


class ProjectIndicator(models.Model):
    """That a project means to move an indicator."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["ProjectIndicator"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "indicator"], name="one_indicator_once_a_project"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} → {self.indicator_id}"
