"""Who may open a provider's pages: its staff, on its own host, if it is a provider at all."""

from django.http import HttpRequest

from providers.models import Provider
from providers.queries import get_provider_for
from tenants import isolation
from welfare.access import roles

STAFF = roles("provider_staff", "provider_manager")
MANAGERS = roles("provider_manager")


def provider_of(request: HttpRequest) -> Provider:
    """The provider that the host's organization is; 404 for one that is none."""
    return get_provider_for(isolation.current())


def is_manager(request: HttpRequest) -> bool:
    """Whether the account may write offers."""
    return request.user.is_authenticated and request.user.has_role("provider_manager")
