"""The envelopes of what is asked for on a home: a reminder to all, the statement of a year."""

import uuid

from catalog.home import reminding, statements
from catalog.orders import sweeper
from tenants.envelope import organization_task

SOFT_LIMIT, HARD_LIMIT = 20, 30


@organization_task(name="catalog.home.remind")
def remind_some(round_id: str) -> None:
    """Write to the next people of a round; safe to run twice, the row knows."""
    reminding.carry_on(uuid.UUID(round_id))


@organization_task(name="catalog.home.statement", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render_statement(statement_id: str) -> None:
    """Make one person's statement; safe to run twice, the row knows."""
    statements.make_document(uuid.UUID(statement_id))


sweeper.declare(remind_some, reminding.pending_ids)
sweeper.declare(render_statement, statements.pending_ids)
