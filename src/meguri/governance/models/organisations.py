"""Organisations as a tree, their posts, who holds them and who stands in, and the places they run."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.towns.models import Town, User


class Organisation(models.Model):
    """A part of the town hall, or a body outside it that answers for something here. Its term is half open."""

    class Kind(models.TextChoices):
        TOWN = "town", _("まちの組織")
        PREFECTURE = "prefecture", _("都道府県")
        STATE = "state", _("国")
        FIRM = "firm", _("会社")
        ASSOCIATION = "association", _("団体")
        RESIDENTS = "residents", _("住民のグループ")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(_("種類"), max_length=12, choices=Kind.choices, default=Kind.TOWN)
    name = models.CharField(_("名前"), max_length=60)
    kana = models.CharField(_("よみ"), max_length=100, blank=True)
    mission = models.CharField(_("何のためにあるか"), max_length=200, blank=True)
    phone = models.CharField(_("電話"), max_length=30, blank=True)
    extension = models.CharField(_("内線"), max_length=20, blank=True)
    email = models.EmailField(_("メール"), blank=True)
    hours = models.CharField(_("受付の時間"), max_length=100, blank=True)
    address = models.CharField(_("場所"), max_length=200, blank=True)
    website = models.URLField(_("ページ"), blank=True)
    position = models.PositiveIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager["Organisation"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["parent", "name"], condition=models.Q(until__isnull=True), name="one_organisation_for_each_name"
            ),
            models.UniqueConstraint(
                fields=["town", "name"],
                condition=models.Q(until__isnull=True, parent__isnull=True),
                name="one_top_organisation_for_each_name",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="organisation_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="organisation_not_below_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("organisation", f"{self.town.code}-{self.pk}")


class Post(models.Model):
    """A post that answers for something: 福祉係長. Its contact is the desk people call; empty: its organisation's."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(_("役職"), max_length=60)
    is_head = models.BooleanField(_("組織の長"), default=False)
    duties = models.TextField(_("受け持っていること"), blank=True, max_length=1000)
    phone = models.CharField(_("電話"), max_length=30, blank=True)
    extension = models.CharField(_("内線"), max_length=20, blank=True)
    email = models.EmailField(_("メール"), blank=True)
    hours = models.CharField(_("受付の時間"), max_length=100, blank=True)
    position = models.PositiveIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager["Post"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=models.Q(until__isnull=True), name="one_post_for_each_name"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="post_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """As 「福祉係 係長」: a post is known by its organisation. One query unless `organisation` is selected."""
        return f"{self.organisation.name} {self.name}"

    def public_reference(self) -> Reference:
        return Reference("post", f"{self.town.code}-{self.pk}")


class Holder(models.Model):
    """Who holds a post in a half-open term. `person`: where they sign in here. The name shows if the town says so."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("お名前"), max_length=60, blank=True)
    since = models.DateField(_("着任の日"))
    until = models.DateField(_("離任の日"), null=True, blank=True)

    objects: ClassVar[models.Manager["Holder"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="holder_leaves_after_coming",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "since"], name="posts_of_a_person")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.since}"

    def public_reference(self) -> Reference:
        return Reference("holder", f"{self.town.code}-{self.pk}")


class Deputy(models.Model):
    """A post whose holder may act for another post (代決) while that one is absent or vacant; lowest rank first."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="deputises_for")
    rank = models.PositiveSmallIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager["Deputy"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["post", "rank", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(post=models.F("deputy")), name="no_deputy_of_itself"),
            models.UniqueConstraint(
                fields=["post", "deputy"], condition=models.Q(until__isnull=True), name="one_open_deputy_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.post_id}"


class Absence(models.Model):
    """Days on which a post's holder is away (half open). Not public: it says where a person is not."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="absences")
    since = models.DateField(_("いつから"))
    until = models.DateField(_("いつまで"))
    reason = models.CharField(_("わけ"), max_length=100, blank=True)

    objects: ClassVar[models.Manager["Absence"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="absence_has_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.since}–{self.until}"


class Facility(models.Model):
    """A place that people go to: hall, library, shelter. GIF 施設. Position in degrees (WGS 84), null where unknown."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("名前"), max_length=100)
    kana = models.CharField(_("よみ"), max_length=150, blank=True)
    purpose = models.CharField(_("何のための場所か"), max_length=200, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    phone = models.CharField(_("電話"), max_length=30, blank=True)
    hours = models.CharField(_("開いている時間"), max_length=100, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="facilities"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager["Facility"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["kana", "name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["town", "name"], condition=models.Q(until__isnull=True), name="one_facility_for_each_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("facility", f"{self.town.code}-{self.pk}")
