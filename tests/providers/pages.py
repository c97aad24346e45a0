"""A provider with its manager's browser, for the tests of its pages."""

import uuid
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from providers.bookings import services
from providers.bookings.models import Booking
from providers.models import Offer, Slot
from tenants.identity.models import User
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside


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
