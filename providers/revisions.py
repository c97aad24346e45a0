"""Versions of an offer: written, proposed, looked at by the network, published; one function a move.

What is published goes on being sold as it is until the next version is in force. Lock order: offer, then version.
"""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet

from providers import revision_telling, terms
from providers.models import Delivery, Offer, OfferImage, OfferRevision, Provider
from providers.offers import HeldByNetwork, NotAccredited, PapersMissing, StaleOffer, WrongMove, origin_of, taxonomy_of
from providers.search import sort_key
from providers.taxonomy import KINDS
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import now, today

__all__ = ["HeldByNetwork", "NotAccredited", "PapersMissing", "StaleOffer", "WrongMove"]

State = OfferRevision.State
By = OfferRevision.By
Typed = Mapping[str, list[str]]
Fields = Mapping[str, Any]
# An offer that nobody has seen yet takes what its draft says.
UNSEEN = (Offer.State.DRAFT, Offer.State.SUBMITTED)


class PhotoWithoutWords(Exception):
    """A photo has no description for who cannot see it."""


class NothingNew(Exception):
    """The proposal says what is published already."""


def open_revision(offer: Offer) -> OfferRevision | None:
    """The version of an offer that is being written, looked at, or waits for its day."""
    return offer.revisions.filter(state__in=OfferRevision.OPEN).first()


@transaction.atomic
def begin(provider: Provider, typed: Typed, fields: Fields | None, *, actor: Actor) -> OfferRevision:
    """Write a new service as a draft, complete or not; `fields` are what was checked, if all of it is right.

    A form sent twice gives the draft of the first time.
    """
    # Of two forms at once the second waits, then finds what the first wrote.
    Provider.objects.select_for_update(no_key=True, of=("self",)).get(pk=provider.pk)
    drafts = OfferRevision.objects.filter(offer__provider=provider, offer__state=Offer.State.DRAFT, state=State.DRAFT)
    same = drafts.filter(typed=dict(typed), edition=1).select_related("offer").order_by("pk").first()
    if same is not None:
        return same
    offer = Offer(provider=provider, origin=origin_of(provider), **shown_of(provider, typed, fields))
    offer.save(force_insert=True)
    trail.record(actor, "offer_written", subject=f"offer:{offer.pk}")
    return OfferRevision.objects.create(offer=offer, typed=dict(typed))


@transaction.atomic
def save(offer: Offer, typed: Typed, fields: Fields | None, *, edition: int, actor: Actor) -> OfferRevision:
    """Keep what was typed of an offer's next version, which is at `edition` (0: not begun).

    Raises StaleOffer when somebody else has saved meanwhile, WrongMove while the network looks at it.
    """
    found = locked(offer)
    revision = open_revision(found)
    if revision is None:
        if edition:
            raise StaleOffer
        trail.record(actor, "offer_changed", subject=f"offer:{offer.pk}")
        return OfferRevision.objects.create(offer=found, typed=dict(typed), images=kept_images(found))
    if revision.state not in OfferRevision.WRITABLE:
        raise WrongMove
    if revision.edition != edition:
        raise StaleOffer
    revision.typed, revision.edition = dict(typed), edition + 1
    revision.save(update_fields=["typed", "edition"])
    if found.state in UNSEEN:
        Offer.objects.filter(pk=found.pk).update(**shown_of(found.provider, typed, fields))
    return revision


def locked(offer: Offer) -> Offer:
    """The offer, held until the transaction ends, so that its versions move one after the other."""
    found = Offer.objects.select_for_update(no_key=True, of=("self",)).defer("search", "folded")
    return found.select_related("provider__organization").get(pk=offer.pk)


def kept_images(offer: Offer) -> list[dict[str, str]]:
    """The photos that an offer shows, as its next version begins."""
    return [{"image": image["image"], "alt": image["alt"]} for image in offer.images]


def shown_of(provider: Provider, typed: Typed, fields: Fields | None) -> dict[str, Any]:
    """What the lists of the provider and of the network show of a draft: all of it when it is right, else its name."""
    if fields is not None:
        shown = {name: value for name, value in fields.items() if name != "images"}
        return shown | taxonomy_of(fields["service_type"]) | {"sort_title": sort_key(fields["title"])}
    title = first(typed, "title").strip()[:90]
    kind = KINDS.get(first(typed, "service_type"))
    known = {"service_type": kind.code, **taxonomy_of(kind.code)} if kind else {}
    return {"title": title, "sort_title": sort_key(title), "town": provider.town} | known


