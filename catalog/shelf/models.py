"""What an organization shows to its people. Tenant schema."""

import uuid

from django.db import models
from django.db.models import Q

from catalog.plans.models import Plan
from welfare.clock import now
from welfare.money import MoneyField


class ShelfItem(models.Model):
    """An offer on this organization's shelf, with the plans whose credit opens it."""

    offer_id = models.UUIDField(unique=True)
    plans = models.ManyToManyField(Plan, blank=True)
    # A price agreed before both sides signed it on record (`providers.AgreedPrice`, which wins); None: none.
    price_agreed = MoneyField(null=True, blank=True)
    listed_at = models.DateTimeField(auto_now_add=True)
    # The version whose terms HR has answered, the one whose price it has kept, and the one it was told of.
    looked_number = models.PositiveIntegerField(default=0, db_default=0)
    kept_number = models.PositiveIntegerField(default=0, db_default=0)
    told_number = models.PositiveIntegerField(default=0, db_default=0)
    # How many requests a person may make in a calendar year, and have open at once; None: no limit.
    most_a_year = models.PositiveSmallIntegerField(null=True, blank=True)
    most_at_once = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price_agreed__isnull=True) | Q(price_agreed__gt=0),
                name="shelf_price_positive",
            )
        ]


class Booklet(models.Model):
    """All services of the shelf as one document, in one language. The row is the outbox (see tenants/sweep.py)."""

    class Document(models.TextChoices):
        """Where its PDF stands."""

        QUEUED = "queued"
        STARTED = "started"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=8, unique=True)
    # Of what it was, or is to be, made: another one means that the shelf has changed.
    fingerprint = models.CharField(max_length=64)
    document = models.CharField(max_length=8, choices=Document, default=Document.QUEUED)
    since = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["since"], condition=Q(document__in=["queued", "started"]), name="booklet_due")]
