"""The envelope of figuring a run out."""

import uuid

from catalog.orders import sweeper
from catalog.payroll import runs
from tenants.envelope import organization_task

SOFT_LIMIT, HARD_LIMIT = 240, 270


@organization_task(name="catalog.payroll.figure_out", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def figure_out(run_id: str) -> None:
    """Figure out one run; safe to run twice, the row knows."""
    runs.carry_on(uuid.UUID(run_id))


sweeper.declare(figure_out, runs.pending_ids)
