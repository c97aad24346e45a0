"""What the network's welfare office does with papers: it reads one, which is recorded, and says what it found."""

import datetime
import uuid

from django.db import transaction
from django.http import Http404

from providers.accreditation import dossier, reminding, standing
from providers.accreditation.dossier import State
from providers.accreditation.models import DocumentKind, DossierDocument
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.templatetags.kit import day

ACCEPTED, REFUSED = "dossier_accepted", "dossier_refused"


def get_waiting(key: uuid.UUID) -> DossierDocument:
    """A paper that waits; 404 when it is absent, or waits no more."""
    document = dossier.waiting().filter(pk=key).first()
    if document is None:
        raise Http404
    return document


def read(document: DossierDocument, *, actor: Actor) -> bytes:
    """The file, for the office; that it was opened is written here and where the provider reads it."""
    note(document, "dossier.read", actor)
    return dossier.content_of(document)


def decide(
    document: DossierDocument, *, is_accepted: bool, expires_on: datetime.date | None, reason: str, actor: Actor
) -> bool:
    """Write what the office found; the provider is told, and its services go on if that was all.

    False when somebody was quicker.
    """
    if is_accepted:
        fields: dict[str, object] = {"expires_on": expires_on}
        state = State.ACCEPTED
    else:
        fields, state = {"reason": reason}, State.REFUSED
    with transaction.atomic():
        if not dossier.move(document, state, **fields):
            return False
        note(document, f"dossier.{state}", actor)
        tell(document, ACCEPTED if is_accepted else REFUSED)
    standing.refresh(document.provider_id)
    return True


def note(document: DossierDocument, action: str, actor: Actor) -> None:
    """Write an act to the trail of the office, and to the provider's own."""
    details = {"kind": document.kind}
    trail.record(actor, action, subject=str(document.pk), details=details)
    supplier = document.provider.organization
    if supplier is not None and supplier.pk != isolation.current().pk:
        with isolation.enter(supplier, reason=action):
            trail.record(actor, action, subject=str(document.pk), details=details)


def tell(document: DossierDocument, kind: str) -> None:
    """Mail the provider's managers what was found."""
    supplier = document.provider.organization
    if supplier is not None:
        with isolation.enter(supplier, reason="tell what was found of a paper"):
            reminding.tell(reminding.MANAGERS, kind, document.pk)


@prepares(ACCEPTED)
@prepares(REFUSED)
def of_document(message: Message) -> dict[str, object]:
    """Which paper, until when it holds, or why not."""
    document = DossierDocument.objects.get(pk=str(message.reference))
    last = day(document.expires_on) if document.expires_on else ""
    return {"paper": DocumentKind(document.kind).label, "day": last, "reason": document.reason}
