"""Prices agreed between a provider and one organization: one side proposes, the other agrees; dated, kept.

What was agreed last holds from its first day on; the one before ends the day before. Each side moves only what the
other proposed.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet

from providers.models import AgreedPrice, Offer
from providers.offers import WrongMove
from providers.revisions import locked
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Organization
from welfare.clock import now, today

State, Side = AgreedPrice.State, AgreedPrice.Side
SHOWN = 50


def in_force(day: datetime.date | None = None) -> Q:
    """Which agreements hold on a day, today if none is given."""
    on = day or today()
    return Q(state=State.AGREED, starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def of_organization(offer: Offer, organization: Organization) -> list[AgreedPrice]:
    """What was proposed and agreed between the two, the latest first."""
    rows = AgreedPrice.objects.filter(offer=offer, organization=organization).exclude(state=State.WITHDRAWN)
    return list(rows.order_by("-proposed_at", "-pk")[:SHOWN])


def of_offer(offer: Offer) -> list[AgreedPrice]:
    """What a provider has agreed and what waits, by organization: those that hold, come, or were proposed."""
    rows = offer.agreed_prices.filter(state__in=[State.AGREED, State.PROPOSED]).select_related("organization")
    alive = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today()))
    return list(alive.order_by("organization__sort_name", "-proposed_at", "pk")[:SHOWN])


def waiting_for_provider(offer: Offer) -> QuerySet[AgreedPrice]:
    """What organizations have proposed for an offer."""
    return offer.agreed_prices.filter(state=State.PROPOSED, proposed_by=Side.ORGANIZATION)


@transaction.atomic
def propose(
    offer: Offer,
    organization: Organization,
    price: Decimal,
    *,
    by: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    actor: Actor,
) -> AgreedPrice:
    """Propose a price for one organization; nothing changes until the other side agrees.

    A new proposal takes the place of one's own that waits; the same one again is the first. Raises WrongMove when the
    other side's proposal waits for an answer.
    """
    found = locked(offer)
    waiting = AgreedPrice.objects.filter(offer=found, organization=organization, state=State.PROPOSED).first()
    asked = {"price": price, "starts_on": starts_on, "ends_on": ends_on}
    if waiting is not None:
        if waiting.proposed_by != by:
            raise WrongMove
        if {name: getattr(waiting, name) for name in asked} == asked:
            return waiting
        AgreedPrice.objects.filter(pk=waiting.pk).update(state=State.WITHDRAWN, decided_at=now())
    made = AgreedPrice.objects.create(offer=found, organization=organization, proposed_by=by, **asked)
    record(made, "price_proposed", actor)
    return made


@transaction.atomic
def answer(proposal: AgreedPrice, *, yes: bool, by: str, actor: Actor) -> None:
    """Agree to, or decline, what the other side proposed. Raises WrongMove, also for one's own proposal."""
    locked(proposal.offer)
    mine = AgreedPrice.objects.filter(pk=proposal.pk, state=State.PROPOSED).exclude(proposed_by=by)
    # What was proposed for a day gone by holds from the day on which it is agreed.
    first = max(proposal.starts_on, today())
    if yes and proposal.ends_on is not None and proposal.ends_on < first:
        raise WrongMove
    if not mine.update(
        state=State.AGREED if yes else State.DECLINED, decided_at=now(), starts_on=first if yes else proposal.starts_on
    ):
        raise WrongMove
    if yes:
        end_before(proposal, first)
    record(proposal, "price_agreed" if yes else "price_declined", actor)


def end_before(agreed: AgreedPrice, first: datetime.date) -> None:
    """Whatever was agreed before ends on the day before; what would begin later is taken back."""
    others = AgreedPrice.objects.filter(offer=agreed.offer, organization=agreed.organization, state=State.AGREED)
    others = others.exclude(pk=agreed.pk)
    others.filter(starts_on__gte=first).update(state=State.WITHDRAWN, decided_at=now())
    still = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    still.update(ends_on=first - datetime.timedelta(days=1))


@transaction.atomic
def withdraw(proposal: AgreedPrice, *, by: str, actor: Actor) -> None:
    """Take back one's own proposal. Raises WrongMove when it was answered meanwhile."""
    mine = AgreedPrice.objects.filter(pk=proposal.pk, state=State.PROPOSED, proposed_by=by)
    if not mine.update(state=State.WITHDRAWN, decided_at=now()):
        raise WrongMove
    record(proposal, "price_withdrawn", actor)


@transaction.atomic
def end(agreed: AgreedPrice, *, actor: Actor) -> None:
    """The organization gives an agreement up: from tomorrow the provider's own price holds. Raises WrongMove."""
    held = AgreedPrice.objects.filter(in_force(), pk=agreed.pk)
    if not held.update(ends_on=today()):
        raise WrongMove
    record(agreed, "price_ended", actor)


def record(price: AgreedPrice, action: str, actor: Actor) -> None:
    """Write an act to the trail of who acts, and of the other side."""
    details = {"price": str(price.price)}
    subject = f"offer:{price.offer_id}"
    trail.record(actor, action, subject=subject, details=details)
    for other in others(price):
        with isolation.enter(other, reason=action):
            trail.record(actor, action, subject=subject, details=details)


def others(price: AgreedPrice) -> Iterable[Organization]:
    """The organization on the other side."""
    sides = [price.organization, price.offer.provider.organization]
    here = isolation.current().pk
    return [side for side in sides if side is not None and side.pk != here]
