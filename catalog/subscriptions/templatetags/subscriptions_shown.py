"""`{% my_subscriptions %}` and `{% month_of_order order %}`: what is had month by month, on pages of other rooms."""

from typing import Any

from django import template

from catalog.orders.models import Order
from catalog.subscriptions.models import Month, Subscription
from catalog.subscriptions.queries import subscriptions_of
from catalog.subscriptions.shown import ShownSubscription

register = template.Library()


@register.inclusion_tag("subscriptions/mine.html", takes_context=True, name="my_subscriptions")
def my_subscriptions(context: dict[str, Any]) -> dict[str, Any]:
    """The subscriptions that run, with next draw and months so far; one query, two where there are any."""
    running = subscriptions_of(context["request"].user).exclude(state=Subscription.State.ENDED)
    return {"mine": [ShownSubscription(each, each.paid) for each in running]}  # type: ignore[attr-defined]


@register.inclusion_tag("subscriptions/month_of_order.html")
def month_of_order(order: Order) -> dict[str, Any]:
    """Which month of which subscription an order is; nothing for any other order, without a query."""
    if order.period is None or order.snapshot.get("delivery") != "subscription":
        return {"month": None}
    return {"month": Month.objects.filter(order=order).first()}
