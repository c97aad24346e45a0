"""Opening an organization: its row, its host, its schema. Making schemas needs the owner's role."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tenants import isolation, known_migrations, template
from tenants.models import Domain, Organization, Status


def register(*, slug: str, kind: str, name: str, **fields: Any) -> Organization:
    """Write the organization's row and host, in state draft: nobody can reach it yet. Raises ValidationError."""
    organization = Organization(slug=slug, kind=kind, name=name, **fields)
    domain = Domain(tenant=organization, domain=f"{slug}.{settings.SCAFFALE_DOMAIN}", is_primary=True)
    with isolation.leave(reason="register an organization"):
        organization.full_clean(exclude=["schema_name"])
        try:
            with transaction.atomic():
                organization.save()
                domain.save()
        except IntegrityError as error:
            raise ValidationError({"slug": _("This address is taken: choose another one.")}) from error
    return organization


def create_schema(organization: Organization) -> None:
    """Make the organization's schema with all tables, rules and grants; finish one that was begun."""
    with isolation.leave(reason="create a schema"):
        if isolation.schema_exists(organization.schema_name):
            template.migrate_schema(organization.schema_name)
        else:
            template.make_schema(organization.schema_name)
        note_migrated(organization)


def note_migrated(organization: Organization) -> None:
    """Keep how far the schema is: a process with newer code refuses an organization that is behind."""
    organization.migrations_applied = len(known_migrations.known())
    Organization.objects.filter(pk=organization.pk).update(migrations_applied=organization.migrations_applied)


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
