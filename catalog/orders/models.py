"""Orders and vouchers. Tenant schema of the issuer."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Member, Relative
from welfare.clock import now
from welfare.money import MoneyField


class Order(models.Model):
    """A member's redemption of an offer; what was agreed is kept as a snapshot."""

    class State(models.TextChoices):
        """Moves once out of `placed`."""

        PLACED = "placed", _("To be used")
        ACCEPTED = "accepted", _("Used")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The confirmation form's nonce: a second submit finds the first order.
    key = models.CharField(max_length=120, unique=True)
    body_hash = models.CharField(max_length=64)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="orders")
    # None: the member is the beneficiary.
    relative = models.ForeignKey(Relative, null=True, on_delete=models.PROTECT, related_name="orders")
    beneficiary_name = models.CharField(max_length=161)
    beneficiary_age = models.PositiveSmallIntegerField(null=True)
    offer_id = models.UUIDField()
    slot_id = models.UUIDField(null=True)
    # What was confirmed together: several weeks, several children.
    group = models.UUIDField(null=True, db_index=True)
    # First day of the month it is for: a subscription's, a contribution's.
    period = models.DateField(null=True)
    provider_id = models.UUIDField()
    fulfilment_id = models.UUIDField(unique=True)
    # Title, provider, town, type, area, unit, dates, revision, VAT: as agreed on that day.
    snapshot = models.JSONField(default=dict)
    price = MoneyField()
    # Decision, reasons and law references of the fiscal verdict, as shown.
    verdict = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PLACED)
    cancel_until = models.DateField()
    placed_at = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(price__gt=0), name="order_price_positive")]
        indexes = [
            models.Index(fields=["member", "-placed_at"]),
            models.Index(fields=["-placed_at"]),
        ]


class Voucher(models.Model):
    """The nominative document of legitimation (DM 25 March 2016 art. 6) that an order gives."""

    class Document(models.TextChoices):
        """Where the PDF stands; the row is the outbox."""

        # Made when its owner asks: what is long past, or was laid aside to save room.
        UNMADE = "unmade"
        QUEUED = "queued"
        STARTED = "started"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="voucher")
    sealed_code = models.BinaryField()
    last_four = models.CharField(max_length=4)
    valid_until = models.DateField()
    document = models.CharField(max_length=8, choices=Document, default=Document.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(default=now, editable=False)
    file_name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["since"],
                condition=Q(document__in=["queued", "started"]),
                name="voucher_to_render",
            )
        ]


class GroupSheet(models.Model):
    """The document of what was confirmed together: one PDF, a page for each person who comes, with all their codes."""

    Document = Voucher.Document

    # The `group` of its orders.
    id = models.UUIDField(primary_key=True, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="group_sheets")
    document = models.CharField(max_length=8, choices=Document, default=Document.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(default=now, editable=False)
    file_name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["since"], condition=Q(document__in=["queued", "started"]), name="group_sheet_to_render"
            )
        ]


class WaitingRequest(models.Model):
    """Who waits for a place of a slot, and for whom; `providers.Waiting` is the shared, nameless half.

    Answers and credit are asked for when a place is confirmed: nothing of them is kept while waiting.
    """

    reference = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="waiting_requests")
    # None: the member waits in person.
    relative = models.ForeignKey(Relative, null=True, on_delete=models.PROTECT, related_name="waiting_requests")
    slot_id = models.UUIDField()
    joined_at = models.DateTimeField(auto_now_add=True)
    # When it came to an end, whichever; the shared half says which.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "relative", "slot_id"],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="waiting_once_per_slot_and_person",
            )
        ]
