"""A provider with its manager's browser, for the tests of its pages."""

import uuid
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from providers.bookings import services
from providers.bookings.models import Booking
from providers.models import Offer, OfferRevision, Provider, ReviewPolicy, Slot
from tenants.identity.models import User
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside

LIST = "/fornitore/servizi/"
NEW = f"{LIST}nuovo/"


def staff(where: Organization, role: str = "provider_manager") -> User:
    """Somebody of the provider's staff."""
    with inside(where):
        return make.user("Marta", role)


def browser(where: Organization, role: str = "provider_manager") -> Client:
    """The browser of somebody of the staff."""
    return browse(where, staff(where, role))


def booked(where: Organization, offer: Offer, slot: Slot | None, name: str = "Leo Bianchi", **answers: str) -> Booking:
    """A booking in the provider's schema."""
    fulfilment_id = uuid.uuid4()
    with inside(where):
        services.add_booking(
            fulfilment_id=fulfilment_id, offer_id=offer.pk, slot=slot, name=name, age=6, answers=answers
        )
        return Booking.objects.get(fulfilment_id=fulfilment_id)


def page(client: Client, address: str) -> str:
    """A page that must answer."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def errors(client: Client, address: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Post what must be refused, and return the form's errors."""
    response = client.post(address, fields)
    assert response.status_code == 200
    found: dict[str, Any] = response.context["form"].errors
    assert found
    return found


def counted(client: Client, address: str) -> int:
    """SQL statements of one page, switches of schema left out."""
    with CaptureQueriesContext(connection) as queries:
        page(client, address)
    return len([query for query in queries if "search_path" not in query["sql"]])


def written(**changes: Any) -> dict[str, Any]:
    """A camp as the form sends it."""
    fields = {
        "service_type": "summer_camp", "delivery": "places", "title": "Estate al Mulino", "summary": "Settimane",
        "text": "Giochi", "price": "140,00", "unit": "week", "vat_rate": "5.00", "is_single_purpose": "on",
        "age_min": "3", "age_max": "11", "town": "Carpi", "address": "Via del Mulino 3", "cancellation_days": "14",
        "validity_days": "180", "questions": ["allergies", "pick_up"], "edition": "0",
    }  # fmt: skip
    return fields | changes


def sent(client: Client, offer: Offer, **fields: Any) -> str:
    """Send the draft of a service; where that leads."""
    edition = OfferRevision.objects.filter(offer=offer, state__in=OfferRevision.OPEN).values_list("edition", flat=True)
    response = client.post(f"{LIST}{offer.pk}/invia/", {"edition": edition.first() or 0, **fields})
    assert response.status_code == 302
    return response.headers["Location"]


def change(client: Client, offer: Offer, **changes: Any) -> str:
    """Write a change of a published service and send it; where that leads."""
    response = client.post(f"{LIST}{offer.pk}/modifica/", written(**changes))
    assert response.status_code == 302, response.context["form"].errors
    return sent(client, offer)


def seen(provider: Provider, **fields: Any) -> Offer:
    """The camp of `written`, published by a provider whom the network lets publish everything by itself."""
    Provider.objects.filter(pk=provider.pk).update(is_trusted=True)
    network = Organization.objects.get(slug="rete")
    Organization.objects.filter(pk=provider.organization_id).update(parent=network)
    ReviewPolicy.objects.get_or_create(network=network, defaults={"reviews_terms": False})
    same = {"summary": "Settimane", "text": "Giochi", "age_min": 3, "age_max": 11, "address": "Via del Mulino 3"}
    return make.offer(provider, **{**same, "questions": ["allergies", "pick_up"], **fields})
