"""The provider confirms: the credit that was held becomes an order, in one transaction.

Lock order: nomination, the member's wallets, then as for an order. The credit goes back to its lots and out of them
again at once, so that the order is like any other; what the price leaves over stays with the member.
"""

import uuid
from decimal import Decimal

from django.db import transaction
from django.http import Http404

from catalog.nominations import refusals, telling
from catalog.nominations.ending import KEPT_FOR, give_back
from catalog.nominations.models import Nominee
from catalog.orders.ending import returned
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_within
from catalog.orders.purchase import Agreed, Choice
from catalog.orders.refusals import MemberLeft, NotEnoughCredit, Refusal, TaxRefusal, Terms
from catalog.plans.models import Plan
from catalog.plans.refunds import refund_order
from catalog.plans.wallets import budgets_by_id
from catalog.shelf.models import ShelfItem
from catalog.shelf.services import list_offer
from members.ledger import locks
from members.ledger.models import AccountKind, Entry, Reason
from providers.models import Delivery, Offer, Provider
from providers.nominating import moves
from providers.nominating.models import Nomination
from providers.nominating.queries import is_waiting, nominee_of
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import today
from welfare.money import ZERO, format_euro

State = Nomination.State
CONFIRMED_WITH = (Delivery.VOUCHER, Delivery.QUOTE)
# It is not the provider's affair: the credit goes back, and the person learns why.
OF_THE_PERSON = (MemberLeft, NotEnoughCredit, TaxRefusal, Http404)


def offers_for(provider: Provider, service_type: str) -> list[Offer]:
    """The services with which a provider can confirm: published, of the same kind; by title, one query."""
    found = Offer.objects.filter(provider=provider, state=Offer.State.PUBLISHED, service_type=service_type)
    return list(found.filter(delivery__in=CONFIRMED_WITH).defer("search", "folded", "text").order_by("sort_title"))


def confirm(key: uuid.UUID, offer_id: uuid.UUID, price: Decimal, *, provider: Provider, actor: Actor) -> uuid.UUID:
    """Confirm at a price, VAT included, of at most what is held; again answers the same fulfilment.

    Called in the provider's organization. Raises a Refusal; after NotPossible it has ended, after any other nothing
    is changed. Http404 for a nomination that names another provider.
    """
    try:
        with transaction.atomic(durable=True):
            nomination = locked_for(key, provider)
            if nomination.state == State.CONFIRMED and nomination.fulfilment_id is not None:
                return nomination.fulfilment_id
            offer = checked(nomination, offer_id, price, provider)
            with isolation.enter(nomination.issuer, actor=actor, reason="confirm a nomination"):
                return ordered(nomination, offer, price, actor).fulfilment_id
    except OF_THE_PERSON as refusal:
        if isinstance(refusal, Http404) and not names(key, provider):
            raise
        end_impossible(key, actor)
        raise refusals.NotPossible from refusal


def locked_for(key: uuid.UUID, provider: Provider) -> Nomination:
    """A nomination of this provider, held until the transaction ends; 404 for any other."""
    if not names(key, provider):
        raise Http404
    return moves.lock(key)


def names(key: uuid.UUID, provider: Provider) -> bool:
    """Whether a nomination names this provider, which is in the network."""
    found = Nomination.objects.filter(pk=key).select_related("outcome__provider", "provider").first()
    return found is not None and nominee_of(found) == provider


def checked(nomination: Nomination, offer_id: uuid.UUID, price: Decimal, provider: Provider) -> Offer:
    """What it is confirmed with. Raises NominationOver, NotYours, OverHeld."""
    if not is_waiting(nomination, today()):
        raise refusals.NominationOver
    offer = next((each for each in offers_for(provider, nomination.service_type) if each.pk == offer_id), None)
    if offer is None:
        raise refusals.NotYours
    if not ZERO < price <= nomination.amount:
        raise refusals.OverHeld(most=format_euro(nomination.amount))
    return offer


def ordered(nomination: Nomination, offer: Offer, price: Decimal, actor: Actor) -> Order:
    """In the issuer's schema: the hold goes back, and the order takes it."""
    nominee = Nominee.objects.select_related("member__user").get(pk=nomination.pk)
    agreed = released(nominee, price, actor)
    show(offer, agreed)
    command = PlaceOrder(
        key=f"nominee:{nominee.pk}",
        member=nominee.member,
        actor=actor,
        choice=Choice(offer.pk, relative_id=nominee.relative_id),
        terms=Terms(offer.revision, price),
        agreed=agreed,
    )
    try:
        order = place_within(command)
    except OF_THE_PERSON:
        raise
    except Refusal as refusal:
        raise refusals.DoesNotFit from refusal
    moves.end(nomination, State.CONFIRMED, order.fulfilment_id)
    Nominee.objects.filter(pk=nominee.pk).update(order=order, erase_after=today() + KEPT_FOR)
    record(actor, "nomination_confirmed", person_id=nominee.member.user_id, subject=str(nominee.pk))
    telling.tell_member(nominee, "confirmed")
    return order


def released(nominee: Nominee, price: Decimal, actor: Actor) -> Agreed:
    """Give the hold back to its lots; what of it the order takes again, lot by lot, the first to expire ahead."""
    locks.lock_wallets(nominee.member.uuid)
    entry = Entry.objects.get(key=f"nominee:{nominee.pk}")
    key = f"nominee-ended:{nominee.pk}"
    outcome = refund_order(entry, key=key, actor=actor, keep=price, reason=Reason.FREED)
    legs = entry.legs.select_related("account").filter(account__kind=AccountKind.WALLET).order_by("pk")
    held, left = {}, price
    for leg in legs:
        part = min(leg.debit, left)
        if part:
            held[leg.account_id] = part
            left -= part
    budgets = budgets_by_id({leg.account.budget for leg in legs})
    if price < nominee.amount:
        Nominee.objects.filter(pk=nominee.pk).update(returned=returned(outcome))
    return Agreed(price, held=held, budgets=tuple(budgets.values()))


def show(offer: Offer, agreed: Agreed) -> None:
    """From now on everybody in the organization finds it on the shelf, payable with the plans that waited for it."""
    if not ShelfItem.objects.filter(offer_id=offer.pk).exists():
        list_offer(offer, Plan.objects.filter(pk__in={budget.plan_id for budget in agreed.budgets}))


def end_impossible(key: uuid.UUID, actor: Actor) -> None:
    """End what the person's credit or the law no longer allow."""
    nomination = Nomination.objects.select_related("issuer").get(pk=key)
    with isolation.enter(nomination.issuer, actor=actor, reason="end a nomination"), transaction.atomic():
        give_back(moves.lock(key), State.IMPOSSIBLE, actor=actor)


def decline(key: uuid.UUID, *, provider: Provider, actor: Actor) -> bool:
    """Say no to one person's request: the credit is free again. False when it had ended; 404 for another's."""
    with transaction.atomic():
        nomination = locked_for(key, provider)
        with isolation.enter(nomination.issuer, actor=actor, reason="decline a nomination"):
            return give_back(nomination, State.DECLINED, actor=actor)
