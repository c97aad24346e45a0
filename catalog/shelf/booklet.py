"""All services of a shelf as one A5 document: an index by area, then one page a service.

Made in the background, kept by its hash, and made anew when somebody asks after the shelf has changed: what it was
made of is kept as a fingerprint.
"""

import datetime
import hashlib
import json
import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from catalog.shelf import leaflet, queries
from catalog.shelf.areas import AREAS, Area
from catalog.shelf.filters import Filters
from catalog.shelf.leaflet import Leaflet
from catalog.shelf.models import Booklet
from catalog.shelf.queries import on_shelf
from tenants import failures, isolation, kept_pdfs
from tenants.sweep import Outbox
from welfare import pdf
from welfare.clock import now, today

log = logging.getLogger(__name__)
KIND = "booklet"
# Longer than the longest booklet takes on a busy machine: two workers at one would push each other out.
OUTBOX = Outbox(Booklet, "document", KIND, silence=datetime.timedelta(minutes=15))
Document = Booklet.Document
TEMPLATE = "pdf/booklet.html"
# More pages than these nobody prints; the index says that there is more.
MOST = 200
# What a page prints of an offer: when any of it changes, the booklet is another one.
PRINTED = (
    "pk", "title", "summary", "text", "area", "type_label", "unit", "delivery", "age_min", "age_max", "address",
    "town", "images", "price_shown", "provider__name", "provider__phone",
)  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """One area with its leaflets."""

    area: Area
    leaflets: list[Leaflet]


def fingerprint() -> str:
    """What a booklet of today would be made of; one query, and one for the host."""
    organization = isolation.current()
    brand = [organization.name, organization.colour, organization.help_phone, organization.help_hours]
    rows = list(printed().values_list(*PRINTED))
    return hashlib.sha256(json.dumps([brand, rows], default=str).encode()).hexdigest()


def printed() -> Any:
    """The offers that a booklet has, by area and title, at most MOST."""
    return queries.shelf_offers(Filters()).order_by("area", "sort_title", "pk")[:MOST]


def booklet_in(language: str) -> Booklet | None:
    """The booklet in a language, whatever its state."""
    return Booklet.objects.filter(language=language).first()


def ask(language: str) -> Booklet:
    """Ask for the booklet of the shelf as it is; one that is under way, or made of the same, is left as it is."""
    wanted = fingerprint()
    row, is_new = Booklet.objects.get_or_create(language=language, defaults={"fingerprint": wanted})
    if not is_new:
        over = Booklet.objects.filter(pk=row.pk, document__in=[Document.READY, Document.FAILED])
        other = over.exclude(document=Document.READY, fingerprint=wanted) if kept_pdfs.read(row) else over
        if other.update(document=Document.QUEUED, since=now(), attempts=0, fingerprint=wanted):
            failures.settle(KIND, row.pk)
        row.refresh_from_db()
    return row


def is_current(row: Booklet | None) -> bool:
    """Whether a booklet is there, and of the shelf as it is now."""
    return row is not None and row.document == Document.READY and row.fingerprint == fingerprint()


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Booklets of the organization in force that are due, oldest first."""
    return OUTBOX.pending_ids(limit)


def make(booklet_id: uuid.UUID) -> bool:
    """Make a booklet that is waited for; safe to call twice. False when it was not made by this call."""
    row = OUTBOX.claim(booklet_id)
    if row is None:
        return False
    try:
        made_of = fingerprint()
        name, digest = kept_pdfs.store(rendered(row.language))
    except Exception as error:
        log.warning("booklet %s not rendered: %s", row.pk, failures.describe(error))
        OUTBOX.refuse(row, error)
        return False
    done = OUTBOX.finish(row, Document.READY, file_name=name, sha256=digest, fingerprint=made_of, made_at=now())
    # The one before, or this one when another process came first, is nobody's any more.
    kept_pdfs.remove(row.file_name if done else name)
    return done


def rendered(language: str) -> bytes:
    """The document, each service on a page of its own."""
    with translation.override(language):
        shown = chapters(language)
        count = on_shelf().count()
    context = {
        "chapters": shown,
        "left_out": count - sum(len(chapter.leaflets) for chapter in shown),
        "organization": isolation.current(),
        "on": today(),
    }
    return pdf.render(TEMPLATE, context, **leaflet.look(language))


def chapters(language: str) -> list[Chapter]:
    """The leaflets by area, in the order of the shelf."""
    offers = list(printed().select_related("provider").defer("search", "folded"))
    pages: dict[str, list[Leaflet]] = {}
    for offer in offers:
        pages.setdefault(offer.area, []).append(leaflet.fitted(leaflet.leaflet_of(offer), language))
    return [Chapter(area, pages[area.code]) for area in AREAS if area.code in pages]


@failures.retrier(KIND)
def try_again(booklet_id: uuid.UUID) -> None:
    """Queue a booklet that had been given up, at an operator's request."""
    OUTBOX.requeue(booklet_id)
