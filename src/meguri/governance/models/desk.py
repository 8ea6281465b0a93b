"""どこに話せばよいか: what can be found, the words that lead there, and the questions that led nowhere."""

from typing import ClassVar

from django.db import models

from meguri.core.scope import town_manager
from meguri.governance.models.objects import PublicObject
from meguri.towns.models import Town


class DeskEntry(models.Model):
    """One thing a resident may look for: a post, an organisation, an undertaking, a facility."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    object = models.OneToOneField(PublicObject, on_delete=models.CASCADE, related_name="desk_entry")
    digest = models.CharField(max_length=64, help_text="of the texts it was made from")

    objects: ClassVar[models.Manager["DeskEntry"]] = town_manager()

    def __str__(self) -> str:
        return str(self.object_id)


class DeskTerm(models.Model):
    """A word that leads to an entry. `impact` is how much it says there; the index holds the strongest first."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+", db_index=False)
    term = models.CharField(max_length=60)
    entry = models.ForeignKey(DeskEntry, on_delete=models.CASCADE, related_name="terms", db_index=False)
    impact = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["DeskTerm"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "term"], name="one_impact_for_each_term"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["town", "term", "-impact", "entry"], name="strongest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.impact}"


class UnansweredQuestion(models.Model):
    """Words that found nothing, without the person: how often, and since when. What the town could not answer."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=100)
    count = models.PositiveIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(PublicObject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["UnansweredQuestion"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["town", "words"], name="one_row_for_each_question"),
        ]

    def __str__(self) -> str:
        return self.words
