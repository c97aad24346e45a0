"""The office's queue: what providers have sent, oldest first, and one version with what it changes."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from providers.models import OfferRevision
from providers.nominating.queries import open_for
from welfare.paging import Page, page_by_key

OLDEST_FIRST = ("submitted_at", "pk")
PAGE_SIZE = 25


def queue() -> QuerySet[OfferRevision]:
    """What waits for the office, with its offer and provider; `is_awaited`: somebody keeps credit for one like it."""
    waiting = OfferRevision.objects.filter(state=OfferRevision.State.SUBMITTED)
    kept = open_for(OuterRef("offer__provider")).filter(service_type=OuterRef("offer__service_type"))
    waiting = waiting.select_related("offer__provider").annotate(is_awaited=Exists(kept))
    return waiting.defer("offer__search", "offer__folded", "offer__text", "typed", "fields")


def page_of(cursor: str) -> Page[OfferRevision]:
    """One page of the queue, oldest first."""
    return page_by_key(queue(), OLDEST_FIRST, cursor, PAGE_SIZE)


def count() -> int:
    """How many versions wait."""
    return OfferRevision.objects.filter(state=OfferRevision.State.SUBMITTED).count()


def get_revision(key: uuid.UUID) -> OfferRevision:
    """One version that was ever sent; raises Http404."""
    sent = OfferRevision.objects.filter(submitted_at__isnull=False).defer("offer__search", "offer__folded")
    found = sent.select_related("offer__provider__organization__parent").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def history_of(offer: Any) -> list[OfferRevision]:
    """The published versions of an offer, the latest first, at most 50."""
    published = offer.revisions.filter(state=OfferRevision.State.PUBLISHED)
    return list(published.order_by("-number").defer("typed", "images")[:50])
