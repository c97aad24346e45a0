"""`migrate_all`: bring the registry and every organization's schema up to date."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from tenants import isolation
from tenants.grants import grant_schema
from tenants.models import Organization


class Command(BaseCommand):
    """Migrate with the owner's role: first the registry, then each organization."""

    help = "Bring the registry and every organization's schema up to date (owner's role)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; safe to repeat and to resume."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public")
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")
        call_command("migrate_schemas", shared=True, verbosity=0)
        call_command("createcachetable", verbosity=0)
        grant_schema(isolation.PUBLIC)
        for organization in Organization.objects.order_by("pk"):
            if isolation.schema_exists(organization.schema_name):
                call_command(
                    "migrate_schemas",
                    schema_name=organization.schema_name,
                    tenant=True,
                    verbosity=0,
                )
                grant_schema(organization.schema_name)
        self.stdout.write("Every schema is up to date.")
