"""The envelope of the work on credit: the posting of a grant."""

import uuid

from catalog.plans import grant_run
from tenants.envelope import organization_task

SOFT_LIMIT, HARD_LIMIT = 240, 270


@organization_task(name="catalog.plans.post_grant", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def post_grant(grant_id: str) -> None:
    """Post one confirmed grant; safe to run twice, the row knows."""
    grant_run.carry_on(uuid.UUID(grant_id))
