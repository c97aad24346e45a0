"""Accepting a voucher at the provider's: one transaction over three schemas.

Lock order: fulfilment (public), order (issuer), accounts. The one conditional move of the fulfilment
decides between two acceptances, and between an acceptance and a cancellation.
"""

import datetime
import logging
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from catalog.orders import codes, telling
from catalog.orders.models import Order
from members.ledger import accounts, posting
from members.ledger.models import AccountKind, Entry, Reason
from providers import fulfilments
from providers.bookings.models import Booking
from providers.bookings.reach import reach_of_key
from providers.bookings.services import Person, person_of, set_state
from providers.models import WHOLE, Fulfilment, Reach
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import ROME, now, today
from welfare.money import ZERO

log = logging.getLogger(__name__)
MOST_SHOWN = 50


class Refused(Exception):
    """The voucher is not accepted; nothing was changed."""


class Unknown(Refused):
    """No voucher of this provider has that code: not there, or somebody else's, which look the same."""


class OutOfReach(Refused):
    """The issuer's data cannot be reached just now."""


class OtherBranch(Refused):
    """This provider's voucher, for a branch at whose desk the person does not stand; `branch` is its name."""

    def __init__(self, branch: str) -> None:
        super().__init__(branch)
        self.branch = branch


class Over(Refused):
    """This provider's voucher, but cancelled or expired; `state` says which."""

    def __init__(self, fulfilment: Fulfilment, state: str) -> None:
        super().__init__(state)
        self.fulfilment, self.state = fulfilment, state


@dataclass(frozen=True)
class Presented:
    """What a provider may know of a voucher that is shown to it, and nothing else."""

    fulfilment: Fulfilment
    person: Person
    age: int | None

    @property
    def is_accepted(self) -> bool:
        """Whether it has been accepted, now or before."""
        return self.fulfilment.state == Fulfilment.State.ACCEPTED


@dataclass(frozen=True)
class Acceptance:
    """A voucher that is accepted, and whether this call did it."""

    presented: Presented
    is_new: bool


def check(code: str, *, actor: Actor) -> Presented:
    """Look at a voucher without accepting it; the look is in the audit trail.

    Raises Unknown, Over. An accepted one is shown as such.
    """
    with transaction.atomic():
        fulfilment = ours(known().filter(code_hash__in=codes.code_hashes(code)).first())
        refuse_elsewhere(fulfilment, actor)
        refuse_ended(fulfilment)
        record(actor, "voucher_checked", subject=str(fulfilment.pk))
        return presented(fulfilment)


def accept(code: str, *, actor: Actor) -> Acceptance:
    """Accept a voucher of the provider in force, once; a second time answers the first's result.

    What was held becomes owed to the provider, order and booking follow, the member is told.
    Raises Unknown, Over, OutOfReach; an OperationalError when a lock was not free in three seconds.
    """
    with transaction.atomic(durable=True):
        locked = fulfilments.lock_by_hash(codes.code_hashes(code))
        return accept_locked(locked, actor)


def confirm(fulfilment_id: uuid.UUID, *, actor: Actor) -> Acceptance:
    """Accept what has no voucher, a month of a subscription or a contribution, by its id; once, like `accept`.

    Raises Unknown (of another provider's, absent, or one that has a voucher to show), Over, OutOfReach.
    """
    with transaction.atomic(durable=True):
        listed = fulfilments.locking().filter(pk=fulfilment_id, code_hash__isnull=True)
        return accept_locked(listed.first(), actor)


def accept_locked(locked: Fulfilment | None, actor: Actor) -> Acceptance:
    """Move a fulfilment that is held to accepted, with its order and its booking, if it is this provider's."""
    fulfilment = ours(known().filter(pk=locked.pk).first() if locked else None)
    refuse_elsewhere(fulfilment, actor)
    refuse_ended(fulfilment)
    if fulfilment.state == Fulfilment.State.ACCEPTED:
        return Acceptance(presented(fulfilment), is_new=False)
    fulfilments.move(fulfilment, Fulfilment.State.ACCEPTED)
    settle(fulfilment, actor)
    set_state(fulfilment.pk, Booking.State.ACCEPTED)
    record(actor, "voucher_accepted", subject=str(fulfilment.pk), details={"amount": str(fulfilment.amount)})
    return Acceptance(presented(fulfilment), is_new=True)


