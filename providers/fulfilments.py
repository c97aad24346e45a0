"""The shared half of a voucher: issued once, and moved once to its end.

Lock order (design 4): fulfilment before order, accounts and slot; several of them by id.
"""

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import QuerySet

from providers.models import Fulfilment, Offer, Slot
from tenants.models import Organization
from welfare.clock import now

State = Fulfilment.State
ENDS = frozenset({State.ACCEPTED, State.CANCELLED, State.EXPIRED})


class NotBookable(Exception):
    """The provider is a directory entry: nobody there can accept a voucher."""


class AlreadyMoved(Exception):
    """The fulfilment has left `issued`; `state` says where it is."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def issue(
    *,
    offer: Offer,
    slot: Slot | None,
    issuer: Organization,
    amount: Decimal,
    valid_until: datetime.date,
    code_hash: bytes | None = None,
    last_four: str = "",
    period: datetime.date | None = None,
    group: uuid.UUID | None = None,
    fulfilment_id: uuid.UUID | None = None,
    subscription_id: uuid.UUID | None = None,
) -> Fulfilment:
    """Write what the offer's provider will owe for one order; one INSERT. Raises NotBookable.

    Without a code there is no voucher: the provider confirms it in a list of its own.
    """
    if offer.provider.organization_id is None:
        raise NotBookable(str(offer.provider_id))
    fulfilment = Fulfilment(
        id=fulfilment_id or uuid.uuid4(),
        offer=offer,
        slot=slot,
        issuer=issuer,
        provider=offer.provider,
        code_hash=code_hash,
        last_four=last_four,
        period=period,
        group=group,
        subscription_id=subscription_id,
        amount=amount,
        valid_until=valid_until,
    )
    fulfilment.save(force_insert=True)
    return fulfilment


def lock(fulfilment_id: uuid.UUID) -> Fulfilment:
    """The fulfilment, held until the transaction ends; raises Fulfilment.DoesNotExist."""
    return locking().get(pk=fulfilment_id)


def lock_by_hash(code_hashes: Sequence[bytes]) -> Fulfilment | None:
    """The fulfilment of a voucher's code, held; the code's hash under every key in force."""
    return locking().filter(code_hash__in=list(code_hashes)).first()


def locking() -> QuerySet[Fulfilment]:
    """Fulfilments under a lock that foreign keys do not collide with."""
    return Fulfilment.objects.select_for_update(no_key=True, of=("self",))


def move(fulfilment: Fulfilment, to: str) -> None:
    """Move from `issued` to one of its ends, once; raises AlreadyMoved with the state found."""
    if to not in ENDS:
        raise ValueError(f"{to} is no end of a fulfilment")
    accepted_at = now() if to == State.ACCEPTED else None
    issued = Fulfilment.objects.filter(pk=fulfilment.pk, state=State.ISSUED)
    if not issued.update(state=to, accepted_at=accepted_at):
        found = Fulfilment.objects.filter(pk=fulfilment.pk).values_list("state", flat=True)
        raise AlreadyMoved(found.get())
    fulfilment.state, fulfilment.accepted_at = to, accepted_at


def overdue(on: datetime.date) -> QuerySet[Fulfilment]:
    """Fulfilments still to be accepted whose last day was before `on`, in locking order."""
    return Fulfilment.objects.filter(state=State.ISSUED, valid_until__lt=on).order_by("pk")
