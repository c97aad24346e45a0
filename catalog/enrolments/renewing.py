"""The turn of the year: people are told before, and each enrolment goes on or ends, exactly once."""

import datetime
import uuid
from decimal import Decimal

from django.db import transaction
from django.http import Http404
from django.utils import translation

from catalog.enrolments import enrolling, queries, reckoning, refusals, telling
from catalog.enrolments.apart import each_apart
from catalog.enrolments.models import Ending, Enrolment
from catalog.enrolments.proposal import Proposal, offer_of
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_within
from catalog.orders.purchase import Agreed, Choice
from catalog.orders.refusals import OfferClosed, Refusal, Terms
from members.ledger import locks
from providers.models import FundLevel
from tenants.audit.trail import record
from tenants.isolation import SYSTEM

# How long before its last day a person is told; each stage once.
STAGES = (60, 15)
# Days in which a renewal waits for the credit of the new year.
GRACE = datetime.timedelta(days=15)
DAY = datetime.timedelta(days=1)


def tell_due(on: datetime.date) -> int:
    """Tell of enrolments that come to their end within the stages; how many were looked at. Safe to repeat."""
    active = queries.with_people(Enrolment.objects.filter(queries.standing(), ends_on__gte=on))
    due = {each.pk: each for each in active.filter(ends_on__lte=on + max(STAGES) * DAY).order_by("pk")}
    return each_apart(due, lambda key: tell_staged(due[key], on))


def tell_staged(enrolment: Enrolment, on: datetime.date) -> bool:
    """Tell one person at the stage that a day is in."""
    days = (enrolment.ends_on - on).days
    with transaction.atomic():
        tell_one(enrolment, min(stage for stage in STAGES if days <= stage))
    return True


def tell_one(enrolment: Enrolment, stage: int) -> None:
    """Tell one person what becomes of the cover, with the new price."""
    try:
        price = enrolling.next_price(enrolment)
    except refusals.LevelGone:
        telling.tell_of_renewal(enrolment, stage, None, by_itself=False)
        return
    telling.tell_of_renewal(enrolment, stage, price, by_itself=is_agreed(enrolment, price))


def is_agreed(enrolment: Enrolment, price: Decimal) -> bool:
    """Whether the person agreed to go on at this price."""
    return enrolment.renew_up_to is not None and price <= enrolment.renew_up_to


def renew_due(on: datetime.date) -> int:
    """Renew or end what is past its last day, one transaction each; how many moved. Safe to repeat and to stop.

    One that fails keeps none of the others waiting; its error is raised in the end.
    """
    past = Enrolment.objects.filter(state=Enrolment.State.ACTIVE, ends_on__lt=on)
    keys = list(past.order_by("pk").values_list("pk", flat=True))
    return each_apart(keys, lambda key: settle(key, on))


def settle(key: uuid.UUID, on: datetime.date) -> bool:
    """Renew one enrolment, or end it and tell why; False when it was done, or waits for credit."""
    with transaction.atomic(durable=True):
        member = Enrolment.objects.select_related("member__user").get(pk=key).member
        locks.lock_wallets(member.uuid)
        mine = Enrolment.objects.select_for_update(no_key=True, of=("self",)).filter(
            pk=key, state=Enrolment.State.ACTIVE
        )
        enrolment = queries.with_people(mine).first()
        if enrolment is None:
            return False
        with translation.override(member.user.language):
            return settle_locked(enrolment, on)


def settle_locked(enrolment: Enrolment, on: datetime.date) -> bool:
    """The same, with the member's wallets and the enrolment locked."""
    if enrolment.order.state not in queries.STANDING:
        return enrolling.end(enrolment, Ending.CALLED_OFF)
    level = queries.level_for(enrolment.offer_id, enrolment.level_id)
    why, ending = hindrance(enrolment, level, on)
    if level is None or why:
        return over(enrolment, why, ending)
    try:
        # Nothing of an order that is refused stays.
        with transaction.atomic():
            renew(enrolment, level)
    except (Refusal, Http404) as error:
        if on <= enrolment.ends_on + GRACE:
            return False
        # Taken off the shelf, it is not there: told like one that is closed.
        refusal = error if isinstance(error, Refusal) else OfferClosed()
        return over(enrolment, "over_credit", Ending.OVER, refusal.heading)
    return True


def hindrance(enrolment: Enrolment, level: FundLevel | None, on: datetime.date) -> tuple[str, Ending]:
    """What stands against another year, credit apart: the words of the mail, and the ending; empty for nothing."""
    left_on = enrolment.member.left_on
    if left_on is not None and left_on < on:
        return "over_left", Ending.LEFT
    if level is None:
        return "over_level", Ending.OVER
    if enrolment.renew_up_to is None:
        return "over", Ending.OVER
    if not is_agreed(enrolment, enrolling.next_price(enrolment)):
        return "over_price", Ending.OVER
    return "", Ending.RENEWED


def over(enrolment: Enrolment, why: str, ending: Ending, reason: str = "") -> bool:
    """End an enrolment and tell the person."""
    ended = enrolling.end(enrolment, ending)
    if ended:
        telling.tell_over(enrolment, why, reason)
        record(SYSTEM, "enrolment.ended", person_id=enrolment.member.user_id, subject=str(enrolment.pk))
    return ended


def renew(enrolment: Enrolment, level: FundLevel) -> Enrolment:
    """Enrol the same people for the year after; raises what stands against the order."""
    new = next_year(enrolment, level)
    order = renewal_order(enrolment, new)
    enrolling.end(enrolment, Ending.RENEWED)
    made = enrolling.written(new, order, renew_up_to=enrolment.renew_up_to, previous=enrolment)
    record(SYSTEM, "enrolment.renewed", person_id=enrolment.member.user_id, subject=str(made.pk))
    telling.tell_enrolled(made)
    return made


def next_year(enrolment: Enrolment, level: FundLevel) -> Proposal:
    """The same cover from the day after its last, for who stays."""
    people = [one.relative for one in enrolling.staying(enrolment)]
    first = enrolment.ends_on + DAY
    offer = offer_of(enrolment.offer_id)
    cost = reckoning.cost_of(level, len(people), first)
    return Proposal(enrolment.member, offer, queries.kind_of(offer), level, people, first, cost)


def renewal_order(enrolment: Enrolment, new: Proposal) -> Order:
    """The order of the new year, whose key names the enrolment that it follows."""
    return place_within(
        PlaceOrder(
            key=f"renewal:{enrolment.pk}",
            member=enrolment.member,
            actor=SYSTEM,
            choice=Choice(enrolment.offer_id),
            terms=Terms(new.offer.revision, new.cost.total),
            agreed=Agreed(new.cost.total, period=reckoning.month_of(new.starts_on), is_renewal=True),
        )
    )
