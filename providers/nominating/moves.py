"""Opening a nomination and moving it, once, to its end. Called in the transaction that moves the credit."""

import datetime
import uuid
from decimal import Decimal

from providers.accreditation.models import InvitationOutcome
from providers.models import Provider
from providers.nominating.models import Nomination
from tenants.models import Organization
from welfare.clock import now

State = Nomination.State


def begin(
    key: uuid.UUID,
    issuer: Organization,
    nominee: InvitationOutcome | Provider,
    *,
    service_type: str,
    amount: Decimal,
    held_until: datetime.date,
) -> Nomination:
    """Write that credit waits for a provider: one that is invited, or one that is in the network."""
    whom = {"provider": nominee} if isinstance(nominee, Provider) else {"outcome": nominee}
    return Nomination.objects.create(
        pk=key, issuer=issuer, service_type=service_type, amount=amount, held_until=held_until, **whom
    )


def lock(key: uuid.UUID) -> Nomination:
    """A nomination, held until the transaction ends."""
    held = Nomination.objects.select_for_update(no_key=True, of=("self",))
    return held.select_related("issuer", "outcome__provider", "provider").get(pk=key)


def end(nomination: Nomination, state: Nomination.State, fulfilment_id: uuid.UUID | None = None) -> bool:
    """Move it out of `open`, once; False when somebody was quicker."""
    waiting = Nomination.objects.filter(pk=nomination.pk, state=State.OPEN)
    return bool(waiting.update(state=state, fulfilment_id=fulfilment_id, ended_at=now()))


def mark_told(key: uuid.UUID) -> bool:
    """Write that the person was told of the provider's joining; False when that was written before."""
    return bool(Nomination.objects.filter(pk=key, state=State.OPEN, is_told=False).update(is_told=True))
