"""`check_catalogues`: fail on a text that is missing, untranslated, fuzzy or left over."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from welfare import catalogues


class Command(BaseCommand):
    """The check that CI runs."""

    help = "Check that the Italian catalogue is complete."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; raises CommandError with what to mend."""
        found = catalogues.problems("it")
        if found:
            lines = "\n".join(found)
            raise CommandError(f"The Italian catalogue is not complete:\n{lines}\nType: bin/manage update_catalogues")
        self.stdout.write("The Italian catalogue is complete.")
