"""Mails to those who have no account: an applicant, somebody who is invited to apply. The row is the outbox."""

import logging
import uuid
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template, select_template
from django.urls import reverse
from django.utils import translation

from providers.applications import tokens
from providers.applications.models import Application, Invitation, Letter
from tenants import failures, isolation, links
from tenants.sweep import Outbox
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "letter"
OUTBOX = Outbox(Letter, "state", KIND)


def write(to: Application | Invitation, kind: str, **context: Any) -> Letter:
    """Queue a mail of the organization in force, in the transaction of what it tells.

    Whoever calls this sends the worker its hint (`tasks.send_letter`); the sweep finds the row anyway.
    """
    whom = {"application": to} if isinstance(to, Application) else {"invitation": to}
    language = (translation.get_language() or "it")[:2]
    return Letter.objects.create(kind=kind, language=language, context=context, **whom)


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Letters of the organization in force that are due, oldest first."""
    return OUTBOX.pending_ids(limit)


def send(letter_id: uuid.UUID) -> bool:
    """Send a due letter; False when there was nothing to do or the mail server refused (it will be tried again)."""
    letter = OUTBOX.claim(letter_id)
    if letter is None:
        return False
    try:
        compose(letter).send()
    except Exception as error:
        log.warning("letter %s of kind %s not sent: %s", letter.pk, letter.kind, failures.describe(error))
        OUTBOX.refuse(letter, error)
        return False
    return OUTBOX.finish(letter, Letter.State.SENT, sent_at=now())


@failures.retrier(KIND)
def try_again(letter_id: uuid.UUID) -> None:
    """Queue a letter that had been given up."""
    OUTBOX.requeue(letter_id)


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The mail as it goes out: the first line of its template is the subject."""
    organization = isolation.current()
    address = links.base(organization)
    with translation.override(letter.language):
        context = letter.context | addressed(letter) | {"organization": organization, "address": address}
        subject, _, body = get_template(f"mail/{letter.kind}.txt").render(context).strip().partition("\n")
        mail = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[context["to"]])
        host = address.partition("//")[2].partition(":")[0]
        mail.extra_headers["Message-ID"] = f"<{letter.pk}@{host}>"
        shown = context | {"subject": subject.strip(), "text": body.strip(), "is_letter": True}
        page = select_template([f"mail/{letter.kind}.html", "mail/base.html"]).render(shown)
    mail.attach_alternative(page, "text/html")
    return mail


def addressed(letter: Letter) -> dict[str, Any]:
    """To whom, and the link that opens their page."""
    organization = isolation.current()
    if letter.application is not None:
        token = tokens.token_of(letter.application.token_sealed)
        link = links.link(organization, reverse("applications:overview", args=[token]))
        named = letter.application.contact_given_name
        return {"to": letter.application.contact_email, "name": named, "link": link, "company": letter.application.name}
    invitation: Any = letter.invitation
    token = tokens.token_of(invitation.token_sealed)
    link = links.link(organization, reverse("applications:invited", args=[token]))
    return {"to": invitation.email, "link": link}
