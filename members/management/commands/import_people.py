"""`import_people FILE --organization SLUG`: the import of people without the pages."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from members.imports.command import ImportCommand
from members.people_import.work import PeopleWork
from tenants.models import EMPLOYERS


class Command(ImportCommand):
    """Add and correct people from a CSV or XLSX file; people who are not in it are left alone."""

    help = "Import people of an organization from a CSV or XLSX file of a payroll program."
    kinds = EMPLOYERS
    work = PeopleWork()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and the options."""
        super().add_arguments(parser)
        parser.add_argument(
            "--skip-errors", action="store_true", help="leave out the rows with errors, write the others"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and write unless --dry-run or errors forbid it."""
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"no file {path}")
        self.run_import(path, **options)
