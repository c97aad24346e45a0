"""`import_directory`: an open list of homes onto a territory's shelf."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from catalog.directory import write
from catalog.directory.content import read_list
from catalog.directory.plan import DirectoryPlan, plan_of
from catalog.directory.work import territories
from members.imports.works import no_progress, told
from tenants import isolation
from tenants.models import Organization
from welfare.tables.rows import TableError


class Command(BaseCommand):
    """Rows that cannot be used are left out and told; the same list again changes nothing."""

    help = "Put the homes of an open list (CSV or XLSX) on a territory's shelf: contacts and how to apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and the territory; what to do with homes that are not in the list any more."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", required=True, metavar="SLUG", help="the territory")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
        parser.add_argument("--json", action="store_true", help="print figures and errors as JSON")
        parser.add_argument(
            "--take-off", action="store_true", help="take the homes that are not in the list off the shelf"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare, write unless told not to, and say what was found."""
        territory = territories().filter(slug=options["organization"]).first()
        if territory is None:
            raise CommandError(f"There is no active territory called {options['organization']!r}.")
        try:
            plan = self.carried_out(territory, options)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        except TableError as error:
            self.refuse(error, is_json=options["json"])
        except IntegrityError as error:
            raise CommandError("Another import of the same homes ran meanwhile: start this one again.") from error
        else:
            self.stdout.write(json.dumps(told(plan), ensure_ascii=False) if options["json"] else in_words(plan))

    def carried_out(self, territory: Organization, options: dict[str, Any]) -> DirectoryPlan:
        """The plan of the file, written unless it is a dry run; all of it or nothing."""
        content = read_list(options["file"], no_progress)
        with isolation.enter(territory, reason="import of a list"), transaction.atomic():
            plan = plan_of(content, territory)
            if not options["dry_run"]:
                write.write(plan, territory, takes_off=options["take_off"], actor=isolation.SYSTEM)
            return plan

    def refuse(self, error: TableError, *, is_json: bool) -> None:
        """Say why the file as a whole cannot be read; nothing was written."""
        if is_json:
            figures: dict[str, Any] = dict.fromkeys(("rows", "accepted", "changed", "repaired"), 0)
            errors = [{"row": error.row or 1, "column": "", "message": str(error)}]
            self.stdout.write(json.dumps(figures | {"errors": errors}, ensure_ascii=False))
        raise CommandError(str(error))


def in_words(plan: DirectoryPlan) -> str:
    """The figures, the errors, and the homes that are not in the list, for a person at a terminal."""
    figures = plan.figures
    lines = [
        "{rows} rows: {accepted} accepted, {refused} that cannot be used, {repaired} mended.".format(**figures),
        "{changed} change something: {new} new, {updated} changed, {listed} put on this shelf.".format(**figures),
    ]
    lines += [f"  row {error.row}, {error.column}: {error.message}" for error in plan.errors]
    if plan.gone:
        lines.append(f"{len(plan.gone)} on the shelf are not in the list:")
        lines += [f"  {known.name}, {known.town}" for known in plan.gone]
    return "\n".join(lines)
