"""The public record: entries that never change, their place in a log, and what may be erased."""

from typing import ClassVar

from django.db import models

from meguri.core.ports import Reference

COUNTRY = "jp"
"""The origin of the country's log."""


class Log(models.Model):
    """One append-only log: a town's, or the country's (`town` is null)."""

    id = models.BigAutoField(primary_key=True)
    origin = models.SlugField(max_length=20, unique=True, help_text="the town's code, or jp for the country")
    town_id = models.BigIntegerField(null=True, unique=True)

    def __str__(self) -> str:
        return self.origin

    def public_reference(self) -> Reference:
        return Reference("log", self.origin)


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
    """An entry that has no leaf yet; the sequencer removes it. It names the log, so that none is sought among all."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="unsequenced")
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="waiting")

    def __str__(self) -> str:
        return str(self.entry_id)


class Tree(models.Model):
    """How far a log's Merkle tree has grown and been signed, and the hashes of its right edge. One row a log."""

    log = models.OneToOneField(Log, on_delete=models.PROTECT, primary_key=True, related_name="tree")
    size = models.BigIntegerField(default=0)
    signed = models.BigIntegerField(default=0, help_text="the size of the newest checkpoint")
    edge = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"{self.log_id}: {self.size}"


class Tile(models.Model):
    """256 hashes of a log's tree, full and for good. Immutable; the tiles not yet full stand in `Tree.edge`."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="tiles")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["log", "level", "index"], name="one_tile_for_each_place"),
        ]

    def __str__(self) -> str:
        return f"{self.log_id}: {self.level}/{self.index}"


class Generation(models.Model):
    """A log under the name by which it signs. Immutable. A new one begins only when a log was set back or lost its key.

    `former`: the last checkpoint of the one before, as it was published; "" for the first.
    """

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="generations")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200, unique=True, help_text="the first line of its checkpoints")
    former = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["log", "number"], name="one_generation_for_each_number"),
        ]

    def __str__(self) -> str:
        return self.name


class LogKey(models.Model):
    """The public half of a key that signs a generation, from a size on. Immutable.

    `note`: the checkpoint of that size signed by the key before too; "" for a generation's first key.
    """

    id = models.BigAutoField(primary_key=True)
    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="keys")
    public = models.BinaryField()
    since = models.BigIntegerField(default=0)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["generation", "since"], name="one_key_from_each_size"),
        ]

    def __str__(self) -> str:
        return f"{self.generation_id}: {self.since}"


class SignedHead(models.Model):
    """A checkpoint as it was signed and published. Immutable."""

    id = models.BigAutoField(primary_key=True)
    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="heads")
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["generation", "size"], name="one_head_for_each_size"),
        ]

    def __str__(self) -> str:
        return f"{self.generation_id}: {self.size}"


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
