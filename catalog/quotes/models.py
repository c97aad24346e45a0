"""What members asked prices for, and what providers answered. Tenant schema of the member's organization.

State, price and dates of each quote are in `providers.quoting`, nameless, under the same id. What people wrote is
sealed here for the member, and erased 30 days after the end.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.orders.models import Order
from members.models import Member, Relative
from providers.quoting.models import Side
from welfare.clock import now


class Request(models.Model):
    """What a member needs done, and for whom; asked of one to five providers."""

    class State(models.TextChoices):
        """Moves once out of `open`."""

        OPEN = "open", pgettext_lazy("a request for quotes", "Open")
        CHOSEN = "chosen", pgettext_lazy("a request for quotes", "You have chosen")
        CLOSED = "closed", pgettext_lazy("a request for quotes", "Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The form's nonce, the member's own: a second submit finds the first request.
    key = models.CharField(max_length=120, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="quote_requests")
    # None: for the member.
    relative = models.ForeignKey(Relative, null=True, on_delete=models.PROTECT, related_name="quote_requests")
    service_type = models.CharField(max_length=40)
    type_label = models.CharField(max_length=80)
    # JSON as `catalog.quotes.sealing.Asking` writes it, sealed for this organization.
    sealed = models.BinaryField(default=bytes)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True)
    erase_after = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-asked_at", "id"], name="quote_request_newest"),
            models.Index(fields=["asked_at"], condition=Q(state="open"), name="quote_request_open"),
            models.Index(fields=["erase_after"], condition=Q(erased_at__isnull=True), name="quote_request_to_erase"),
        ]


class AskedProvider(models.Model):
    """One provider of a request: what it answered in words, and the order that came of it."""

    # The id of its `providers.quoting.Quote`.
    id = models.UUIDField(primary_key=True, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="asked")
    offer_id = models.UUIDField()
    provider_id = models.UUIDField()
    # As they were called on the day.
    provider_name = models.CharField(max_length=120)
    title = models.CharField(max_length=90)
    # JSON as `providers.enquiries.services.Answer` writes it, sealed for this organization.
    sealed = models.BinaryField(default=bytes)
    # The order in force; a variation that is accepted puts another in its place.
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="asked_provider")


class RequestPhoto(models.Model):
    """A picture of what is to be done; or, of one provider, of what went wrong. A file, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="photos")
    # The provider that a dispute is with; None: of the request itself.
    asked = models.ForeignKey(AskedProvider, null=True, on_delete=models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField()
    stored_name = models.CharField(max_length=120)


class QuoteLine(models.Model):
    """A message of the conversation with one provider, as the member keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey(AskedProvider, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(_("who wrote it"), max_length=8, choices=Side)
    sealed = models.BinaryField()
    of_dispute = models.BooleanField(default=False)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["asked", "at", "id"], name="quote_line_in_order")]
