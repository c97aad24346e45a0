"""Enrolling in a fund: the enrolment and the order that pays it, in one transaction, once a form."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from catalog.enrolments import queries, reckoning, refusals, telling
from catalog.enrolments.models import Covered, Ending, Enrolment
from catalog.enrolments.proposal import Proposal, Wish, agreed_words, proposal_of
from catalog.orders.models import Order
from catalog.orders.place import PlaceOrder, place_within
from catalog.orders.refusals import Terms
from members.ledger import locks
from members.models import Member
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import now, today

# The words that are consented to: templates/enrolments/consent.html.
CONSENT = "2026-11"


@dataclass(frozen=True)
class Seen:
    """What the person saw when confirming: the level's revision and the price."""

    revision: int
    price: Decimal


@dataclass(frozen=True)
class Enrol:
    """A confirmation; `key` is the form's nonce."""

    key: str
    member: Member
    actor: Actor
    wish: Wish
    seen: Seen

    @property
    def order_key(self) -> str:
        """The nonce with all that is asked: a form that is sent twice asks for the same."""
        wish = self.wish
        asked = [str(wish.level_id), sorted(map(str, wish.relatives)), wish.renews]
        return f"{self.key}:{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]}"


def enrol(command: Enrol) -> Enrolment:
    """Enrol a member whole or not at all; the same command again gives the first enrolment.

    Raises a Refusal, nothing is left of it; Http404 for what is not there.
    """
    try:
        with transaction.atomic(durable=True):
            return write(command)
    except IntegrityError:
        # Two at once, and no wallet of theirs to queue at.
        first = Enrolment.objects.filter(order__key=f"{command.member.pk}:{command.order_key}").first()
        if first is None:
            raise refusals.AlreadyEnrolled from None
        return first


def write(command: Enrol) -> Enrolment:
    """Enrol in the transaction in force."""
    member = command.member
    locks.lock_wallets(member.uuid)
    first = Enrolment.objects.filter(order__key=f"{member.pk}:{command.order_key}").first()
    if first is not None:
        return first
    end_fallen(member)
    if Enrolment.objects.filter(member=member, offer_id=command.wish.offer_id, state=Enrolment.State.ACTIVE).exists():
        raise refusals.AlreadyEnrolled
    proposal = proposal_of(member, command.wish)
    if command.seen != Seen(proposal.level.revision, proposal.cost.total):
        raise refusals.LevelChanged
    order = place_within(order_command(command, proposal))
    enrolment = written(proposal, order, renew_up_to=proposal.yearly if command.wish.renews else None)
    record(command.actor, "enrolment.made", person_id=member.user_id, subject=str(enrolment.pk))
    telling.tell_enrolled(enrolment)
    return enrolment


def order_command(command: Enrol, proposal: Proposal) -> PlaceOrder:
    """The order of an enrolment's contribution."""
    return PlaceOrder(
        key=command.order_key,
        member=command.member,
        actor=command.actor,
        choice=command.wish.choice,
        terms=Terms(proposal.offer.revision, proposal.cost.total),
        agreed=proposal.agreed,
    )


def written(
    proposal: Proposal, order: Order, *, renew_up_to: Decimal | None, previous: Enrolment | None = None
) -> Enrolment:
    """Write an enrolment with who is covered."""
    enrolment = Enrolment.objects.create(
        member=proposal.member,
        kind=proposal.kind,
        offer_id=proposal.offer.pk,
        provider_id=proposal.offer.provider_id,
        level_id=proposal.level.pk,
        agreed=agreed_words(proposal),
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        order=order,
        previous=previous,
        renew_up_to=renew_up_to,
        consent_version=previous.consent_version if previous else CONSENT,
        consented_at=previous.consented_at if previous else now(),
    )
    Covered.objects.bulk_create(
        Covered(enrolment=enrolment, relative=one, starts_on=proposal.starts_on, fee=proposal.cost.relative)
        for one in proposal.relatives
    )
    queries.note_issuer(enrolment.provider_id)
    return enrolment


def end_fallen(member: Member) -> None:
    """End the member's enrolments whose order fell: called off, refused, or confirmed by nobody in time."""
    active = Enrolment.objects.filter(member=member, state=Enrolment.State.ACTIVE)
    for enrolment in active.exclude(order__state__in=queries.STANDING):
        end(enrolment, Ending.CALLED_OFF)


def end(enrolment: Enrolment, why: Ending) -> bool:
    """End an enrolment, once; False when it was over."""
    active = Enrolment.objects.filter(pk=enrolment.pk, state=Enrolment.State.ACTIVE)
    return bool(active.update(state=Enrolment.State.ENDED, ended_on=today(), ending=why))


def agree_to_renew(enrolment: Enrolment, price: Decimal, actor: Actor) -> None:
    """Agree to another year at up to a price that was shown. Raises NotActive, LevelChanged, LevelGone."""
    with transaction.atomic():
        if next_price(enrolment) != price:
            raise refusals.LevelChanged
        set_renewal(enrolment, price, actor)


def do_not_renew(enrolment: Enrolment, actor: Actor) -> None:
    """Let it end with its year. Raises NotActive."""
    with transaction.atomic():
        set_renewal(enrolment, None, actor)


def set_renewal(enrolment: Enrolment, up_to: Decimal | None, actor: Actor) -> None:
    """Write what the person decided of the year after."""
    active = Enrolment.objects.filter(pk=enrolment.pk, state=Enrolment.State.ACTIVE)
    if not active.update(renew_up_to=up_to):
        raise refusals.NotActive
    act = "enrolment.renewal_agreed" if up_to is not None else "enrolment.renewal_declined"
    record(actor, act, person_id=enrolment.member.user_id, subject=str(enrolment.pk))


def next_price(enrolment: Enrolment) -> Decimal:
    """What the year after costs for the same people at the fund's prices of today. Raises LevelGone."""
    level = queries.level_for(enrolment.offer_id, enrolment.level_id)
    if level is None:
        raise refusals.LevelGone
    return reckoning.yearly(level, len(staying(enrolment)))


def staying(enrolment: Enrolment) -> Sequence[Covered]:
    """Who is covered and would be in the year after: still in the family, under the same roof."""
    return [
        one for one in queries.covered_now(enrolment) if one.relative.closed_on is None and one.relative.is_cohabiting
    ]
