"""Versions of a service for tests: written, sent, published, without pages."""

from typing import Any

from providers import drafts, revisions
from providers.models import Offer, OfferRevision
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests.conftest import inside


def checked(offer: Offer, **changes: Any) -> dict[str, Any]:
    """The fields of a version: what is published, with changes."""
    offer = Offer.objects.get(pk=offer.pk)
    typed = drafts.typed_of(offer) | {name: [str(value)] for name, value in changes.items()}
    revision = OfferRevision(offer=offer, typed=typed)
    form = drafts.checked_form(offer, revision)
    assert form.is_valid(), form.errors
    return form.written()


def proposed(where: Organization, offer: Offer, starts_on: Any = None, **changes: Any) -> OfferRevision:
    """A change of a published service, sent by its provider at `where`."""
    offer = Offer.objects.select_related("provider__organization").get(pk=offer.pk)
    with inside(where):
        edition = revisions.save(offer, {}, None, edition=0, actor=SYSTEM).edition
        return revisions.propose(offer, checked(offer, **changes), edition=edition, actor=SYSTEM, starts_on=starts_on)


def published(where: Organization, offer: Offer, network: Organization, **changes: Any) -> OfferRevision:
    """A change of a published service that the network has let out."""
    revision = proposed(where, offer, **changes)
    with inside(network):
        return revisions.publish(revision, actor=SYSTEM)
