"""`expire_credit`: do now what the daily task does."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.plans.expiry import expire_lots
from tenants import isolation
from tenants.sweep import active_organizations
from welfare.clock import today


class Command(BaseCommand):
    """Empty the lots that are past their day, in every active organization."""

    help = "Move credit past its last day to the expired account, in every active organization."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; safe to repeat."""
        for organization in active_organizations():
            with isolation.enter(organization, reason="expire credit"):
                count = expire_lots(today())
            self.stdout.write(f"{organization.slug}: {count}")