def first(typed: Typed, name: str) -> str:
    """What was typed into a field of one value."""
    return (typed.get(name) or [""])[0]


@transaction.atomic
def propose(
    offer: Offer,
    fields: Fields,
    *,
    edition: int,
    actor: Actor,
    note: str = "",
    starts_on: datetime.date | None = None,
) -> OfferRevision:
    """Send the draft that is at `edition`, checked as `fields`: to the network's office, or out at once.

    Small changes of a provider that the network trusts are published directly (`terms.needs_review`). Sent twice it
    stays as it was sent. Raises StaleOffer, WrongMove, NotAccredited, PapersMissing, PhotoWithoutWords, NothingNew.
    """
    found = locked(offer)
    revision = open_revision(found)
    if revision is not None and revision.state == State.SUBMITTED and revision.edition == edition:
        return revision
    if revision is None or revision.state not in OfferRevision.WRITABLE or found.state == Offer.State.ARCHIVED:
        raise WrongMove
    if revision.edition != edition:
        raise StaleOffer
    check_accredited(found)
    checked = dict(fields) | {"images": images_of(revision)}
    revision.fields, revision.changes = checked, terms.changed(found, checked)
    if not revision.changes:
        raise NothingNew
    revision.note, revision.starts_on, revision.reason = note, starts_on, ""
    revision.state, revision.submitted_at = State.SUBMITTED, now()
    revision.save()
    trail.record(actor, "offer_submitted", subject=f"offer:{found.pk}", details={"fields": revision.changes})
    if not terms.needs_review(found, revision.changes):
        _decide(found, revision, By.PROVIDER, actor)
    else:
        Offer.objects.filter(pk=found.pk, state=Offer.State.DRAFT).update(state=Offer.State.SUBMITTED)
    return revision


def images_of(revision: OfferRevision) -> list[dict[str, Any]]:
    """The photos of a version as a page shows them; raises PhotoWithoutWords."""
    photos = OfferImage.objects.in_bulk([uuid.UUID(image["image"]) for image in revision.images])
    shown = []
    for image in revision.images:
        photo = photos.get(uuid.UUID(image["image"]))
        if photo is None or photo.offer_id != revision.offer_id:
            continue
        if not image["alt"]:
            raise PhotoWithoutWords
        size = {"width": photo.width, "height": photo.height}
        shown.append({**image, "small": photo.small, "large": photo.large, **size})
    return shown


def check_accredited(offer: Offer) -> None:
    """Raise NotAccredited for a provider that the network has not accredited, PapersMissing while its papers are not
    in order; information alone needs neither.
    """
    if offer.delivery == Delivery.PUBLIC:
        return
    if not offer.provider.is_accredited:
        raise NotAccredited
    if offer.provider.withheld:
        raise PapersMissing


@transaction.atomic
def take_back(offer: Offer, *, actor: Actor) -> bool:
    """The provider takes a proposal back to go on writing; False when the office has decided meanwhile."""
    found = locked(offer)
    if not found.revisions.filter(state=State.SUBMITTED).update(state=State.DRAFT):
        return False
    Offer.objects.filter(pk=found.pk, state=Offer.State.SUBMITTED).update(state=Offer.State.DRAFT)
    trail.record(actor, "offer_taken_back", subject=f"offer:{found.pk}")
    return True


@transaction.atomic
def discard(offer: Offer, *, actor: Actor) -> bool:
    """Throw away what was written of a next version; an offer that nobody has seen is put away with it.

    False when nothing was open, or it has come into force meanwhile.
    """
    found = locked(offer)
    if not found.revisions.filter(state__in=OfferRevision.OPEN).update(state=State.WITHDRAWN):
        return False
    Offer.objects.filter(pk=found.pk, state__in=UNSEEN).update(state=Offer.State.ARCHIVED)
    trail.record(actor, "offer_draft_discarded", subject=f"offer:{found.pk}")
    return True


