"""Writing a mail to be sent, in the transaction of what it tells."""

import uuid
from typing import Any

from tenants.envelope import send_after_commit
from tenants.identity.models import User
from tenants.messages.models import Message
from tenants.messages.tasks import send_message


def queue(
    recipient: User,
    kind: str,
    *,
    reference: uuid.UUID | None = None,
    context: dict[str, Any] | None = None,
    attachment: str = "",
) -> Message | None:
    """Queue a mail `kind` to `recipient` in the organization in force; once per reference.

    `context` holds plain values for the templates `mail/<kind>.txt|html`, never a secret: what the
    mail alone may know is added when it is sent (`sending.prepares`). People without e-mail get
    None: they read it on their pages.
    """
    if not recipient.email:
        return None
    message, is_new = Message.objects.get_or_create(
        recipient=recipient,
        kind=kind,
        reference=reference,
        defaults={"context": context or {}, "attachment": attachment},
    )
    if is_new:
        send_after_commit(send_message, message.pk)
    return message
