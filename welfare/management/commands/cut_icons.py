"""`manage.py cut_icons`: put the icons and the typeface in static/vendor/, where pages look for them."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from welfare.icons import IconMissing, fill_vendor


class Command(BaseCommand):
    """Run at set-up, before `collectstatic`; needs no database."""

    help = "Cut the icons in use and copy the typeface from design-django-theme into static/vendor/."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option: another folder for static files, for tests."""
        parser.add_argument("--static", type=Path, default=Path(settings.BASE_DIR) / "static")

    def handle(self, *args: object, **options: object) -> None:
        """Write the files and say how many."""
        try:
            written = fill_vendor(Path(str(options["static"])))
        except (IconMissing, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{len(written)} files written to {written[0].parent}")
