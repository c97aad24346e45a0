"""The voucher's PDF: made once, kept privately, mailed when it is there.

The row is the outbox (see tenants/sweep.py): any process may be asked to make a document, twice or
never; the row decides who does it, and the sweeper asks again.
"""

import logging
import uuid
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from catalog.orders import telling
from catalog.orders.models import Order, Voucher
from catalog.orders.vouchers import ShownVoucher
from tenants import failures, isolation, kept_pdfs
from tenants.brand import colours
from tenants.sweep import Outbox
from welfare import pdf
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "voucher"
OUTBOX = Outbox(Voucher, "document", KIND)
TEMPLATE = "pdf/voucher.html"
USEFUL = frozenset({Order.State.PLACED, Order.State.ACCEPTED})


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Vouchers of the organization in force whose document is due, oldest first."""
    return OUTBOX.pending_ids(limit)


def make_document(voucher_id: uuid.UUID) -> bool:
    """Make the PDF of a voucher that needs one and tell member and provider; safe to call twice.

    False when there was nothing to do, somebody else is at it, or it failed and will be tried again.
    """
    voucher = OUTBOX.claim(voucher_id)
    if voucher is None:
        return False
    try:
        name, digest = stored(voucher) if voucher.order.state in USEFUL else ("", "")
    except Exception as error:
        log.warning("voucher %s not rendered: %s", voucher.pk, failures.describe(error))
        OUTBOX.refuse(voucher, error)
        return False
    return publish(voucher, name, digest)


def stored(voucher: Voucher) -> tuple[str, str]:
    """Render and keep the PDF; its private name and its SHA-256."""
    return kept_pdfs.store(rendered(ShownVoucher(voucher)))


def rendered(shown: ShownVoucher) -> bytes:
    """The PDF in the member's language, in the organization's colours."""
    organization = isolation.current()
    return pdf.render(
        TEMPLATE,
        {"shown": shown, "order": shown.order, "voucher": shown.voucher, "organization": organization},
        language=shown.order.member.user.language,
        styles=colours.stylesheet(organization.colour),
    )


def publish(voucher: Voucher, name: str, digest: str) -> bool:
    """Mark the document ready and queue the mails, together; False when another process came first.

    Only the first document of a voucher is news: one that is made again is told to nobody.
    """
    with transaction.atomic():
        done = OUTBOX.finish(voucher, Voucher.Document.READY, file_name=name, sha256=digest, rendered_at=now())
        if done and name and voucher.rendered_at is None:
            telling.tell_placed(voucher.order, name)
            telling.tell_provider(voucher.order)
    if not done:
        kept_pdfs.remove(name)
    return done


def read_document(voucher: Voucher) -> bytes | None:
    """The PDF as it was made; None when it is gone or is not what was made."""
    content = kept_pdfs.read(voucher)
    if content is None:
        log.error("the document of voucher %s is gone or was changed", voucher.pk)
    return content


def ask_again(voucher: Voucher) -> bool:
    """Queue a document that was given up, or whose file is gone, at its owner's request; False when neither."""
    with transaction.atomic():
        queued = OUTBOX.requeue(voucher.pk) or queue_lost(voucher)
        if queued:
            failures.settle(KIND, voucher.pk)
    return queued


def ask_first(voucher: Voucher) -> bool:
    """Queue a document that nobody had asked for yet, at its owner's request; False when there was none to make."""
    unmade = Voucher.objects.filter(pk=voucher.pk, document=Voucher.Document.UNMADE, order__state__in=USEFUL)
    return bool(unmade.update(document=Voucher.Document.QUEUED, since=now(), attempts=0))


def lay_aside(vouchers: QuerySet[Voucher]) -> int:
    """Leave the documents of these vouchers unmade until their owners ask; returns how many.

    A file that was made is removed: the page makes it again from what the order kept.
    """
    names = list(vouchers.exclude(file_name="").values_list("file_name", flat=True))
    laid = vouchers.update(document=Voucher.Document.UNMADE, file_name="", sha256="", rendered_at=now())
    for name in names:
        kept_pdfs.remove(name)
    return laid


def make_anew(order: Order) -> None:
    """Have the document of an order made again, since what it says holds no more; told to nobody."""
    made = Voucher.objects.filter(order=order, document__in=(Voucher.Document.READY, Voucher.Document.STARTED))
    for voucher in made.select_for_update():
        name = voucher.file_name
        made.filter(pk=voucher.pk).update(document=Voucher.Document.QUEUED, since=now(), attempts=0, file_name="")
        transaction.on_commit(partial(kept_pdfs.remove, name))


def queue_lost(voucher: Voucher) -> bool:
    """Queue a ready document whose file cannot be read any more (after a restore, say)."""
    if voucher.document != Voucher.Document.READY or read_document(voucher) is not None:
        return False
    ready = Voucher.objects.filter(pk=voucher.pk, document=Voucher.Document.READY)
    return bool(ready.update(document=Voucher.Document.QUEUED, since=now(), attempts=0))


@failures.retrier(KIND)
def try_again(voucher_id: uuid.UUID) -> None:
    """Queue a document that had been given up, at an operator's request."""
    OUTBOX.requeue(voucher_id)
