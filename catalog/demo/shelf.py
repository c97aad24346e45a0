"""The demo's offers and slots, and which organization shows them."""

import datetime
import uuid

from catalog.demo.calendar import first_days, gone_days
from catalog.demo.services import SERVICES, Service
from catalog.fiscal import rule_book
from catalog.plans.models import Plan
from catalog.shelf.models import ShelfItem
from providers.models import Delivery, Offer, Provider, Slot
from tenants import isolation
from tenants.identity.models import sort_name
from tenants.models import Kind, Organization
from welfare import clock

NAMESPACE = uuid.UUID("5caffa1e-0000-4000-8000-000000000000")
VISIBLE_IN = frozenset({Kind.COMPANY, Kind.COOPERATIVE, Kind.TERRITORY})


def fill(organizations: dict[str, Organization]) -> None:
    """List every service, give it slots, and put it on the shelf of everybody but the suppliers."""
    offers = [
        list_service(service, organizations[service.provider], clock.now() - datetime.timedelta(hours=number))
        for number, service in enumerate(SERVICES)
    ]
    for organization in organizations.values():
        if organization.kind in VISIBLE_IN:
            with isolation.enter(organization, reason="demo"):
                show(offers)


def list_service(service: Service, organization: Organization, published_at: datetime.datetime) -> Offer:
    """One published offer with its slots, those gone by included."""
    service_type = rule_book().services[service.type]
    provider = Provider.objects.get(organization=organization)
    offer = Offer.objects.create(
        id=uuid.uuid5(NAMESPACE, service.title),
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
        sort_title=sort_name(service.title, "")[:90],
        published_at=published_at,
    )
    if service.delivery == Delivery.PLACES:
        open_slots(service, offer)
    return offer


def open_slots(service: Service, offer: Offer) -> None:
    """The dated places of an offer."""
    run = service.run
    assert run is not None  # noqa: S101 - places have a run, see Service.delivery
    today = clock.today()
    for first in gone_days(run, today) + first_days(run, today):
        Slot.objects.create(
            offer=offer,
            starts_on=first,
            ends_on=first + run.length,
            hours=run.hours,
            place=service.address or service.town,
            capacity=run.capacity,
        )


def show(offers: list[Offer]) -> None:
    """Put the offers on the shelf of the organization in force, opened by its plans if it has any."""
    plans = list(Plan.objects.all())
    items = ShelfItem.objects.bulk_create([ShelfItem(offer_id=offer.pk) for offer in offers])
    for item in items:
        item.plans.set(plans)
