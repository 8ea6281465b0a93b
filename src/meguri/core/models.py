"""What every act leaves behind: that it was performed, and the messages that follow from it."""

import uuid
from typing import ClassVar

from django.db import models

from meguri.core.actor import Channel


class PerformedAction(models.Model):
    """One act, for the auditor and for a client that tries again with the same key. Not public."""

    id = models.BigAutoField(primary_key=True)
    act_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    action = models.CharField(max_length=80)
    town_id = models.BigIntegerField(null=True, db_index=True)
    person_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    roles = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    key = models.CharField(max_length=80, null=True)
    result = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["action", "person_id", "key"],
                name="one_act_for_each_key",
                nulls_distinct=True,
            ),
            models.UniqueConstraint(
                fields=["action", "key"],
                condition=models.Q(person_id__isnull=True),
                name="one_act_for_each_key_without_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"


class OutboxMessage(models.Model):
    """One event waiting for one handler; written in the act's own transaction, so that a crash loses none.

    Once delivered the row is deleted, and with it whatever the payload held (an invitation's code, say).
    """

    id = models.BigAutoField(primary_key=True)
    event = models.CharField(max_length=80)
    handler = models.CharField(max_length=120)
    payload = models.JSONField()
    town_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at", "id"], name="outbox_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.handler}"
