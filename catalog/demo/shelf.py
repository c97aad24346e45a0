"""The demo's offers and slots, and which organization shows them."""

import datetime
import uuid
from collections.abc import Sequence

from catalog.demo.calendar import first_days
from catalog.demo.catalogue import NEWEST_FIRST
from catalog.demo.services import Service
from catalog.fiscal import rule_book
from catalog.plans.models import Plan
from catalog.shelf.models import ShelfItem
from providers.models import Offer, Provider, Slot
from providers.search import sort_key
from tenants import isolation
from tenants.models import Kind, Organization
from welfare import clock

NAMESPACE = uuid.UUID("5caffa1e-0000-4000-8000-000000000000")
VISIBLE_IN = frozenset({Kind.COMPANY, Kind.COOPERATIVE, Kind.TERRITORY})


def offer_id(service: Service) -> uuid.UUID:
    """The id of a service's offer: the same in every build."""
    return uuid.uuid5(NAMESPACE, service.title)


def fill(organizations: dict[str, Organization]) -> None:
    """List every service, give it slots, and put it on the shelf of everybody but the suppliers."""
    providers = {provider.organization_id: provider for provider in Provider.objects.all()}
    latest = clock.now()
    offers = Offer.objects.bulk_create(
        offer_of(service, providers[organizations[service.provider].pk], latest - datetime.timedelta(hours=number))
        for number, service in enumerate(NEWEST_FIRST)
    )
    pairs = list(zip(NEWEST_FIRST, offers, strict=True))
    Slot.objects.bulk_create(slot for service, offer in pairs for slot in slots_of(service, offer))
    for organization in organizations.values():
        if organization.kind in VISIBLE_IN:
            with isolation.enter(organization, reason="demo"):
                show(offers)


def offer_of(service: Service, provider: Provider, published_at: datetime.datetime) -> Offer:
    """One published offer."""
    service_type = rule_book().services[service.type]
    return Offer(
        id=offer_id(service),
        provider=provider,
        service_type=service.type,
        area=service_type.area,
        type_label=service_type.label_it,
        delivery=service.delivery,
        title=service.title,
        summary=service.summary,
        text=service.text,
        price=service.price,
        unit=service.unit,
        vat_rate=service.vat,
        age_min=service.ages[0],
        age_max=service.ages[1],
        town=service.town,
        address=service.address,
        cancellation_days=service.cancellation_days,
        questions=list(service.questions),
        origin=service.origin,
        state=Offer.State.PUBLISHED,
        sort_title=sort_key(service.title),
        published_at=published_at,
    )


def slots_of(service: Service, offer: Offer) -> list[Slot]:
    """The dated places of an offer, those gone by included; none where it has no slots."""
    run = service.run
    if run is None:
        return []
    return [
        Slot(
            id=uuid.uuid5(offer.pk, first.isoformat()),
            offer=offer,
            starts_on=first,
            ends_on=first + run.length,
            hours=run.hours,
            place=service.address or service.town,
            capacity=run.capacity,
        )
        for first in first_days(run, clock.today())
    ]


def show(offers: Sequence[Offer]) -> None:
    """Put the offers on the shelf of the organization in force, opened by its plans if it has any."""
    plans = list(Plan.objects.all())
    items = ShelfItem.objects.bulk_create(ShelfItem(offer_id=offer.pk) for offer in offers)
    opens = ShelfItem.plans.through
    opens.objects.bulk_create(opens(shelfitem=item, plan=plan) for item in items for plan in plans)
