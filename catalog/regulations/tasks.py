"""The envelope of making a regulation's PDF."""

import uuid

from catalog.regulations import documents
from tenants.envelope import organization_task

SOFT_LIMIT, HARD_LIMIT = 20, 30


@organization_task(name="catalog.regulations.render", soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render_version(version_id: str) -> None:
    """Make one version's document; safe to run twice, the row knows."""
    documents.make_document(uuid.UUID(version_id))
