"""`update_catalogues`: bring the Italian catalogue up to date with the texts in use."""

from typing import Any

from django.core.management.base import BaseCommand

from welfare import catalogues


class Command(BaseCommand):
    """Add new texts, drop the unused; translations stay, nothing is guessed."""

    help = "Bring the catalogue up to date with the texts in use."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and say what is left to translate."""
        catalogues.update("it")
        for problem in catalogues.problems("it"):
            self.stdout.write(problem)
