"""What a worker must know of accounts: how the mail of an invitation is filled in, and how all are invited."""

import uuid

from tenants.envelope import organization_task
from tenants.identity import invitations, rounds

__all__ = ["invitations", "invite_everybody"]


@organization_task(name="tenants.identity.invite_everybody")
def invite_everybody(round_id: str) -> None:
    """Carry one round on by its next people; safe to run twice, the row knows."""
    rounds.carry_on(uuid.UUID(round_id))
