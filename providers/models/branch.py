"""Where a provider works."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from providers.models.provider import Provider


class Branch(models.Model):
    """A branch of a provider; a service or a slot may belong to one. Closed once it is used, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="branches")
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=120, blank=True)
    town = models.CharField(_("town"), max_length=60)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "provider", Lower("name"), condition=Q(closed_on__isnull=True), name="branch_name_once_a_provider"
            )
        ]

    def __str__(self) -> str:
        return self.name
