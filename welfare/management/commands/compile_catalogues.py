"""`compile_catalogues`: make the binary catalogues; set-up runs it."""

from typing import Any

from django.core.management.base import BaseCommand

from welfare import catalogues


class Command(BaseCommand):
    """Compile the Italian catalogue; English is the language of the msgids."""

    help = "Compile the catalogues of translations."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; safe to repeat."""
        catalogues.compile_catalogue("it")
