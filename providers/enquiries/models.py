"""What the provider may read of who asks it for a quote. The provider's own tenant schema.

Before its quote is accepted: what is needed, where (the town alone), when, photos, and an age where the service is
for a person. Name, address and phone come with the acceptance. All of it is sealed, and erased 30 days after the end.
"""

import uuid

from django.db import models
from django.db.models import Q

from providers.quoting.models import Side
from welfare.clock import now


class Enquiry(models.Model):
    """One request that reached this provider; its state and price are in `providers.quoting`, under the same id."""

    id = models.UUIDField(primary_key=True, editable=False)
    offer_id = models.UUIDField()
    # JSON as `providers.enquiries.services.Need` writes it, sealed for this organization.
    sealed = models.BinaryField(default=bytes)
    # JSON as `Contact` writes it: empty until the quote is accepted.
    sealed_contact = models.BinaryField(default=bytes)
    # JSON as `Answer` writes it: what this provider said that the price includes, or why it declined.
    sealed_answer = models.BinaryField(default=bytes)
    arrived_at = models.DateTimeField(default=now, editable=False)
    erase_after = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["erase_after"], condition=Q(erased_at__isnull=True), name="enquiry_to_erase"),
        ]


class Photo(models.Model):
    """A picture of what is to be done, or of what went wrong; a file of this organization, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField()
    stored_name = models.CharField(max_length=120)
    of_dispute = models.BooleanField(default=False)


class Line(models.Model):
    """A message of the conversation, as this provider keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(max_length=8, choices=Side)
    sealed = models.BinaryField()
    of_dispute = models.BooleanField(default=False)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["enquiry", "at", "id"], name="enquiry_line_in_order")]
