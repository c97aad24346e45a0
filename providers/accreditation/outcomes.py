"""What became of an invitation to apply: one nameless row, written once, read by who asked for it."""

import uuid

from providers.accreditation.models import InvitationOutcome
from providers.models import Provider
from welfare.clock import now

State = InvitationOutcome.State


def end(outcome: uuid.UUID, state: InvitationOutcome.State, provider: Provider | None = None) -> bool:
    """Write what became of an invitation, once; False when that was written before."""
    waiting = InvitationOutcome.objects.filter(pk=outcome, state=State.OPEN)
    return bool(waiting.update(state=state, provider=provider, ended_at=now()))
