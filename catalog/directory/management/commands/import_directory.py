"""`import_directory`: an open list of homes onto a territory's shelf."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from catalog.directory.plan import DirectoryPlan
from catalog.directory.work import TAKES_OFF, DirectoryWork
from members.imports.command import ImportCommand
from tenants.models import Kind


class Command(ImportCommand):
    """Rows that cannot be used are told and left out; the same list again changes nothing."""

    help = "Put the homes of an open list (CSV or XLSX) on a territory's shelf: contacts and how to apply."
    kinds = (Kind.TERRITORY,)
    plan: DirectoryPlan

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do with the homes that are not in the list."""
        super().add_arguments(parser)
        parser.add_argument(
            "--take-off", action="store_true", help="take the homes that are not in the list off the shelf"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare, write unless told not to, and say what was found."""
        territory = self.organization(options["organization"])
        self.work = DirectoryWork(territory.pk, {TAKES_OFF: options["take_off"]})
        try:
            self.run_import(Path(options["file"]), **options, skip_errors=True)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        if not options["json"]:
            self.tell_of_homes()

    def carried_out(self, path: Path, *, is_dry: bool, skips: bool) -> Any:
        """Keep the plan, to tell of it."""
        self.plan = plan = super().carried_out(path, is_dry=is_dry, skips=skips)  # type: ignore[assignment]
        return plan

    def tell_of_homes(self) -> None:
        """How the rows that change something divide, and which homes are not in the list."""
        figures = "{new} new, {updated} changed, {listed} known and new on this shelf, {same} as they were."
        self.stdout.write(figures.format(**self.plan.figures))
        for known in self.plan.gone:
            self.stdout.write(f"Not in the list: {known.name}, {known.town}")
