"""`migrate_all`: bring the registry and every organization's schema up to date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from tenants import failures, isolation, known_migrations, migration_state, provisioning, template
from tenants.grants import grant_schema
from tenants.models import Organization, SchemaIsThere


class Command(BaseCommand):
    """Migrate with the owner's role: first the registry, then each organization that is behind."""

    help = "Bring the registry and every organization's schema up to date (owner's role)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` only tells which are behind."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a schema is behind")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; safe to repeat, and to resume after a stop. Fails when an organization could not be migrated."""
        if not options["check"]:
            migrate_registry()
        behind = migration_state.behind()
        if options["check"]:
            if behind:
                raise CommandError("Behind: " + ", ".join(each.slug for each in behind))
            return
        failed = [f"{each.slug}: {reason}" for each in behind if (reason := self.migrate(each))]
        note_up_to_date(behind)
        if failed:
            raise CommandError("These could not be migrated; the others are up to date.\n" + "\n".join(failed))
        self.stdout.write("Every schema is up to date.")

    def migrate(self, organization: Organization) -> str:
        """Migrate one organization; returns why it failed, or nothing."""
        try:
            template.migrate_schema(organization.schema_name)
        except Exception as error:
            self.stderr.write(f"{organization.slug}: {error}")
            return failures.describe(error)
        provisioning.note_migrated(organization)
        self.stdout.write(f"{organization.slug}: migrated")
        return ""


def note_up_to_date(behind: list[Organization]) -> None:
    """Note it of those that had every migration already, however they came by them."""
    noted = Organization.objects.filter(
        SchemaIsThere("schema_name"), migrations_applied__lt=len(known_migrations.known())
    )
    for organization in noted.exclude(pk__in=[each.pk for each in behind]):
        provisioning.note_migrated(organization)


def migrate_registry() -> None:
    """Extensions, tables and rights of `public`."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")
    call_command("migrate_schemas", shared=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    grant_schema(isolation.PUBLIC)
