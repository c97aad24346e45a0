"""Looking again: offers on this shelf whose price or conditions have changed since HR last answered.

HR keeps an offer, takes it off, or proposes a price of its own; until then people pay the price from before, up to the
day that is shown (decision 0023).
"""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from catalog.shelf.models import ShelfItem
from catalog.shelf.queries import forget_facets
from providers import revision_words
from providers.models import Offer
from providers.revision_words import Difference
from tenants.audit import trail
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.clock import today
from welfare.paging import Page, page_by_key

BY_TITLE = ("sort_title", "pk")
MAIL = "offer_to_look_at"
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Look:
    """One offer with what has changed since HR looked, and until when the price from before holds here."""

    offer: Offer
    item: ShelfItem
    differences: list[Difference]
    until: Any = None
    price_before: Decimal | None = None


def to_look_at() -> QuerySet[Offer, Any]:
    """Offers on this shelf with terms that HR has not answered yet, with the `looked` number; also suspended ones."""
    looked = ShelfItem.objects.filter(offer_id=OuterRef("pk")).values("looked_number")[:1]
    changed = Offer.objects.filter(terms_number__gt=0, state__in=[Offer.State.PUBLISHED, Offer.State.SUSPENDED])
    changed = changed.annotate(looked=Subquery(looked)).filter(terms_number__gt=F("looked"))
    return changed.select_related("provider").defer("search", "folded", "text")


def count() -> int:
    """How many offers wait for HR's look; one query."""
    return to_look_at().count()


def page_of(cursor: str) -> Page[Any]:
    """One page of them by title."""
    return page_by_key(to_look_at(), BY_TITLE, cursor)


def get_look(key: uuid.UUID) -> Look:
    """One offer of this shelf to look at; 404 when it is not on it. Nothing differs once it was answered."""
    item = ShelfItem.objects.filter(offer_id=key).first()
    offer = Offer.objects.select_related("provider__organization").defer("search", "folded").filter(pk=key).first()
    if item is None or offer is None:
        raise Http404
    waits = item.looked_number < offer.terms_number
    return Look(
        offer,
        item,
        revision_words.since_look(offer, item.looked_number) if waits else [],
        offer.price_until if holds_back(offer, item) else None,
        offer.price_before if holds_back(offer, item) else None,
    )


def holds_back(offer: Offer, item: ShelfItem) -> bool:
    """Whether people here still pay the price from before."""
    if offer.price is None or offer.price_before is None or offer.price_until is None:
        return False
    return offer.raised_number > item.kept_number and offer.price_until >= today() and offer.price_before < offer.price


@transaction.atomic
def keep(offer: Offer, number: int, *, actor: Actor) -> bool:
    """HR keeps an offer as version `number` has it: the price holds here at once. False when it changed once more."""
    if Offer.objects.filter(pk=offer.pk, terms_number=number).exists():
        done = answered(offer, looked_number=number, kept_number=number)
        if done:
            trail.record(actor, "offer_kept", subject=f"offer:{offer.pk}", details={"version": number})
            transaction.on_commit(forget_facets)
        return done
    return False


@transaction.atomic
def bargain(offer: Offer, number: int, *, actor: Actor) -> bool:
    """HR answers with a price of its own, which is proposed apart: the raised price goes on waiting up to its day."""
    done = answered(offer, looked_number=number)
    if done:
        trail.record(actor, "offer_bargained", subject=f"offer:{offer.pk}", details={"version": number})
    return done


def answered(offer: Offer, **numbers: int) -> bool:
    """Write HR's answer; False when it was given already or the offer is off the shelf."""
    waiting = ShelfItem.objects.filter(offer_id=offer.pk, looked_number__lt=numbers["looked_number"])
    return bool(waiting.update(**numbers))


def seen_now(offer: Offer) -> dict[str, int]:
    """What HR has seen who puts an offer on the shelf, or changes how it stands there."""
    return {"looked_number": offer.terms_number, "kept_number": offer.terms_number, "told_number": offer.terms_number}


@transaction.atomic
def tell() -> int:
    """Tell who chooses the shelf, once a version, of offers to look at; returns of how many. Safe to call twice."""
    told = ShelfItem.objects.filter(offer_id=OuterRef("pk")).values("told_number")[:1]
    news = to_look_at().annotate(told=Coalesce(Subquery(told), 0)).filter(terms_number__gt=F("told"))
    count = 0
    for offer in news.order_by("pk")[:AT_ONCE]:
        count += tell_of(offer)
    return count


@transaction.atomic
def tell_of(offer: Offer) -> bool:
    """Tell all of them of one offer, or nobody; False when they have been told meanwhile."""
    waiting = ShelfItem.objects.filter(offer_id=offer.pk, told_number__lt=offer.terms_number)
    if not waiting.update(told_number=offer.terms_number):
        return False
    reference = uuid.uuid5(offer.pk, f"{MAIL}:{offer.terms_number}")
    for user in choosers():
        outbox.queue(user, MAIL, reference=reference, context={"offer": str(offer.pk)})
    return True


def choosers() -> list[User]:
    """Who chooses what stands on the shelf."""
    roles = [Role.HR, Role.WELFARE_MANAGER]
    return list(User.objects.filter(is_active=True, roles__overlap=roles).order_by("pk"))


@prepares(MAIL)
def look_words(message: Message) -> dict[str, Any]:
    """The offer that the mail speaks of, as it stands when it goes out."""
    return {"look": get_look(uuid.UUID(message.context["offer"]))}
