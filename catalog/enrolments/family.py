"""Adding somebody of the family to an enrolment, or taking them out, within its year."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.http import Http404

from catalog.enrolments import proposal, queries, reckoning, refusals
from catalog.enrolments.models import Covered, Enrolment
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_within
from catalog.orders.purchase import Agreed, Choice
from catalog.orders.refusals import Terms
from members.ledger import locks
from members.models import Member, Relative
from providers.models import FundLevel
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import today


@dataclass(frozen=True)
class Addition:
    """What adding a relative would be."""

    enrolment: Enrolment
    relative: Relative
    level: FundLevel
    starts_on: datetime.date
    fee: Decimal

    @property
    def agreed(self) -> Agreed:
        """What pays for it, where it costs something: the fund knows the person already."""
        return Agreed(self.fee, period=reckoning.month_of(self.starts_on), is_renewal=True)

    @property
    def choice(self) -> Choice:
        """The order: the contribution is the person's own."""
        return Choice(self.enrolment.offer_id)


def addition(member: Member, enrolment: Enrolment, relative_id: uuid.UUID) -> Addition:
    """Read what adding a relative would be; raises a Refusal, Http404 for somebody else's."""
    if enrolment.state != Enrolment.State.ACTIVE or enrolment.order.state not in queries.STANDING:
        raise refusals.NotActive
    level = queries.level_for(enrolment.offer_id, enrolment.level_id)
    if level is None:
        raise refusals.LevelGone
    if not level.admits_relatives:
        raise refusals.NoRelatives
    [relative] = proposal.relatives_in(member, [relative_id])
    if any(one.relative_id == relative.pk for one in queries.covered_now(enrolment)):
        raise refusals.CoveredAlready(name=relative.given_name)
    # Never before the cover that they join.
    starts_on = max(reckoning.first_day(level.start_rule, today()), enrolment.starts_on)
    if starts_on > enrolment.ends_on:
        raise refusals.YearOver(starts_on)
    proposal.check_relative(level, relative, starts_on)
    return Addition(enrolment, relative, level, starts_on, reckoning.cost_of(level, 1, starts_on).relative)


def add(
    member: Member, enrolment_id: uuid.UUID, relative_id: uuid.UUID, *, fee: Decimal, key: str, actor: Actor
) -> Covered:
    """Add a relative at the fee that was shown; the same form again gives the first.

    Raises a Refusal, and nothing is left of it; Http404.
    """
    try:
        with transaction.atomic(durable=True):
            locks.lock_wallets(member.uuid)
            return added(member, enrolment_id, relative_id, fee, f"{key}:{relative_id}", actor)
    except IntegrityError:
        raise refusals.CoveredAlready(name=proposal.relatives_in(member, [relative_id])[0].given_name) from None


def added(
    member: Member, enrolment_id: uuid.UUID, relative_id: uuid.UUID, fee: Decimal, key: str, actor: Actor
) -> Covered:
    """The same in the transaction in force, wallets locked."""
    first = Covered.objects.filter(order__key=f"{member.pk}:{key}", enrolment__member=member).first()
    if first is not None:
        return first
    enrolment = queries.get_enrolment_for(member, enrolment_id)
    new = addition(member, enrolment, relative_id)
    if new.fee != fee:
        raise refusals.LevelChanged
    # An order that fell leaves a row that stands in the way of the constraint.
    fallen = Covered.objects.filter(enrolment=enrolment, relative=new.relative, until=None)
    fallen.update(until=today())
    made = Covered.objects.create(
        enrolment=enrolment,
        relative=new.relative,
        starts_on=new.starts_on,
        fee=fee,
        order=order_of(member, new, key, actor),
    )
    record(actor, "enrolment.relative_added", person_id=member.user_id, subject=str(enrolment.pk))
    return made


def order_of(member: Member, new: Addition, key: str, actor: Actor) -> Order | None:
    """Place the order that pays for a relative; none where the level covers them without a fee."""
    if not new.fee:
        return None
    offer = proposal.offer_of(new.enrolment.offer_id)
    return place_within(PlaceOrder(key, member, actor, new.choice, Terms(offer.revision, new.fee), new.agreed))


def take_out(member: Member, enrolment_id: uuid.UUID, covered_id: int, *, actor: Actor) -> Covered:
    """Take a relative out from the end of the month; what was paid for the year is not given back. Once.

    Raises Http404 for what is not the member's own.
    """
    with transaction.atomic():
        enrolment = queries.get_enrolment_for(member, enrolment_id)
        found = Covered.objects.filter(enrolment=enrolment, pk=covered_id).select_related("relative").first()
        if found is None:
            raise Http404
        last = reckoning.months_after(today(), 1) - datetime.timedelta(days=1)
        if Covered.objects.filter(pk=found.pk, until=None).update(until=min(last, enrolment.ends_on)):
            record(actor, "enrolment.relative_taken_out", person_id=member.user_id, subject=str(enrolment.pk))
        found.refresh_from_db()
        return found
