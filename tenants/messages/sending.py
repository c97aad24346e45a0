"""From a queued row to a mail: claim, render in the recipient's language, send, mark."""

import logging
import uuid
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template, select_template
from django.utils import translation

from tenants import failures, isolation, links
from tenants.messages.models import Message
from tenants.sweep import Outbox
from welfare import files
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "message"
OUTBOX = Outbox(Message, "state", KIND)

# What a kind's templates need beyond the row: called inside the organization, when the mail is sent.
Preparer = Callable[[Message], dict[str, Any]]
preparers: dict[str, Preparer] = {}
# Kinds that also go to people whose account was closed: of what they still hold.
for_closed_accounts: set[str] = set()
# What is done once a mail of a kind has gone out, inside the organization.
Witness = Callable[[Message], None]
witnesses: dict[str, Witness] = {}


class Undeliverable(ValueError):
    """The recipient has no address any more, or may not be written to."""


def prepares(kind: str, *, even_closed: bool = False) -> Callable[[Preparer], Preparer]:
    """Declare what the templates of a kind get besides the row's context (secrets, figures of the moment).

    `even_closed` is for what concerns people even after they have left: their vouchers stay good.
    """

    def declare(work: Preparer) -> Preparer:
        preparers[kind] = work
        if even_closed:
            for_closed_accounts.add(kind)
        return work

    return declare


def when_sent(kind: str) -> Callable[[Witness], Witness]:
    """Declare what to do once a mail of this kind has gone out."""

    def declare(work: Witness) -> Witness:
        witnesses[kind] = work
        return work

    return declare


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Mails of the organization in force that are due, oldest first."""
    return OUTBOX.pending_ids(limit)


def send(message_id: uuid.UUID) -> bool:
    """Send a due mail; False when there was nothing to do or the mail server refused (it will be tried again).

    A process that dies between the mail server's yes and our mark sends twice: the same Message-ID
    lets the recipient's program see it.
    """
    message = OUTBOX.claim(message_id)
    if message is None:
        return False
    try:
        compose(message).send()
    except Exception as error:
        log.warning("mail %s of kind %s not sent: %s", message.pk, message.kind, failures.describe(error))
        OUTBOX.refuse(message, error)
        return False
    is_ours = OUTBOX.finish(message, Message.State.SENT, sent_at=now())
    if is_ours and message.kind in witnesses:
        witnesses[message.kind](message)
    return is_ours


@failures.retrier(KIND)
def try_again(message_id: uuid.UUID) -> None:
    """Queue a mail that had been given up."""
    OUTBOX.requeue(message_id)


def compose(message: Message) -> EmailMultiAlternatives:
    """The mail as it goes out. The first line of `mail/<kind>.txt` is the subject."""
    recipient = message.recipient
    may_be_told = recipient.is_active or message.kind in for_closed_accounts
    if not recipient.email or not may_be_told:
        raise Undeliverable("no address")
    with translation.override(recipient.language):
        context = context_of(message)
        subject, _, body = get_template(f"mail/{message.kind}.txt").render(context).strip().partition("\n")
        mail = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[recipient.email])
        mail.extra_headers["Message-ID"] = f"<{message.pk}@{context['host']}>"
        page = rendered_page(message.kind, context | {"subject": subject.strip(), "text": body.strip()})
    mail.attach_alternative(page, "text/html")
    if message.attachment:
        attach(mail, message)
    return mail


def context_of(message: Message) -> dict[str, Any]:
    """What every mail's templates get: `organization`, `recipient`, `address` (the host's, no slash at the end)."""
    organization = isolation.current()
    address = links.base(organization)
    prepared = preparers[message.kind](message) if message.kind in preparers else {}
    common = {"organization": organization, "recipient": message.recipient, "address": address}
    given: dict[str, Any] = message.context
    return given | prepared | common | {"host": address.partition("//")[2].partition(":")[0]}


def rendered_page(kind: str, context: dict[str, Any]) -> str:
    """The HTML of a mail: its own template, or the common one around its text."""
    return str(select_template([f"mail/{kind}.html", "mail/base.html"]).render(context))


def attach(mail: EmailMultiAlternatives, message: Message) -> None:
    """Add the private document, under the name that the row's context gives it (`attachment_name`)."""
    content = files.read(isolation.current().key, message.attachment)
    name = message.context.get("attachment_name") or f"{message.kind}{PurePath(message.attachment).suffix}"
    mail.attach(str(name), content)
