"""Closings of budgets, and reminders of what is about to expire. Tenant schema."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.plans.models import Budget
from members.ledger.models import Account
from welfare.money import MoneyField


class Closing(models.Model):
    """The act that gives what is left of a budget to where its policy says, once.

    The row is the outbox (see tenants/sweep.py) of the postings, which go on person by person.
    """

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued"
        STARTED = "started"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.OneToOneField(Budget, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField()
    # None: by itself, the day after.
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    people_done = models.PositiveIntegerField(default=0)
    # The last person whose lots are done: people go by their uuid.
    reached = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["since"], condition=Q(state__in=["queued", "started"]), name="closing_due"),
        ]


class Reminder(models.Model):
    """That somebody was told, `step` days before its expiry or less, what a lot held; once a lot and step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lot = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    amount = MoneyField()
    told_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lot", "step"], name="reminder_once_per_lot_and_step")]
