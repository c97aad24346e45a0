"""What a member named a provider for. Tenant schema of the member's organization.

State, amount and last day are in `providers.nominating`, nameless, under the same id. What the member wrote is sealed
here, and erased 30 days after the end.
"""

import uuid

from django.db import models
from django.db.models import Q

from catalog.orders.models import Order
from members.models import Member, Relative
from welfare.clock import now
from welfare.money import MoneyField


class Nominee(models.Model):
    """A provider that one member named, for one person and one service."""

    # The id of its `providers.nominating.models.Nomination`.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The form's nonce, the member's own: a second submit finds the first.
    key = models.CharField(max_length=120, unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="nominees")
    # None: for the member.
    relative = models.ForeignKey(Relative, null=True, on_delete=models.PROTECT, related_name="nominees")
    service_type = models.CharField(max_length=40)
    type_label = models.CharField(max_length=80)
    # JSON as `catalog.nominations.sealing.Written` writes it, sealed for this organization.
    sealed = models.BinaryField(default=bytes)
    # What was held, in euro.
    amount = MoneyField()
    named_at = models.DateTimeField(default=now, editable=False)
    # What came back, where it went: as an order keeps it (`catalog.orders.ending.returned`).
    returned = models.JSONField(default=dict)
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="nominee")
    erase_after = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-named_at", "id"], name="nominee_newest"),
            models.Index(fields=["erase_after"], condition=Q(erased_at__isnull=True), name="nominee_to_erase"),
        ]
