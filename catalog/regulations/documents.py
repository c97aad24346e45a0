"""A version's PDF: made when it is proposed, for those who approve it, and again with their names once in force."""

import logging
import uuid
from functools import partial

from catalog.regulations import terms
from catalog.regulations.models import Version
from tenants import failures, isolation, kept_pdfs
from tenants.brand import colours
from tenants.sweep import Outbox
from welfare import pdf
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "regulation"
OUTBOX = Outbox(Version, "document", KIND)
TEMPLATE = "pdf/regulation.html"
LANGUAGE = "it"


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Versions of the organization in force whose document is due, oldest first."""
    return OUTBOX.pending_ids(limit)


def make_document(version_id: uuid.UUID) -> bool:
    """Make the PDF of a version that needs one; safe to call twice. False when it was not made by this call."""
    version = OUTBOX.claim(version_id)
    if version is None:
        return False
    try:
        name, digest = kept_pdfs.store(rendered(version))
    except Exception as error:
        log.warning("regulation %s not rendered: %s", version.pk, failures.describe(error))
        OUTBOX.refuse(version, error)
        return False
    done = OUTBOX.finish(version, Version.Document.READY, file_name=name, sha256=digest)
    # The one before, or this one when another process came first, is nobody's any more.
    kept_pdfs.remove(version.file_name if done else name)
    return done


def rendered(version: Version) -> bytes:
    """The PDF, in Italian as it was approved, in the organization's colours."""
    organization = isolation.current()
    context = {
        "version": version,
        "plan": version.plan,
        "approvals": list(version.approvals.order_by("approved_on", "pk")),
        # Called by the template: the words are those of the document's language.
        "rules": partial(terms.rules, version.terms),
        "organization": organization,
    }
    return pdf.render(TEMPLATE, context, language=LANGUAGE, styles=colours.stylesheet(organization.colour))


def ask_again(version: Version) -> bool:
    """Queue a document that was given up or whose file is gone; False when it is being made, or there."""
    if kept_pdfs.read(version) is not None:
        return False
    over = Version.objects.filter(pk=version.pk, document__in=[Version.Document.READY, Version.Document.FAILED])
    queued = bool(over.update(document=Version.Document.QUEUED, since=now(), attempts=0))
    if queued:
        failures.settle(KIND, version.pk)
    return queued


@failures.retrier(KIND)
def try_again(version_id: uuid.UUID) -> None:
    """Queue a document that had been given up, at an operator's request."""
    OUTBOX.requeue(version_id)
