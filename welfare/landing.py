"""The page of the bare domain; in the demo also who can sign in, and the mail that was sent."""

import json
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import override
from django.views.decorators.http import require_safe

from welfare.access import PUBLIC, access

MOST_MAILS = 50


@dataclass(frozen=True)
class Mail:
    """One mail of the demo, as a person would read it."""

    name: str
    to: str
    subject: str
    text: str
    attachments: tuple[str, ...]


def page(template: str, context: dict[str, Any]) -> HttpResponse:
    """A page in the default language: there is no session here that could hold another."""
    with override(settings.LANGUAGE_CODE):
        return HttpResponse(loader.get_template(template).render(context))


@access(PUBLIC)
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Say what this is and where to go; nothing here needs an account."""
    return page("landing.html", {"demo": demo_organizations()})


def demo_organizations() -> list[dict[str, Any]]:
    """The demo's organizations with their sign-ins; empty outside the demo."""
    path = Path(settings.VAR_DIR) / "demo.json"
    if not settings.SCAFFALE_DEMO or not path.exists():
        return []
    described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return list(described["organizations"])


@access(PUBLIC)
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """The mail that the demo would have sent, newest first; 404 outside the demo."""
    if not settings.SCAFFALE_DEMO:
        raise Http404
    paths = sorted(Path(settings.DEMO_MAIL).glob("*.eml"), reverse=True)[:MOST_MAILS]
    return page("demo_mails.html", {"mails": [read_mail(path) for path in paths]})


def read_mail(path: Path) -> Mail:
    """One .eml file; its text part, and the names of what is attached."""
    with path.open("rb") as handle:
        message: EmailMessage = BytesParser(policy=policy.default).parse(handle)
    body = message.get_body(("plain",))
    attached = tuple(part.get_filename() or "" for part in message.iter_attachments())
    text = body.get_content() if body is not None else ""
    return Mail(path.stem, str(message["To"]), str(message["Subject"]), text, attached)
