"""The envelope of sending: one mail of one organization."""

import uuid

from tenants.envelope import organization_task
from tenants.messages import sending


@organization_task(name="tenants.messages.send")
def send_message(message_id: str) -> None:
    """Send one mail; safe to run twice, the row knows."""
    sending.send(uuid.UUID(message_id))
