"""Telling of a version: its provider by mail, and, through what is declared from above, who shows the offer."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction

from providers.models import Offer, OfferRevision
from tenants import isolation
from tenants.identity.models import Role, User
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares

# The shelf stands over this room: it says what to do once a version with new terms is in force.
Follower = Callable[[uuid.UUID], None]
followers: list[Follower] = []


def when_terms_change(follower: Follower) -> Follower:
    """Declare what follows, after the commit, when price or conditions of an offer have changed."""
    followers.append(follower)
    return follower


def tell_shelves(offer: Offer, revision: OfferRevision) -> None:
    """Let those who show the offer know that it has new terms. A hint: the nightly look finds what was lost."""
    if revision.number is None or revision.number < 2:
        return
    for follower in followers:
        transaction.on_commit(lambda tell=follower: tell(offer.pk), robust=True)  # type: ignore[misc]


def tell_provider(offer: Offer, revision: OfferRevision, kind: str) -> None:
    """Queue a mail to who runs the provider, in its own schema; once a decision."""
    supplier = offer.provider.organization
    if supplier is None:
        return
    # A version may be sent back more than once: each time is news.
    reference = uuid.uuid5(revision.pk, f"{kind}:{revision.edition}")
    with isolation.enter(supplier, reason=kind):
        for user in managers():
            outbox.queue(user, kind, reference=reference, context={"revision": str(revision.pk)})


def managers() -> list[User]:
    """The active managers of the organization in force, or its staff where there is none."""
    active = User.objects.filter(is_active=True).order_by("pk")
    return list(active.filter(roles__contains=[Role.PROVIDER_MANAGER])) or list(
        active.filter(roles__contains=[Role.PROVIDER_STAFF])
    )


@prepares("offer_published")
@prepares("offer_returned")
def revision_words(message: Message) -> dict[str, Any]:
    """The version that a mail to the provider speaks of, as it stands when the mail goes out."""
    revision = OfferRevision.objects.select_related("offer").get(pk=message.context["revision"])
    return {"revision": revision, "offer": revision.offer}
