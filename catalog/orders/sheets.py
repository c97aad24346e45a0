"""The one document of a group: a page for each person who comes, so that whoever takes a child along takes its page.

The row is the outbox (see tenants/sweep.py). It is made once at the order, with the mail; after a change, when its
owner asks for it.
"""

import logging
import uuid
from collections.abc import Sequence

from django.db import transaction

from catalog.orders import telling_groups
from catalog.orders.groups import ShownGroup, shown_group
from catalog.orders.models import GroupSheet, Order
from tenants import failures, isolation, kept_pdfs
from tenants.brand import colours
from tenants.sweep import Outbox
from welfare import pdf
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "group_sheet"
OUTBOX = Outbox(GroupSheet, "document", KIND)
TEMPLATE = "pdf/group.html"
Document = GroupSheet.Document


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Groups of the organization in force whose document is due, oldest first."""
    return OUTBOX.pending_ids(limit)


def make_sheet(group: uuid.UUID) -> bool:
    """Make the PDF of a group that needs one and tell member and provider once; safe to call twice.

    False when there was nothing to do, somebody else is at it, or it failed and will be tried again.
    """
    sheet = OUTBOX.claim(group)
    if sheet is None:
        return False
    try:
        shown = shown_group(group)
        name, digest = kept_pdfs.store(rendered(shown)) if shown.usable else ("", "")
    except Exception as error:
        log.warning("group %s not rendered: %s", group, failures.describe(error))
        OUTBOX.refuse(sheet, error)
        return False
    return publish(sheet, shown.orders, name, digest)


def rendered(shown: ShownGroup) -> bytes:
    """The PDF in the member's language, in the organization's colours."""
    organization = isolation.current()
    return pdf.render(
        TEMPLATE,
        {"shown": shown, "organization": organization},
        language=shown.orders[0].member.user.language,
        styles=colours.stylesheet(organization.colour),
    )


def publish(sheet: GroupSheet, orders: Sequence[Order], name: str, digest: str) -> bool:
    """Mark the document ready and queue the mails, together; False when another process came first."""
    with transaction.atomic():
        done = OUTBOX.finish(sheet, Document.READY, file_name=name, sha256=digest, rendered_at=now())
        if done and name and sheet.rendered_at is None:
            telling_groups.tell_placed(orders[0], name)
            telling_groups.tell_provider(orders[0])
    kept_pdfs.remove(sheet.file_name if done else name)
    return done


def ask(sheet: GroupSheet) -> bool:
    """Have the document made at its owner's request: False when it is there already."""
    with transaction.atomic():
        unmade = GroupSheet.objects.filter(pk=sheet.pk, document=Document.UNMADE)
        queued = bool(unmade.update(document=Document.QUEUED, since=now(), attempts=0))
        queued = queued or OUTBOX.requeue(sheet.pk) or is_lost(sheet)
        if queued:
            failures.settle(KIND, sheet.pk)
    return queued


def is_lost(sheet: GroupSheet) -> bool:
    """Queue a ready document whose file cannot be read any more (after a restore, say)."""
    if sheet.document != Document.READY or kept_pdfs.read(sheet) is not None:
        return False
    ready = GroupSheet.objects.filter(pk=sheet.pk, document=Document.READY)
    return bool(ready.update(document=Document.QUEUED, since=now(), attempts=0))


@failures.retrier(KIND)
def try_again(group: uuid.UUID) -> None:
    """Queue a document that had been given up, at an operator's request."""
    OUTBOX.requeue(group)
