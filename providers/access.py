"""Who may open a provider's pages: its staff, on its own host, if it is a provider at all.

Staff who are kept to branches get nothing of a page that does not ask for it: `provider_of` is for who reaches the
whole provider, `provider_within` for pages whose getters keep to somebody's branches, `provider_at_desk` for the desk.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from providers.bookings.reach import reach_of
from providers.models import Provider
from providers.queries import get_provider_for
from tenants import isolation
from welfare.access import roles

STAFF = roles("provider_staff", "provider_manager")
MANAGERS = roles("provider_manager")


def provider_of(request: HttpRequest) -> Provider:
    """The provider that the host's organization is, for who reaches all of it; 404 for one that is none, else 403."""
    provider = provider_at_desk(request)
    if not provider.reach.is_whole:
        raise PermissionDenied
    return provider


def provider_within(request: HttpRequest) -> Provider:
    """The same for who keeps some branches of it: its getters give what lies there. 403 for who only scans."""
    provider = provider_at_desk(request)
    if provider.reach.only_scans:
        raise PermissionDenied
    return provider


def provider_at_desk(request: HttpRequest) -> Provider:
    """The same for everybody of the staff, with how much of it they reach."""
    provider = get_provider_for(isolation.current())
    provider.reach = reach_of(request.user)  # type: ignore[arg-type]
    return provider


def is_manager(request: HttpRequest) -> bool:
    """Whether the account may write offers."""
    return request.user.is_authenticated and request.user.has_role("provider_manager")
