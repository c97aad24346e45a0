"""What became of an invitation to apply: one nameless row, written once, read by who asked for it."""

import uuid

from django.db.models.functions import Coalesce

from providers.accreditation.models import InvitationOutcome
from providers.models import Provider
from welfare.clock import now, today
from welfare.working_days import next_working_day

State = InvitationOutcome.State


def end(outcome: uuid.UUID, state: InvitationOutcome.State, provider: Provider | None = None) -> bool:
    """Write what became of an invitation, once; False when that was written before."""
    waiting = InvitationOutcome.objects.filter(pk=outcome, state=State.OPEN)
    return bool(waiting.update(state=state, provider=provider, ended_at=now()))


def is_the_offices_turn(outcome: uuid.UUID) -> bool:
    """Write that who was invited has sent everything: the office answers by the next working day.

    Sent again after something was missing, the day is a new one. False when the invitation has ended.
    """
    waiting = InvitationOutcome.objects.filter(pk=outcome, state=State.OPEN)
    day = next_working_day(today())
    return bool(waiting.update(applied_at=Coalesce("applied_at", now()), answer_by=day))


def is_the_applicants_turn(outcome: uuid.UUID) -> bool:
    """Write that something is missing: no day runs until it is sent. False when the invitation has ended."""
    waiting = InvitationOutcome.objects.filter(pk=outcome, state=State.OPEN)
    return bool(waiting.update(answer_by=None))
