"""A person's subscriptions as the months ahead see them."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from catalog.orders.purchase import UNREAD, Agreed, Purchase
from catalog.orders.year import Year
from catalog.subscriptions.cover import Ahead, Cover, cover_of, rule_of
from catalog.subscriptions.models import Subscription
from members.certificates import reading
from members.models import Member, Relative
from providers.models import Offer
from welfare.clock import today


def running_of(member: Member) -> QuerySet[Subscription]:
    """The subscriptions of a person that have not ended, the oldest first."""
    running = Subscription.objects.filter(member=member).exclude(state=Subscription.State.ENDED)
    return running.order_by("started_at", "pk")


def ahead_of(member: Member, subscriptions: Sequence[Subscription]) -> list[Ahead]:
    """The months that they will ask for; two queries. One whose offer or relative is gone asks for none."""
    day = today()
    offers = Offer.objects.select_related("provider__organization").defer(*(name[7:] for name in UNREAD))
    found = offers.in_bulk({each.offer_id for each in subscriptions})
    relatives = relatives_of(member, subscriptions)
    return [
        ahead(each, purchase_for(member, each, found[each.offer_id], relatives, Year(member, day.year)))
        for each in subscriptions
        if each.offer_id in found and (each.relative_id is None or each.relative_id in relatives)
    ]


def relatives_of(member: Member, subscriptions: Sequence[Subscription]) -> dict[uuid.UUID, Relative]:
    """The open relatives they are for, who know whether they are certified this year and the next."""
    keys = {each.relative_id for each in subscriptions if each.relative_id is not None}
    if not keys:
        return {}
    year = today().year
    mine = Relative.objects.filter(member=member, closed_on__isnull=True, pk__in=keys)
    return {relative.pk: relative for relative in reading(reading(mine, year), year + 1)}


def purchase_for(
    member: Member, subscription: Subscription, offer: Offer, relatives: dict[uuid.UUID, Relative], year: Year
) -> Purchase:
    """What one month buys, as it would be today."""
    key = subscription.relative_id
    return Purchase(
        member=member,
        offer=offer,
        slot=None,
        relative=relatives[key] if key else None,
        budgets=(),
        price=subscription.price,
        answers={},
        on=today(),
        year=year,
        agreed=Agreed(subscription.price, is_renewal=True, subscription=subscription.pk),
    )


def ahead(subscription: Subscription, purchase: Purchase) -> Ahead:
    """A subscription as `cover_of` reads it."""
    return Ahead(
        key=subscription.pk,
        purchase=purchase,
        rule=rule_of(subscription),
        next_period=subscription.next_period,
        last_period=subscription.last_period,
        price=subscription.price,
        new_price=subscription.new_price,
        new_price_from=subscription.new_price_from,
    )


def covers_of(member: Member) -> dict[uuid.UUID, Cover]:
    """How long the credit covers each subscription of a person that runs, all of them together; by its id."""
    return cover_of(member, ahead_of(member, list(running_of(member))))


def cover_with(member: Member, another: Ahead) -> Cover:
    """How long the credit would cover one more beside those that the person has."""
    others = ahead_of(member, list(running_of(member)))
    return cover_of(member, [*others, another])[another.key]
