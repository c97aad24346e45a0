"""Who acts in a request, as the audit trail names them."""

from django.http import HttpRequest

from tenants import isolation
from tenants.isolation import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person of the organization in force; a visitor acts as nobody in particular."""
    organization = isolation.current()
    if not request.user.is_authenticated:
        return Actor(organization_id=organization.key, name="visitor")
    return Actor(organization_id=organization.key, user_id=request.user.pk, name="person")