def known() -> QuerySet[Fulfilment]:
    """Fulfilments with all that their provider is shown."""
    return Fulfilment.objects.select_related("offer__branch", "slot__branch", "provider", "issuer")


def ours(fulfilment: Fulfilment | None) -> Fulfilment:
    """The fulfilment, if it is for the provider of the organization in force; raises Unknown."""
    if fulfilment is None or fulfilment.provider.organization_id != isolation.current().pk:
        raise Unknown
    return fulfilment


def refuse_elsewhere(fulfilment: Fulfilment, actor: Actor) -> None:
    """Raise OtherBranch where the person is kept to other branches; no query for what belongs to none."""
    slot, offer = fulfilment.slot, fulfilment.offer
    branch = (slot.branch if slot else None) or offer.branch
    if branch is not None and not reach_of_key(actor.user_id).has_desk(branch.pk):
        raise OtherBranch(branch.name)


def refuse_ended(fulfilment: Fulfilment) -> None:
    """Raise Over for what can no longer be accepted; past its day it is expired, whatever the nightly task did."""
    if fulfilment.state in (Fulfilment.State.CANCELLED, Fulfilment.State.EXPIRED):
        raise Over(fulfilment, fulfilment.state)
    if fulfilment.state == Fulfilment.State.ISSUED and fulfilment.valid_until < today():
        raise Over(fulfilment, Fulfilment.State.EXPIRED)


def settle(fulfilment: Fulfilment, actor: Actor) -> None:
    """In the issuer's schema, suspended or not: the hold becomes a debt to the provider."""
    issuer = fulfilment.issuer
    if not isolation.schema_exists(issuer.schema_name):
        raise OutOfReach
    with isolation.enter(issuer, actor=actor, reason="accept a voucher"):
        orders = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("member__user")
        order = orders.filter(fulfilment_id=fulfilment.pk, state=Order.State.PLACED).first()
        if order is None:
            # Its data may come from an older backup: nothing is owed for what the issuer does not know.
            log.error("fulfilment %s has no open order at its issuer", fulfilment.pk)
            raise OutOfReach
        post_owed(order, actor)
        order.state, order.closed_at = Order.State.ACCEPTED, now()
        order.save(update_fields=["state", "closed_at"])
        record(actor, "voucher_accepted", person_id=order.member.user_id, subject=str(order.pk))
        # A mail for each month of a subscription would be read by nobody; its page tells them all.
        if fulfilment.subscription_id is None:
            telling.tell_used(order)


def post_owed(order: Order, actor: Actor) -> None:
    """Move to what is owed exactly what the order's entry held, budget by budget."""
    entry = Entry.objects.get(key=f"order:{order.pk}")
    held = list(entry.legs.filter(account__kind=AccountKind.HELD).select_related("account").order_by("pk"))
    owed = accounts.owed(order.provider_id)
    total = sum((leg.credit for leg in held), ZERO)
    posting.post(
        key=f"accept:{order.pk}",
        reason=Reason.ACCEPT,
        lines=[posting.Line(leg.account, debit=leg.credit) for leg in held] + [posting.Line(owed, credit=total)],
        actor=actor,
        reference=str(order.pk),
    )


def presented(fulfilment: Fulfilment) -> Presented:
    """The fulfilment with its booking, from the provider's own schema."""
    return with_booking(fulfilment, Booking.objects.filter(fulfilment_id=fulfilment.pk).first())


def with_booking(fulfilment: Fulfilment, booking: Booking | None) -> Presented:
    """What the booking says of who comes; nothing where it was erased."""
    if booking is None:
        return Presented(fulfilment, Person(), None)
    return Presented(fulfilment, person_of(booking), booking.age)


def accepted_today(reach: Reach = WHOLE) -> list[Presented]:
    """What the provider in force accepted today, as far as somebody reaches it, the last one first; two queries."""
    midnight = datetime.datetime.combine(today(), datetime.time(), tzinfo=ROME)
    rows = known().filter(reach.of_visits(), provider__organization=isolation.current(), accepted_at__gte=midnight)
    listed = list(rows.order_by("-accepted_at")[:MOST_SHOWN])
    found = Booking.objects.filter(fulfilment_id__in=[row.pk for row in listed])
    bookings = {booking.fulfilment_id: booking for booking in found}
    return [with_booking(row, bookings.get(row.pk)) for row in listed]
