"""`expire_credit`: do now what the daily task does."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.closing.daily import settle_due
from tenants import isolation
from tenants.sweep import active_organizations
from welfare.clock import today


class Command(BaseCommand):
    """Settle what is past its day, in every active organization."""

    help = "Settle credit past its last day as its budget says, in every active organization."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; safe to repeat."""
        for organization in active_organizations():
            with isolation.enter(organization, reason="expire credit"):
                count = settle_due(today())
            self.stdout.write(f"{organization.slug}: {count}")
