"""The outbox: events that wait for delivery, written in the transaction of the change they speak of."""

from django.db import models

from core.fields import CanonicalField


class OutboxEntry(models.Model):
    """One event, ready to be sent. `sent_at` is empty until the broker has confirmed it."""

    event_id = models.UUIDField(unique=True, editable=False)
    name = models.CharField(max_length=100)
    schema_version = models.PositiveSmallIntegerField()
    aggregate = models.CharField(max_length=200)
    actor = CanonicalField(max_length=254)
    request_id = models.CharField(max_length=64, blank=True)
    traceparent = models.CharField(max_length=55, blank=True)
    occurred_at = models.DateTimeField()
    payload = models.JSONField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "outbox entries"
        indexes = [
            models.Index(fields=["sent_at", "id"], name="outbox_unsent_first"),
            # For a person who asks what is held about them, and for one who leaves.
            models.Index(fields=["actor", "id"], name="outbox_by_actor"),
            models.Index(fields=["aggregate", "id"], name="outbox_by_aggregate"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.event_id}"
