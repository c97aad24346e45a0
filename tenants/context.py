"""What every template knows of the organization that answers."""

from typing import Any

from django.http import HttpRequest

from tenants import isolation


def organization(request: HttpRequest) -> dict[str, Any]:
    """`organization`: the one in force, or None on the bare domain."""
    return {"organization": isolation.current_or_none()}
