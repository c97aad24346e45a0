"""The one place that switches the database to an organization's schema.

Everything else says `with enter(organization, ...)`. Outside, the connection looks at `public`,
which has no table of people or money, so a forgotten `enter` raises instead of reading.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection as database

from tenants.audit.models import Record
from tenants.models import Organization

# The backend's own methods (`set_tenant` and its kin) carry no types.
connection: Any = database
log = logging.getLogger(__name__)
PUBLIC = "public"


class NoOrganization(RuntimeError):
    """Tenant data was asked for where no organization had been entered."""


class Unavailable(RuntimeError):
    """The organization is not in a state in which the work may be done."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a person of an organization (`user_id`), or the system itself."""

    organization_id: str = ""
    user_id: int | None = None
    name: str = "system"

    @property
    def code(self) -> str:
        """`system`, or the organization and user as one token, without a name."""
        return f"{self.organization_id}:{self.user_id}" if self.user_id else self.name


SYSTEM = Actor()


def current() -> Organization:
    """The organization in force; raises NoOrganization when there is none."""
    tenant = connection.tenant
    if not isinstance(tenant, Organization):
        raise NoOrganization("no organization has been entered")
    return tenant


def current_or_none() -> Organization | None:
    """The organization in force, or None on the bare domain and in the registry's work."""
    tenant = connection.tenant
    return tenant if isinstance(tenant, Organization) else None


@contextmanager
def enter(organization: Organization, *, actor: Actor = SYSTEM, reason: str) -> Iterator[None]:
    """Work inside `organization`'s schema, and come back to where the caller was.

    `reason` says why in one short phrase; every entry goes to the log, without names. A person who
    enters an organization that is not theirs is also written to its audit trail, in the transaction of
    what they do there. A service that writes its own record of the act enters as the system.
    """
    if not isinstance(organization, Organization):
        raise NoOrganization("enter() takes an organization")
    previous = current_or_none()
    log.info("enter %s as %s: %s", organization.pk, actor.code, reason)
    if previous is not None and previous.pk == organization.pk:
        yield
        return
    connection.set_tenant(organization)
    try:
        if actor.user_id is not None and actor.organization_id != organization.key:
            Record.objects.create(actor=actor.code, action="entered", details={"reason": reason})
        yield
    finally:
        restore(previous)


@contextmanager
def leave(*, reason: str) -> Iterator[None]:
    """Work in the registry (`public`) alone, and come back."""
    previous = current_or_none()
    log.info("leave to public: %s", reason)
    restore(None)
    try:
        yield
    finally:
        restore(previous)


def restore(organization: Organization | None) -> None:
    """Point the connection at an organization, or at `public` for None."""
    if organization is None:
        connection.set_schema_to_public()
    else:
        connection.set_tenant(organization)


def schema_exists(schema_name: str) -> bool:
    """Whether a schema is there; a missing one would fall through to `public`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema_name])
        return bool(cursor.fetchone())


@contextmanager
def enter_schema(schema_name: str, *, reason: str) -> Iterator[None]:
    """Work in a schema that has no organization yet; provisioning and its template use it."""
    previous = current_or_none()
    log.info("enter schema %s: %s", schema_name, reason)
    connection.set_schema(schema_name)
    try:
        yield
    finally:
        restore(previous)
