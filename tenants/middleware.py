"""From the host of a request to the organization that answers it."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve, set_urlconf

from tenants import context, isolation, migration_state
from tenants.models import Organization, SchemaIsThere, Status
from welfare import errors

log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


class OrganizationMiddleware:
    """Find the organization by host, enter it for the request, and leave whatever happens.

    The bare domain is answered here, before sessions and accounts: `public` has neither table.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for the organization, the bare domain, or 404 for a host nobody has."""
        isolation.restore(None)
        try:
            host = host_of(request)
        except DisallowedHost:
            return errors.not_found(request)
        if host == settings.SCAFFALE_DOMAIN:
            return answer_bare(request)
        organization = organization_of(host)
        if organization is None or organization.status in (Status.DRAFT, Status.CLOSED):
            return errors.not_found(request)
        if not organization.is_active or is_refused_as_behind(organization):
            return errors.unavailable(request)
        return self.answer(request, organization)

    def answer(self, request: HttpRequest, organization: Organization) -> HttpResponse:
        """Run the rest inside the organization; the connection never keeps it afterwards."""
        request.tenant = organization  # type: ignore[attr-defined]
        # Error pages are drawn with this, and ask neither database nor session.
        request.shell = context.shell(organization)  # type: ignore[attr-defined]
        try:
            with isolation.enter(organization, reason="request"):
                return self.get_response(request)
        finally:
            isolation.restore(None)


def host_of(request: HttpRequest) -> str:
    """The host of the request without port, lower case; forwarded headers have no say."""
    return request.get_host().rsplit(":", 1)[0].lower().rstrip(".")


def organization_of(host: str) -> Organization | None:
    """The organization whose domain this is, if its schema is really there."""
    # A missing schema would let reads and writes fall through to `public`.
    found: Organization | None = Organization.objects.filter(SchemaIsThere("schema_name"), domains__domain=host).first()
    return found


def is_refused_as_behind(organization: Organization) -> bool:
    """Whether the schema lacks tables this code needs; operators read it in the log and in /healthz."""
    if not migration_state.is_behind(organization):
        return False
    log.error("organization %s lacks migrations: run bin/manage migrate_all", organization.pk)
    return True


def answer_bare(request: HttpRequest) -> HttpResponse:
    """Answer a page of the bare domain: landing, health, brand-less errors."""
    set_urlconf(settings.BARE_URLCONF)
    request.urlconf = settings.BARE_URLCONF
    try:
        match = resolve(request.path_info, settings.BARE_URLCONF)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response
    except Http404:
        return errors.not_found(request)
    finally:
        set_urlconf(None)
