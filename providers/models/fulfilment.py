"""The shared, nameless half of an order."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from providers.models.offer import Offer
from providers.models.provider import Provider
from providers.models.slot import Slot
from tenants.models import Organization
from welfare.money import MoneyField


class Fulfilment(models.Model):
    """What a provider owes for one order: the shared, nameless half of a voucher."""

    class State(models.TextChoices):
        """Moves once out of `issued`."""

        ISSUED = "issued", _("To be accepted")
        ACCEPTED = "accepted", _("Accepted")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, null=True, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    # HMAC-SHA256 of the voucher's code; the code itself is only in the issuer's schema, sealed. None where there is no
    # voucher: the provider confirms a month of a subscription or a contribution in its list.
    code_hash = models.BinaryField(max_length=32, unique=True, null=True)
    last_four = models.CharField(max_length=4, blank=True)
    # First day of the month it is for: a subscription's, a contribution's.
    period = models.DateField(null=True)
    amount = MoneyField()
    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    valid_until = models.DateField()
    issued_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="fulfilment_amount_positive")]
        indexes = [
            models.Index(fields=["provider", "accepted_at"]),
            # What an issuer's month holds.
            models.Index(fields=["issuer", "accepted_at"], condition=Q(state="accepted"), name="fulfilment_of_issuer"),
            models.Index(fields=["valid_until"], condition=Q(state="issued"), name="fulfilment_overdue"),
        ]
