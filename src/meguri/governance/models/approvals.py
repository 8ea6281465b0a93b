"""起案 → 決裁 → 公表: the town's rule as routes, drafts with what they would publish, and each decision on them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.governance.models.objects import PublicObject
from meguri.governance.models.organisations import Post
from meguri.towns.models import Town, User

ANY_KIND = ""


class Route(models.Model):
    """The way of approval for a kind of draft from a sum on. The empty kind stands for all that have no route."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60, blank=True, help_text="name of a draft kind; empty: any")
    from_yen = models.BigIntegerField(_("この金額から"), default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager["Route"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "from_yen", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["town", "kind", "from_yen"], condition=models.Q(until__isnull=True), name="one_open_route_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'} ≥ {self.from_yen}"

    def public_reference(self) -> Reference:
        return Reference("route", f"{self.town.code}-{self.pk}")


class RouteStep(models.Model):
    """One step of a route: a post named, or the head of the author's own organisation or of the one above it."""

    class Who(models.TextChoices):
        POST = "post", _("決まった役職")
        OWN_HEAD = "own_head", _("起案した組織の長")
        PARENT_HEAD = "parent_head", _("その上の組織の長")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=11, choices=Who.choices)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["RouteStep"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["route", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["route", "position"], name="one_step_for_each_position"),
            models.CheckConstraint(
                condition=models.Q(who="post", post__isnull=False) | (~models.Q(who="post") & models.Q(post=None)),
                name="a_named_step_names_its_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route_id}.{self.position}"


class Draft(models.Model):
    """Something an officer would publish. `content`: what the kind's form took, as JSON; each save raises `version`.

    `steps`: ids of the posts that have to approve, in order, settled when it is handed in. `is_held_outside`: it is
    about what another body than the town holds, whose own post decides. Never public.
    """

    class State(models.TextChoices):
        WRITING = "writing", _("下書き")
        SUBMITTED = "submitted", _("決裁を待っています")
        RETURNED = "returned", _("もどされました")
        PUBLISHED = "published", _("公表しました")
        WITHDRAWN = "withdrawn", _("取り下げました")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    about = models.ForeignKey(PublicObject, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts")
    title = models.CharField(_("件名"), max_length=200)
    content = models.JSONField(default=dict)
    yen = models.BigIntegerField(null=True, blank=True, help_text="the sum that chooses the route; null: none")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    author_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITING)
    steps = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(default=0, help_text="index into steps of the one whose turn it is")
    is_held_outside = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_as = models.ForeignKey(
        PublicObject, on_delete=models.PROTECT, null=True, blank=True, related_name="published_by_drafts"
    )

    objects: ClassVar[models.Manager["Draft"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-changed_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["town", "state"], name="drafts_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_approved(self) -> bool:
        """Every step has approved and it is about to be published; true only inside the act of the last decision."""
        return self.state == self.State.SUBMITTED and 0 < len(self.steps) <= self.step

    def public_reference(self) -> Reference:
        return Reference("draft", f"{self.town.code}-{self.pk}")


class Decision(models.Model):
    """What a post decided on a draft at one step. `as_deputy`: another post acted for it (代決)."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("決裁しました")
        RETURNED = "returned", _("もどしました")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="decisions")
    as_deputy = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(_("理由"), max_length=400, blank=True)
    version = models.PositiveIntegerField(help_text="the draft's version that was decided on")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Decision"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.step} {self.verdict}"
