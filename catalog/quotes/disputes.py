"""A member is not content with work that was agreed; the network's welfare office mediates and writes an outcome.

Money moves in one way here: a voucher that is still to be used is cancelled and its credit comes back. What comes back
of one that was accepted becomes a correction of the statements, proposed here.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from catalog.orders import ending
from catalog.orders.models import Order
from catalog.quotes import closing, conversing, refusals, telling
from catalog.quotes.accepting import locked
from catalog.quotes.models import AskedProvider, RequestPhoto
from providers.enquiries import sealing
from providers.enquiries import services as enquiries
from providers.enquiries.models import Enquiry
from providers.quoting import moves
from providers.quoting.models import Dispute, Quote, Side
from providers.statements.corrections import CannotCorrect, corrected, propose_correction
from providers.statements.models import Side as Proposer
from providers.statements.models import Why
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare import files
from welfare.clock import day_in_rome, now, today
from welfare.money import ZERO

# The office has so long for an outcome.
DAYS = datetime.timedelta(days=15)
# A dispute can be opened so long after the voucher was used: as long as what was written is kept.
AFTER_USE = enquiries.KEPT_FOR
Outcome = Dispute.Outcome


@dataclass(frozen=True)
class Complaint:
    """What the member writes: what happened, what would make it right, photos."""

    text: str
    wanted: str
    photos: Sequence[bytes] = ()


@dataclass(frozen=True)
class Decision:
    """What the office found."""

    outcome: str
    text: str
    # For a part alone.
    returned: Decimal | None = None


def can_open(asked: AskedProvider, quote: Quote) -> bool:
    """Whether the guarantee holds today: work that was agreed, its voucher to be used or used in the last 30 days."""
    order = asked.order
    if quote.state != Quote.State.ACCEPTED or order is None or asked.request.erased_at is not None:
        return False
    if order.state == Order.State.ACCEPTED and order.closed_at:
        return today() <= day_in_rome(order.closed_at) + AFTER_USE
    return order.state == Order.State.PLACED


def open_dispute(asked: AskedProvider, complaint: Complaint, *, actor: Actor) -> Dispute:
    """Open a dispute, once at a time: a second form finds the first. Raises NothingToDispute, OutOfReach.

    The provider is told and may answer; the office has it in its queue, with a day.
    """
    written: list[tuple[str, str]] = []
    try:
        with transaction.atomic(durable=True):
            # The request first, as everywhere: what it says of erasing is held back below.
            locked(asked.request_id)
            quote = moves.lock(asked.pk)
            if not can_open(asked, quote):
                raise refusals.NothingToDispute
            return begin(asked, quote, complaint, actor, written)
    except IntegrityError:
        return Dispute.objects.get(quote=asked.pk, state=Dispute.State.OPEN)
    except BaseException:
        for owner, name in written:
            files.remove(owner, name)
        raise


def begin(
    asked: AskedProvider, quote: Quote, complaint: Complaint, actor: Actor, written: list[tuple[str, str]]
) -> Dispute:
    """Write it on every side."""
    if quote.fulfilment_id is None:
        raise refusals.NothingToDispute
    found = quote.disputes.filter(state=Dispute.State.OPEN).first()
    if found is not None:
        return found
    dispute = Dispute.objects.create(
        quote=quote, fulfilment_id=quote.fulfilment_id, wanted=complaint.wanted, due_on=today() + DAYS
    )
    keep_photos(asked, quote, complaint.photos, written)
    conversing.write(quote, Side.MEMBER, complaint.text, actor=actor, news="", of_dispute=True)
    hold(asked, quote)
    telling.tell_provider(quote, "dispute", dispute.pk)
    telling.tell_office(quote.issuer, dispute.pk)
    record(actor, "dispute_opened", person_id=asked.request.member.user_id, subject=str(dispute.pk))
    return dispute


def keep_photos(asked: AskedProvider, quote: Quote, photos: Sequence[bytes], written: list[tuple[str, str]]) -> None:
    """Keep the photos on both sides."""
    for number, content in enumerate(photos, start=1):
        name = sealing.keep_picture(content)
        written.append((isolation.current().key, name))
        RequestPhoto.objects.create(request=asked.request, asked=asked, number=number, stored_name=name)
    organization = quote.provider.organization
    if organization is None:
        raise refusals.OutOfReach
    with isolation.enter(organization, reason="photos of a dispute"):
        enquiry = Enquiry.objects.filter(pk=quote.pk).first()
        names = enquiries.add_photos(enquiry, photos, of_dispute=True) if enquiry else []
        written.extend((organization.key, name) for name in names)


def hold(asked: AskedProvider, quote: Quote) -> None:
    """Nothing is erased while a dispute is open."""
    closing.hold(asked.request_id)
    organization = quote.provider.organization
    if organization is not None:
        with isolation.enter(organization, reason="a dispute is open"):
            enquiries.hold(quote.pk)


def decide(dispute: Dispute, decision: Decision, *, actor: Actor) -> None:
    """Close a dispute with an outcome; both sides are told. Called inside the member's organization.

    Raises DisputeOver, ReturnTooLarge, NothingPaidYet, VoucherOver. Lock order: quote, fulfilment, order, accounts.
    """
    with transaction.atomic(durable=True):
        quote = moves.lock(dispute.quote_id)
        standing = Dispute.objects.filter(pk=dispute.pk, state=Dispute.State.OPEN)
        if quote.fulfilment_id is None or not standing.exists():
            raise refusals.DisputeOver
        returned = settle(quote.fulfilment_id, decision, actor)
        correct(dispute, quote.fulfilment_id, returned)
        # A variation may have put another order in the place of the one it began with.
        standing.update(
            state=Dispute.State.CLOSED, outcome=decision.outcome, returned=returned, closed_at=now(),
            fulfilment_id=quote.fulfilment_id,
        )  # fmt: skip
        conversing.write(quote, Side.OFFICE, decision.text, actor=actor, news="", of_dispute=True)
        asked = AskedProvider.objects.select_related("request__member__user").get(pk=quote.pk)
        telling.tell_member(asked, "dispute_closed", dispute.pk)
        telling.tell_provider(quote, "dispute_closed", dispute.pk)
        record(actor, "dispute_closed", person_id=asked.request.member.user_id, subject=str(dispute.pk))


def correct(dispute: Dispute, fulfilment_id: uuid.UUID, returned: Decimal | None) -> None:
    """Propose the correction of what was accepted, once a dispute; its provider answers it with its statement.

    The ledger is touched when it is accepted, by `catalog.settlement`. Raises CannotReturn.
    """
    if returned is None:
        return
    try:
        propose_correction(fulfilment_id, -returned, Why.DISPUTE, side=Proposer.OFFICE, correction_id=dispute.pk)
    except CannotCorrect as error:
        raise refusals.CannotReturn from error


def settle(fulfilment_id: uuid.UUID, decision: Decision, actor: Actor) -> Decimal | None:
    """Do what an outcome means for money; what has to come back by a correction, or None."""
    if decision.outcome not in (Outcome.RETURNED_ALL, Outcome.RETURNED_PART):
        return None
    fulfilment, order = ending.lock(fulfilment_id)
    if order.state == Order.State.PLACED and decision.outcome == Outcome.RETURNED_ALL:
        ending.end(fulfilment, order, Order.State.CANCELLED, actor)
        return None
    if order.state == Order.State.PLACED:
        raise refusals.NothingPaidYet
    if order.state != Order.State.ACCEPTED:
        raise refusals.VoucherOver
    return returned_of(order, decision)


def returned_of(order: Order, decision: Decision) -> Decimal:
    """How much comes back of a voucher that was accepted: all that earlier corrections have left, or less than that."""
    if decision.outcome == Outcome.RETURNED_ALL:
        return Decimal(order.price) + corrected(order.fulfilment_id)
    if decision.returned is None or not ZERO < decision.returned < order.price:
        raise refusals.ReturnTooLarge(order.price)
    return decision.returned
