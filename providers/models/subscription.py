"""The shared, nameless half of a service that is paid month by month."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from providers.models.offer import Offer
from providers.models.provider import Provider
from tenants.models import Organization
from welfare.money import MoneyField

LAST_DRAW_DAY = 28


class SubscriptionState(models.TextChoices):
    """Where a subscription stands; `ended` is the end."""

    ACTIVE = "active", pgettext_lazy("a subscription", "Active")
    # The last month is known.
    STOPPING = "stopping", pgettext_lazy("a subscription", "Ends soon")
    # The last month that was due could not be paid by credit.
    PAUSED = "paused", pgettext_lazy("a subscription", "Paused")
    ENDED = "ended", pgettext_lazy("a subscription", "Ended")


class SharedSubscription(models.Model):
    """Somebody's subscription as its provider may know it: what was agreed and where it stands, never whose it is.

    Whose it is stands in the organization's schema (`subscriptions.Subscription`) under the same id; the name of who
    has the service is in the provider's bookings, under that id, too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # A month, VAT included, in euro.
    price = MoneyField()
    # The notice that was agreed, before the day on which a month is due.
    notice_days = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=SubscriptionState, default=SubscriptionState.ACTIVE)
    # First days of months.
    first_period = models.DateField()
    last_period = models.DateField(null=True)
    # When the next month is due.
    next_draw = models.DateField()
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="shared_subscription_price_positive"),
            models.CheckConstraint(
                condition=~Q(state="stopping") | Q(last_period__isnull=False), name="shared_subscription_stops_when"
            ),
        ]
        indexes = [models.Index(fields=["provider", "state", "offer"], name="subscription_of_provider")]
