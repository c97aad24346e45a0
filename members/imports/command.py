"""What the commands of imports share: check a file, write it unless told not to, print what was found."""

import json
from argparse import ArgumentParser
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from members.imports import works
from members.imports.works import Plan, Work
from tenants import isolation
from tenants.audit.trail import record
from tenants.models import Organization, Status
from welfare.tables.rows import TableError

NOTHING: dict[str, Any] = {"rows": 0, "accepted": 0, "changed": 0, "repaired": 0, "errors": []}


class ImportCommand(BaseCommand):
    """One file into one organization. Exit status 1 when errors kept it from being written, or would."""

    kinds: Collection[str] = ()
    work: Work

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and the options that every import has."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--organization", required=True, metavar="SLUG", help="whose file it is")
        parser.add_argument("--dry-run", action="store_true", help="check and tell, write nothing")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def run_import(self, path: Path, **options: Any) -> None:
        """Check the file, and write it unless there are errors or --dry-run says not to."""
        skips = bool(options.get("skip_errors"))
        try:
            with isolation.enter(self.organization(options["organization"]), reason=f"import {path.name[:40]}"):
                plan = self.carried_out(path, is_dry=options["dry_run"], skips=skips)
        except TableError as error:
            refused = {"row": error.row, "column": "", "message": str(error)}
            self.tell(NOTHING | {"errors": [refused]}, as_json=options["json"])
            raise SystemExit(1) from error
        is_stopped = bool(plan.errors) and not skips
        told = works.told(plan)
        if is_stopped and not options["dry_run"]:
            told["changed"] = 0
        self.tell(told, as_json=options["json"])
        if is_stopped:
            raise SystemExit(1)

    def organization(self, slug: str) -> Organization:
        """The active organization with this slug, of a kind that has such files. Raises CommandError."""
        found: Organization | None = Organization.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(_("No organization has the slug “%(slug)s”.") % {"slug": slug})
        if found.status != Status.ACTIVE or not isolation.schema_exists(found.schema_name):
            raise CommandError(_("“%(slug)s” is not active.") % {"slug": slug})
        if found.kind not in self.kinds:
            raise CommandError(_("“%(slug)s” is not an organization that imports such files.") % {"slug": slug})
        return found

    def carried_out(self, path: Path, *, is_dry: bool, skips: bool) -> Plan:
        """Plan, and write in the same transaction."""
        content = self.work.read(path, works.no_progress)
        try:
            with transaction.atomic():
                works.allow_silence()
                plan = self.work.plan(content, actor=isolation.SYSTEM)
                if not is_dry and (skips or not plan.errors):
                    self.work.write(plan, actor=isolation.SYSTEM)
                    record(isolation.SYSTEM, "file_imported", details=dict(works.counts(plan)))
        except IntegrityError as error:
            raise CommandError(_("The data changed while the file was being written: try again.")) from error
        return plan

    def tell(self, told: dict[str, Any], *, as_json: bool) -> None:
        """Print what was found: one JSON object, or lines for people."""
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(
            _("%(rows)s rows: %(accepted)s without errors, %(changed)s that change something, %(repaired)s mended.")
            % told
        )
        for error in told["errors"]:
            place = _("Row %(row)s, %(column)s") if error["column"] else _("Row %(row)s")
            where = place % error if error["row"] else _("The file")
            self.stdout.write(f"{where}: {error['message']}")
