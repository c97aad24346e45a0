"""What every template knows of the organization that answers."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tenants import isolation
from tenants.brand import colours


def organization(request: HttpRequest) -> dict[str, Any]:
    """`organization`, the one in force or None on the bare domain, and `brand_url`, its stylesheet."""
    current = isolation.current_or_none()
    if current is None:
        return {"organization": None, "brand_url": ""}
    return {
        "organization": current,
        "brand_url": reverse("brand:stylesheet", args=[colours.digest(current.colour)]),
    }
