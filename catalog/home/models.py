"""What people ask for on their homes: HR one reminder to all, a person the statement of a year. Tenant schema."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Member


class ReminderRound(models.Model):
    """One mail to everybody whose credit expires soon, a few hundred at a time. The row is the outbox.

    It counts nobody: how many have credit left would tell how many have used theirs.
    """

    class State(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued", _("Waiting")
        STARTED = "started", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    # The key of the form that asked for it: a repeat gives the first.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    # The Monday of its week: of two who press at once, one gets it.
    week = models.DateField(unique=True)
    # The last member that was written to: the work goes on after it.
    reached = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["since"], condition=Q(state__in=["queued", "started"]), name="reminder_round_due")
        ]


class YearStatement(models.Model):
    """A person's account of a year as a PDF, made when they ask. The row is the outbox (see tenants/sweep.py)."""

    class Document(models.TextChoices):
        """Where its PDF stands."""

        QUEUED = "queued"
        STARTED = "started"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    # The last day that it speaks of: the year's, or that of the request.
    until = models.DateField()
    language = models.CharField(max_length=8)
    document = models.CharField(max_length=8, choices=Document, default=Document.QUEUED)
    since = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "year"], name="statement_once_a_year")]
        indexes = [
            models.Index(fields=["since"], condition=Q(document__in=["queued", "started"]), name="year_statement_due")
        ]
