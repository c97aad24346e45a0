"""Asking for quotes: one request of a member, written for each provider in its own schema without a name.

One transaction over the member's schema, the registry and each provider's.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.http import Http404

from catalog.orders import conditions, law
from catalog.orders.outlook import ANY_PRICE
from catalog.orders.purchase import Agreed, Choice, Purchase, purchase_of
from catalog.orders.refusals import Refusal
from catalog.quotes import telling
from catalog.quotes.models import AskedProvider, Request, RequestPhoto
from catalog.quotes.refusals import NobodyNearby
from catalog.quotes.suppliers import MOST_ASKED, is_for_a_person
from members.models import Member
from providers.enquiries import sealing
from providers.enquiries.services import Contact, Need, add_enquiry
from providers.models import Delivery, Offer
from providers.quoting import moves
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from tenants.models import Organization
from welfare import files


@dataclass(frozen=True)
class Asking:
    """What the form says: whom, for whom, what, where; `key` is the form's nonce."""

    key: str
    member: Member
    relative_id: uuid.UUID | None
    offers: Sequence[Offer]
    need: Need
    contact: Contact
    photos: Sequence[bytes] = ()

    @property
    def stored_key(self) -> str:
        """The nonce, the member's own: somebody else's finds nothing."""
        return f"{self.member.pk}:{self.key}"


def purchase_for(member: Member, offer: Offer, relative_id: uuid.UUID | None = None) -> Purchase:
    """What would be bought, before anybody has named a price."""
    return purchase_of(member, Choice(offer.pk, relative_id=relative_id), agreed=Agreed(ANY_PRICE))


def quote_offer(member: Member, offer_id: uuid.UUID) -> Offer:
    """An offer of this organization's shelf that is had on a quote; 404 for any other."""
    offer = purchase_of(member, Choice(offer_id), agreed=Agreed(ANY_PRICE)).offer
    if offer.delivery != Delivery.QUOTE:
        raise Http404
    return offer


def check(member: Member, offer: Offer, relative_id: uuid.UUID | None = None) -> Purchase:
    """What must hold to ask: nobody works on a quote that could not be accepted. Raises a Refusal, or Http404."""
    purchase = purchase_for(member, offer, relative_id)
    conditions.check_offer(purchase)
    law.exempt_verdict(purchase)
    conditions.age_fits(purchase)
    return purchase


def ask(asking: Asking, *, actor: Actor) -> Request:
    """Write a request and put it before each provider, or nothing; the same form again is the first request.

    Providers whose service cannot be had any more are left out, the last refusal is raised where none is left.
    """
    try:
        return write(asking, actor)
    except IntegrityError:
        # Two submits of one form at once.
        first = Request.objects.filter(key=asking.stored_key).first()
        if first is None:
            raise
        return first


def write(asking: Asking, actor: Actor) -> Request:
    """In one transaction; files that were written for it go when it comes to nothing."""
    first = Request.objects.filter(key=asking.stored_key).first()
    if first is not None:
        return first
    written: list[tuple[str, str]] = []
    try:
        with transaction.atomic(durable=True):
            purchases = possible(asking)
            request = new_request(asking, purchases[0], written)
            for purchase in purchases:
                put_before(request, asking, purchase, actor, written)
            record(actor, "quote_asked", person_id=asking.member.user_id, subject=str(request.pk))
    except BaseException:
        for owner, name in written:
            files.remove(owner, name)
        raise
    return request


def possible(asking: Asking) -> list[Purchase]:
    """What can be asked for, of each provider that was named, at most five. Raises a Refusal where nothing can."""
    found: list[Purchase] = []
    refused: Refusal = NobodyNearby(town=asking.need.town)
    for offer in asking.offers[:MOST_ASKED]:
        try:
            found.append(check(asking.member, offer, asking.relative_id))
        except Refusal as refusal:
            refused = refusal
    if not found:
        raise refused
    return found


def new_request(asking: Asking, purchase: Purchase, written: list[tuple[str, str]]) -> Request:
    """The member's own row, with the photos."""
    request = Request.objects.create(
        key=asking.stored_key,
        member=asking.member,
        relative=purchase.relative,
        service_type=purchase.offer.service_type,
        type_label=purchase.offer.type_label,
        sealed=sealing.seal(asdict(asking.need) | asdict(asking.contact)),
    )
    for number, content in enumerate(asking.photos, start=1):
        name = sealing.keep_picture(content)
        written.append((isolation.current().key, name))
        RequestPhoto.objects.create(request=request, number=number, stored_name=name)
    return request


def put_before(
    request: Request, asking: Asking, purchase: Purchase, actor: Actor, written: list[tuple[str, str]]
) -> None:
    """Ask one provider: the nameless row, the member's, and the enquiry in the provider's schema."""
    offer, key = purchase.offer, uuid.uuid4()
    organization = offer.provider.organization
    if organization is None:
        raise ValueError("a provider without organization reads no enquiry")
    quote = moves.ask(key, request.pk, isolation.current(), offer)
    AskedProvider.objects.create(
        pk=key, request=request, offer_id=offer.pk, provider_id=offer.provider_id,
        provider_name=offer.provider.name, title=offer.title,
    )  # fmt: skip
    names = enquire(organization, quote.pk, offer, need_for(asking, purchase), asking.photos, actor)
    written.extend((organization.key, name) for name in names)
    telling.tell_provider(quote, "asked")


def need_for(asking: Asking, purchase: Purchase) -> Need:
    """What providers read: with the age where the service is for a person, never a name."""
    age = purchase.age if is_for_a_person(purchase.offer.service_type) else None
    facts = asdict(asking.need) | {"age": "" if age is None else str(age)}
    return Need(**facts)


def enquire(
    organization: Organization, key: uuid.UUID, offer: Offer, need: Need, photos: Sequence[bytes], actor: Actor
) -> list[str]:
    """Write the provider's half in its schema; the names of the files."""
    with isolation.enter(organization, actor=actor, reason="ask for a quote"):
        return add_enquiry(key, offer.pk, need, photos)
