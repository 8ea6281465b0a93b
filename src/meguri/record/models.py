"""The public record: entries that never change, their place in a log, and what may be erased."""

from typing import ClassVar

from django.db import models


class Log(models.Model):
    """One append-only log: a town's, or the country's (`town` is null)."""

    id = models.BigAutoField(primary_key=True)
    origin = models.SlugField(max_length=20, unique=True, help_text="the town's code, or jp for the country")
    town_id = models.BigIntegerField(null=True, unique=True)

    def __str__(self) -> str:
        return self.origin


class Entry(models.Model):
    """One public act in canonical bytes (RFC 8785). Immutable; written in the act's own transaction."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="entries")
    act_id = models.UUIDField(unique=True)
    action = models.CharField(max_length=80)
    at = models.DateTimeField()
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"


class Subject(models.Model):
    """What an entry is about, so that one object's history can be found. Immutable."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "key", "entry"], name="history")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Leaf(models.Model):
    """The place of an entry in its log, given by the sequencer, without gaps. Immutable."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="leaf")
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="leaves")
    index = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["log", "index"], name="one_leaf_for_each_index"),
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.index}"


class Unsequenced(models.Model):
    """An entry that has no leaf yet; the sequencer removes it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="unsequenced")

    def __str__(self) -> str:
        return str(self.entry_id)


class Opening(models.Model):
    """What opens one commitment of an entry: its salt, and the person or text meant. May be erased.

    Without this row the commitment stays in the record and says nothing.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        TEXT = "text"

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="openings")
    commitment = models.CharField(max_length=43)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    salt = models.BinaryField()
    person_id = models.BigIntegerField(null=True, db_index=True)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.commitment}"
