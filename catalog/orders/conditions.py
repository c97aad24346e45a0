"""What must hold for a purchase besides credit; each test raises its refusal."""

import datetime

from django.db.models import Count, Q

from catalog.fiscal import Verdict
from catalog.orders import law, questions, refusals
from catalog.orders.models import Order
from catalog.orders.purchase import Limits, Purchase, needs_slot
from catalog.regulations.queries import unread
from providers.models import Delivery, Offer, Slot
from tenants.models import Status
from welfare.clock import ROME

# What the order form delivers by itself, and what is agreed first: quotes, subscriptions, enrolments.
DELIVERIES = frozenset({Delivery.VOUCHER, Delivery.PLACES})
AGREED_FIRST = frozenset({Delivery.SUBSCRIPTION, Delivery.QUOTE, Delivery.ENROLMENT})
# What credit that was held for a provider can become: its dates, if any, are agreed with the person.
HELD_FIRST = frozenset({Delivery.VOUCHER, Delivery.QUOTE})
NO_LIMITS = Limits()


def check(purchase: Purchase) -> Verdict:
    """The verdict of the law, or the first refusal that applies; nothing is written or locked.

    The law speaks before ages and answers: who may not have a service at all need not be told
    that they are too old for it.
    """
    check_offer(purchase)
    slot_is_open(purchase)
    verdict = law.exempt_verdict(purchase)
    for condition in OF_THE_PERSON:
        condition(purchase)
    return verdict


def check_offer(purchase: Purchase) -> None:
    """What can be told before anybody or any date is chosen."""
    for condition in OF_THE_OFFER:
        condition(purchase)


def member_is_here(purchase: Purchase) -> None:
    """A leaver's credit is frozen from the day after the last, but for what their plans let them keep."""
    if not purchase.member.may_use_credit(purchase.on):
        raise refusals.MemberLeft


def offer_is_open(purchase: Purchase) -> None:
    """The offer is published, and of a kind that an order can deliver."""
    offer = purchase.offer
    if offer.state != Offer.State.PUBLISHED or offer.delivery not in deliveries_of(purchase):
        raise refusals.OfferClosed


def deliveries_of(purchase: Purchase) -> frozenset[Delivery]:
    """How what is asked for can be delivered."""
    if purchase.held:
        return HELD_FIRST
    return AGREED_FIRST if purchase.agreed else DELIVERIES


def provider_is_active(purchase: Purchase) -> None:
    """Its provider has an organization, and that organization is at work."""
    provider = purchase.offer.provider
    if provider.organization is None or provider.organization.status != Status.ACTIVE:
        raise refusals.ProviderAway(provider=provider.name)


def a_plan_opens_it(purchase: Purchase) -> None:
    """At least one open plan pays for the offer."""
    if not purchase.budgets:
        raise refusals.NoPlan


def rules_are_read(purchase: Purchase) -> None:
    """The member has taken note of the rules in force of each plan that may pay; before credit was held for it."""
    if purchase.held:
        return
    if unread(purchase.member, {budget.plan_id for budget in purchase.budgets}):
        raise refusals.RulesUnread


def check_waiting(purchase: Purchase) -> None:
    """What must hold to wait for a place: all but the place, the answers and the credit.

    Those are looked at when a place is confirmed, with everything else again.
    """
    check_offer(purchase)
    slot_takes_bookings(purchase)
    law.exempt_verdict(purchase)
    age_fits(purchase)


def slot_is_open(purchase: Purchase) -> None:
    """Where there are places: dates chosen, still to come, open, and not full."""
    slot_takes_bookings(purchase)
    slot = purchase.slot
    if slot is not None and slot.left < 1 and purchase.kept is None:
        raise refusals.SoldOut


def slot_takes_bookings(purchase: Purchase) -> None:
    """Dates chosen, still to come, and open; a place that is kept can be had of closed ones too."""
    slot = purchase.slot
    if slot is None:
        if needs_slot(purchase.offer):
            raise refusals.SlotNeeded
        return
    if slot.state == Slot.State.CANCELLED or (slot.state == Slot.State.CLOSED and purchase.kept is None):
        raise refusals.SlotClosed
    if slot.starts_on < purchase.on:
        raise refusals.SlotPast


def age_fits(purchase: Purchase) -> None:
    """The beneficiary's age on the first day is within the offer's."""
    offer, age = purchase.offer, purchase.age
    if offer.age_min is None and offer.age_max is None:
        return
    if age is None:
        raise refusals.BirthDateMissing
    if offer.age_min is not None and age < offer.age_min:
        raise refusals.TooYoung(name=purchase.given_name, limit=offer.age_min)
    if offer.age_max is not None and age > offer.age_max:
        raise refusals.TooOld(name=purchase.given_name, limit=offer.age_max)


def questions_answered(purchase: Purchase) -> None:
    """The provider's questions that want an answer have one.

    A renewal and a quote were answered before; what credit was held for was agreed in person.
    """
    if purchase.held or purchase.offer.delivery == Delivery.QUOTE or (purchase.agreed and purchase.agreed.is_renewal):
        return
    if questions.missing(purchase.offer, purchase.answers):
        raise refusals.AnswersMissing(provider=purchase.offer.provider.name)


def within_limits(purchase: Purchase, asked: int = 1) -> None:
    """The organization's limits for one person: requests in the calendar year, and open at once.

    `asked` is how many are asked for together. The months of a subscription are one request, which its own room
    counts (`catalog.subscriptions.limits`). When an order is placed the member's wallets are locked: two at once are
    counted one after the other.
    """
    agreed = purchase.agreed
    if purchase.offer.delivery == Delivery.SUBSCRIPTION or (agreed and agreed.is_renewal):
        return
    if purchase.limits == NO_LIMITS:
        return
    made = Order.objects.filter(member=purchase.member, offer_id=purchase.offer.pk)
    counted = made.exclude(state__in=[Order.State.CANCELLED, Order.State.EXPIRED]).aggregate(
        in_year=Count("pk", filter=Q(placed_at__gte=year_begin(purchase.on))),
        open=Count("pk", filter=Q(state=Order.State.PLACED)),
    )
    hold_to_limits(purchase.limits, Limits(counted["in_year"], counted["open"]), asked)


def hold_to_limits(limits: Limits, made: Limits, asked: int) -> None:
    """Raise the refusal of the limit that those made, and those asked for beside them, go past."""
    refused = (
        (limits.at_once, made.at_once, refusals.TooManyAtOnce),
        (limits.a_year, made.a_year, refusals.TooManyThisYear),
    )
    for limit, counted, refusal in refused:
        if limit is not None and (counted or 0) + asked > limit:
            raise refusal(limit, max(limit - (counted or 0), 0))


def year_begin(day: datetime.date) -> datetime.datetime:
    """The instant at which the calendar year of a day began in Italy."""
    return datetime.datetime(day.year, 1, 1, tzinfo=ROME)


OF_THE_OFFER = (member_is_here, offer_is_open, provider_is_active, a_plan_opens_it, rules_are_read, within_limits)
OF_THE_PERSON = (age_fits, questions_answered)
