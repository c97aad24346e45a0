"""Opening an organization: its row, its host, its schema. Runs with the owner's role."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tenants import isolation
from tenants.grants import grant_schema
from tenants.models import Domain, Organization, Status


def register(*, slug: str, kind: str, name: str, **fields: Any) -> Organization:
    """Write the organization's row and host, in state draft: nobody can reach it yet."""
    with isolation.leave(reason="register an organization"), transaction.atomic():
        organization = Organization(slug=slug, kind=kind, name=name, **fields)
        organization.full_clean(exclude=["schema_name"])
        organization.save()
        domain = f"{slug}.{settings.SCAFFALE_DOMAIN}"
        Domain.objects.create(tenant=organization, domain=domain, is_primary=True)
    return organization


def create_schema(organization: Organization) -> None:
    """Make the organization's schema with all tables, rules and grants."""
    name = organization.schema_name
    with isolation.leave(reason="create a schema"):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(name)}")
        call_command("migrate_schemas", schema_name=name, tenant=True, verbosity=0)
        grant_schema(name)


def activate(organization: Organization) -> None:
    """Open the doors: people can sign in from now."""
    with isolation.leave(reason="activate an organization"):
        Organization.objects.filter(pk=organization.pk).update(status=Status.ACTIVE)
    organization.status = Status.ACTIVE


def open_organization(*, slug: str, kind: str, name: str, **fields: Any) -> Organization:
    """Register, create and activate in one go; returns the active organization."""
    organization = register(slug=slug, kind=kind, name=name, **fields)
    create_schema(organization)
    activate(organization)
    return organization
