"""Photos of services: added to a version, given words and an order, shown, and gone when no version uses them.

A file lies under its hash and may serve several offers; it is deleted when the last row that names it goes.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from providers import revisions
from providers.models import Offer, OfferImage, OfferRevision
from providers.models.revision import LONGEST_ALT, MOST_IMAGES
from providers.offers import WrongMove
from tenants.isolation import Actor
from welfare import pictures
from welfare.clock import now

# A photo that was sent and is in no version is kept so long: its page may still be open.
UNUSED = timedelta(days=1)


class TooMany(Exception):
    """The version has as many photos as it may have."""


@dataclass(frozen=True, slots=True)
class ShownImage:
    """A photo as a page prints it: two addresses, the size of the large one, words for who cannot see it."""

    small: str
    large: str
    width: int
    height: int
    alt: str


def shown(image: Mapping[str, Any]) -> ShownImage:
    """One photo of `Offer.images`."""
    return ShownImage(
        reverse("images:image", args=(image["small"],)),
        reverse("images:image", args=(image["large"],)),
        image["width"],
        image["height"],
        image["alt"],
    )


def images_of(offers: Iterable[Any]) -> dict[uuid.UUID, list[ShownImage]]:
    """The photos of offers (or of rows with `pk` and `images`), in their order; no query."""
    return {offer.pk: [shown(image) for image in offer.images] for offer in offers}


@transaction.atomic
def add(offer: Offer, photo: pictures.Remade, alt: str, *, actor: Actor) -> OfferImage:
    """Add a photo to the version that is being written, which begins with it if there is none.

    The same photo twice is one. Raises TooMany, WrongMove while the network looks at the version.
    """
    revision = writable(offer, actor)
    if len(revision.images) >= MOST_IMAGES:
        raise TooMany
    small, large = pictures.keep(photo.small), pictures.keep(photo.large)
    size = {"width": photo.width, "height": photo.height}
    image, _ = OfferImage.objects.get_or_create(offer=offer, large=large, defaults={"small": small, **size})
    if str(image.pk) not in {each["image"] for each in revision.images}:
        revision.images = [*revision.images, {"image": str(image.pk), "alt": alt[:LONGEST_ALT]}]
        revision.save(update_fields=["images"])
    return image


@transaction.atomic
def arrange(offer: Offer, words: Mapping[str, str], *, first: str = "", gone: str = "", actor: Actor) -> None:
    """Give photos their words; put one first; take one away. Ids that are not this version's change nothing."""
    revision = writable(offer, actor)
    images = [{**each, "alt": words.get(each["image"], each["alt"])[:LONGEST_ALT]} for each in revision.images]
    images = [each for each in images if each["image"] != gone]
    images.sort(key=lambda each: each["image"] != first)
    revision.images = images
    revision.save(update_fields=["images"])


def writable(offer: Offer, actor: Actor) -> OfferRevision:
    """The version that is being written, held; begun from what is published when there is none. Raises WrongMove."""
    found = revisions.locked(offer)
    revision = revisions.open_revision(found)
    if revision is None:
        return revisions.save(found, {}, None, edition=0, actor=actor)
    if revision.state not in OfferRevision.WRITABLE:
        raise WrongMove
    return revision


def shown_in(revision: OfferRevision) -> list[tuple[str, ShownImage]]:
    """The photos of a version that is being written, each with its id; one query."""
    photos = OfferImage.objects.filter(offer=revision.offer_id).in_bulk([each["image"] for each in revision.images])
    known = [(each, photos.get(uuid.UUID(each["image"]))) for each in revision.images]
    return [
        (each["image"], shown({"small": p.small, "large": p.large, "width": p.width, "height": p.height, **each}))
        for each, p in known
        if p is not None
    ]


def erase_unused() -> int:
    """Delete photos that neither an offer nor its next version uses, with their files; returns how many."""
    old = OfferImage.objects.filter(added_at__lt=now() - UNUSED).select_related("offer")
    return sum(
        erase(photo) for photo in old.only("pk", "small", "large", "offer__images").iterator() if is_unused(photo)
    )


def is_unused(photo: OfferImage) -> bool:
    """Whether neither what is published nor what could follow it shows a photo; of former versions the words stay."""
    if any(image["image"] == str(photo.pk) for image in photo.offer.images):
        return False
    open_ones = OfferRevision.objects.filter(offer=photo.offer_id, state__in=OfferRevision.OPEN)
    return not open_ones.filter(images__contains=[{"image": str(photo.pk)}]).exists()


@transaction.atomic
def erase(photo: OfferImage) -> int:
    """Delete one photo's row, then those of its files that no other photo names."""
    # Held so that nobody adds it to a version meanwhile.
    offer = revisions.locked(photo.offer)
    if not is_unused(OfferImage(pk=photo.pk, offer=offer)):
        return 0
    photo.delete()
    for digest in (photo.small, photo.large):
        if not OfferImage.objects.filter(Q(small=digest) | Q(large=digest)).exists():
            transaction.on_commit(lambda name=digest: pictures.remove(name))  # type: ignore[misc]
    return 1
