"""What every template knows of the organization that answers."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tenants import isolation
from tenants.brand import colours
from tenants.models import Organization


def shell(organization: Organization) -> dict[str, Any]:
    """What the header, footer and colours of a page are made of."""
    address = reverse("brand:stylesheet", args=[colours.digest(organization.colour)])
    return {"organization": organization, "brand_url": address}


def organization(request: HttpRequest) -> dict[str, Any]:
    """`organization`, the one in force or None on the bare domain, and `brand_url`, its stylesheet."""
    current = isolation.current_or_none()
    return shell(current) if current else {"organization": None, "brand_url": ""}
