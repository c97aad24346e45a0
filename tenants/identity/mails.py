"""Mails of signing in: sent at once, because somebody waits for the code."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.template.loader import render_to_string

from tenants import isolation

log = logging.getLogger(__name__)


def send(template_prefix: str, email: str, context: dict[str, Any]) -> None:
    """Render `<prefix>_subject.txt` and `<prefix>_message.txt` and send; failure is logged, not raised.

    Whether an address is known may not show in the answer, so neither may a refusal of the mail server.
    """
    organization = isolation.current()
    known = {"organization": organization, "email": email, **context}
    subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", known).split())
    body = render_to_string(f"{template_prefix}_message.txt", known).strip() + "\n"
    try:
        EmailMessage(f"{organization.name}: {subject}", body, to=[email]).send()
    except OSError as error:
        log.error("mail %s of %s not sent: %s", template_prefix, organization.pk, type(error).__name__)


def remember_language(response: HttpResponse, language: str) -> None:
    """Let the browser ask for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=60 * 60 * 24 * 365,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
