"""Writing a mail to be sent, in the transaction of what it tells."""

import uuid
from typing import Any

from tenants.identity.models import User
from tenants.messages.models import Message


def queue(
    recipient: User,
    kind: str,
    *,
    reference: uuid.UUID | None = None,
    context: dict[str, Any] | None = None,
    attachment: str = "",
) -> Message | None:
    """Queue a mail `kind` to `recipient` in the organization in force; once per reference.

    `context` holds plain values for the templates `mail/<kind>.txt|html`. People without
    e-mail get None: they read it on their pages.
    """
    if not recipient.email:
        return None
    message, _ = Message.objects.get_or_create(
        recipient=recipient,
        kind=kind,
        reference=reference,
        defaults={"context": context or {}, "attachment": attachment},
    )
    return message
