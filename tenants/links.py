"""Addresses for mails and documents: made from the registry, never from the request."""

from django.conf import settings

from tenants import isolation
from tenants.models import Domain, Organization


def link(organization: Organization, path: str) -> str:
    """The absolute address of `path` (it begins with `/`) on the organization's first host."""
    return f"{base(organization)}{path}"


def link_here(path: str) -> str:
    """The same on the organization in force."""
    return link(isolation.current(), path)


def base(organization: Organization) -> str:
    """Scheme, host and port of an organization, without a slash at the end."""
    domain = (
        Domain.objects.filter(tenant=organization).order_by("-is_primary", "pk").values_list("domain", flat=True)[0]
    )
    scheme = "https" if settings.SCAFFALE_HTTPS else "http"
    port = f":{settings.SCAFFALE_PORT}" if settings.SCAFFALE_PORT else ""
    return f"{scheme}://{domain}{port}"
