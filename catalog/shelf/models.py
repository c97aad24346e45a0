"""What an organization shows to its people. Tenant schema."""

from django.db import models
from django.db.models import Q

from catalog.plans.models import Plan
from welfare.money import MoneyField


class ShelfItem(models.Model):
    """An offer on this organization's shelf, with the plans whose credit opens it."""

    offer_id = models.UUIDField(unique=True)
    plans = models.ManyToManyField(Plan, blank=True)
    # A price agreed with the provider for this organization; None: the offer's own.
    price_agreed = MoneyField(null=True, blank=True)
    listed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price_agreed__isnull=True) | Q(price_agreed__gt=0),
                name="shelf_price_positive",
            )
        ]
