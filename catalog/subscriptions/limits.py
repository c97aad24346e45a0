"""The organization's limits for one person, of what is had month by month: a subscription is one request."""

from django.db.models import Count, F, Q

from catalog.orders.conditions import hold_to_limits, year_begin
from catalog.orders.purchase import Limits, Purchase
from catalog.subscriptions.models import Subscription
from welfare.clock import today

State = Subscription.State


def within_limits(purchase: Purchase) -> None:
    """Subscriptions to this service begun in the calendar year, and running at once; one that had no month is none.

    When a subscription starts the member's wallets are locked: two at once are counted one after the other. Raises
    TooManyAtOnce or TooManyThisYear.
    """
    if purchase.limits == Limits():
        return
    made = Subscription.objects.filter(member=purchase.member, offer_id=purchase.offer.pk)
    had = made.exclude(state=State.ENDED, last_period__lt=F("first_period"))
    counted = had.aggregate(
        in_year=Count("pk", filter=Q(started_at__gte=year_begin(today()))),
        running=Count("pk", filter=~Q(state=State.ENDED)),
    )
    hold_to_limits(purchase.limits, Limits(counted["in_year"], counted["running"]), 1)
