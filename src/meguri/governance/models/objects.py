"""The public objects of a town as the thread and the people who answer see them: one row each, tied by links."""

from typing import ClassVar

from django.db import models

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.towns.models import Station, Town


class PublicObject(models.Model):
    """One thing of a town that the public may see: a project, a promise, an indicator in the town's hands, a post.

    `kind` and `key` are its public reference; title, station and state are told by its own slice and kept here so that
    the thread reads any number of kinds in one query. Objects that have left public view keep their row, unseen.
    `answered_by`: where nobody is accountable for it itself, the post or the object (a report's project) through which
    it is answered for.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=90)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=200, blank=True)
    station = models.CharField(max_length=10, choices=Station.choices, blank=True)
    state = models.CharField(max_length=40, blank=True, help_text="the state in a word, as 実施; empty: it has none")
    is_public = models.BooleanField(default=True)
    needs_post = models.BooleanField(default=False, help_text="somebody must be accountable for it")
    answered_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_told_at = models.DateTimeField()

    objects: ClassVar[models.Manager["PublicObject"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["town", "kind", "key"], name="one_object_for_each_reference"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["town", "needs_post", "is_public"], name="objects_needing_a_post"),
        ]

    def __str__(self) -> str:
        return self.title

    def public_reference(self) -> Reference:
        return Reference(self.kind, self.key)


class Link(models.Model):
    """One step of the thread: `target` came of `source`. Told by one of the two, which alone replaces it.

    Each index holds what a step reads: the newest other ends of an object, however many it has.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(PublicObject, on_delete=models.CASCADE, related_name="links_out", db_index=False)
    target = models.ForeignKey(PublicObject, on_delete=models.CASCADE, related_name="links_in", db_index=False)
    told_by = models.ForeignKey(PublicObject, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["Link"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "target", "told_by"], name="one_link_for_each_teller"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="no_link_to_itself"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source", "-id", "target"], name="newest_that_came_of_it"),
            models.Index(fields=["target", "-id", "source"], name="newest_it_came_from"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