@transaction.atomic
def publish(revision: OfferRevision, *, actor: Actor) -> OfferRevision:
    """The office lets a proposal out: at once, or on the day that it names; its provider is told.

    A service that is suspended takes it and stays suspended. Raises WrongMove, NotAccredited, PapersMissing.
    """
    found = locked(revision.offer)
    waiting = found.revisions.select_for_update(no_key=True).filter(pk=revision.pk, state=State.SUBMITTED).first()
    if waiting is None or waiting.edition != revision.edition:
        raise WrongMove
    check_accredited(found)
    _decide(found, waiting, By.NETWORK, actor)
    revision_telling.tell_provider(found, waiting, "offer_published")
    return waiting


@transaction.atomic
def send_back(revision: OfferRevision, reason: str, *, actor: Actor) -> None:
    """The office sends a proposal back with its reason in words; its provider is told. Raises WrongMove."""
    found = locked(revision.offer)
    waiting = found.revisions.filter(pk=revision.pk, state=State.SUBMITTED, edition=revision.edition)
    if not waiting.update(state=State.RETURNED, reason=reason, decided_at=now(), decided_by=By.NETWORK):
        raise WrongMove
    Offer.objects.filter(pk=found.pk, state=Offer.State.SUBMITTED).update(state=Offer.State.DRAFT)
    _record(found, "offer.returned", actor)
    revision_telling.tell_provider(found, revision, "offer_returned")


def _decide(offer: Offer, revision: OfferRevision, by: str, actor: Actor) -> None:
    """A proposal is good: in force at once, or on its day; a second raise waits until the first was looked at."""
    revision.decided_by, revision.decided_at = by, now()
    revision.starts_on = terms.first_day(offer, revision)
    _record(offer, "offer_published" if by == By.PROVIDER else "offer.published", actor)
    if revision.starts_on is not None and revision.starts_on > today():
        revision.state = State.SCHEDULED
        revision.save()
        return
    _put_in_force(offer, revision)


def _put_in_force(offer: Offer, revision: OfferRevision) -> None:
    """Sell the offer as the version says, from now on. The offer is held."""
    keep_first(offer, revision)
    last = offer.revisions.aggregate(last=Max("number"))["last"] or 0
    revision.state, revision.number, revision.published_at = State.PUBLISHED, last + 1, now()
    # Held against what is published now: it may have been another thing when it was sent.
    revision.changes = terms.changed(offer, revision.fields)
    revision.save()
    values = terms.values_of(revision)
    values |= taxonomy_of(values["service_type"]) | {"sort_title": sort_key(values["title"])}
    values |= terms.following(offer, revision)
    Offer.objects.filter(pk=offer.pk).update(revision=F("revision") + terms.seen_by_buyers(offer, revision), **values)
    unseen = Offer.objects.filter(pk=offer.pk, state__in=UNSEEN)
    unseen.update(state=Offer.State.PUBLISHED, published_at=revision.published_at)
    revision_telling.tell_shelves(offer, revision)


def keep_first(offer: Offer, revision: OfferRevision) -> None:
    """Keep what was published before versions were: the first change of such an offer makes it version 1."""
    if offer.published_at is None or offer.revisions.filter(state=State.PUBLISHED).exists():
        return
    OfferRevision.objects.create(
        offer=offer,
        state=State.PUBLISHED,
        number=1,
        fields=terms.values_now(offer, revision.fields),
        decided_by=By.SYSTEM,
        published_at=offer.published_at,
    )


def due() -> QuerySet[OfferRevision]:
    """Approved versions whose day has come."""
    return OfferRevision.objects.filter(state=State.SCHEDULED, starts_on__lte=today()).order_by("starts_on", "pk")


@transaction.atomic
def put_in_force(revision: OfferRevision) -> bool:
    """Put one due version in force; False when it is not waiting any more. Safe to call twice."""
    offer = locked(revision.offer)
    waiting = offer.revisions.filter(pk=revision.pk, state=State.SCHEDULED, starts_on__lte=today()).first()
    if waiting is None:
        return False
    _put_in_force(offer, waiting)
    return True


def _record(offer: Offer, action: str, actor: Actor) -> None:
    """Write an act of the office to its trail and to the provider's."""
    subject = f"offer:{offer.pk}"
    trail.record(actor, action, subject=subject)
    supplier = offer.provider.organization
    if supplier is not None and supplier.pk != isolation.current().pk:
        with isolation.enter(supplier, reason=action):
            trail.record(actor, action, subject=subject)
