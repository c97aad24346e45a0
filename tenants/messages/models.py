"""Mails to be sent. The row is the outbox: a broker may lose or repeat, the row does not."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One mail to one person of this organization, written with what it tells of."""

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued"
        STARTED = "started"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    # Names the templates `mail/<kind>.txt` and `mail/<kind>.html`.
    kind = models.CharField(max_length=40)
    reference = models.UUIDField(null=True)
    context = models.JSONField(default=dict)
    attachment = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "reference"], name="message_once_per_reference")
        ]
        indexes = [
            models.Index(
                fields=["since"],
                condition=Q(state__in=["queued", "started"]),
                name="message_to_send",
            )
        ]
