"""Reading subscriptions; the getters are the guard."""

import datetime
import uuid

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from catalog.subscriptions.models import Month, Subscription
from providers.models import Fulfilment, Provider, SharedSubscription, SubscriptionState
from tenants.identity.models import User
from welfare.paging import Page, page_by_key

PAGE_SIZE = 50


def get_subscription_for(user: User, key: uuid.UUID) -> Subscription:
    """A subscription of the account's own; raises Http404 for any other."""
    return get_object_or_404(Subscription.objects.select_related("member__user"), pk=key, member__user=user)


def subscriptions_of(user: User) -> QuerySet[Subscription]:
    """The account's subscriptions with their paid months, those that run first; two queries."""
    mine = Subscription.objects.filter(member__user=user)
    paid = Month.objects.filter(order__isnull=False).select_related("order")
    return mine.prefetch_related(Prefetch("months", queryset=paid, to_attr="paid")).order_by("-started_at", "pk")


def months_of(subscription: Subscription) -> list[Month]:
    """Every month that came due, the latest first; one query."""
    months = Month.objects.filter(subscription=subscription).select_related("order")
    return list(months.order_by("-period"))


def get_subscriber_for(provider: Provider, key: uuid.UUID) -> SharedSubscription:
    """One subscription to a provider's services; 404 for another's."""
    mine = SharedSubscription.objects.select_related("offer", "issuer").defer("offer__search", "offer__folded")
    found = mine.filter(provider.reach.of_offers("offer__"), provider=provider, pk=key).first()
    if found is None:
        raise Http404
    return found


def get_month_for(provider: Provider, key: uuid.UUID) -> Fulfilment:
    """A month of a subscription to a provider's services; 404 for another's, and for any other fulfilment."""
    months = Fulfilment.objects.select_related("issuer").filter(provider.reach.of_offers("offer__"), provider=provider)
    return get_object_or_404(months, pk=key, subscription__isnull=False)


def months_due(provider: Provider, period: datetime.date) -> QuerySet[Fulfilment]:
    """The months of a provider's subscribers for a month of the calendar, whatever became of them."""
    mine = Fulfilment.objects.filter(provider.reach.of_offers("offer__"), provider=provider)
    months = mine.filter(period=period, subscription__isnull=False)
    return months.select_related("subscription", "offer").defer("offer__search", "offer__folded", "offer__text")


def due_page(provider: Provider, period: datetime.date, cursor: str) -> Page[Fulfilment]:
    """A page of them, by service and then as they were drawn; one query."""
    return page_by_key(months_due(provider, period), ("offer_id", "issued_at", "pk"), cursor, PAGE_SIZE)


def on_hold_of(provider: Provider) -> QuerySet[SharedSubscription]:
    """Subscriptions to a provider's services that are paused, or end soon."""
    states = (SubscriptionState.PAUSED, SubscriptionState.STOPPING)
    mine = SharedSubscription.objects.filter(provider.reach.of_offers("offer__"), provider=provider)
    mine = mine.filter(state__in=states).select_related("offer")
    return mine.defer("offer__search", "offer__folded", "offer__text").order_by("state", "offer_id", "pk")
