"""Files of locked runs: made by a layout, kept by their fingerprint, made again with the same bytes."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from catalog.payroll import files, rows
from catalog.payroll.models import PayrollExport, PayrollRun
from catalog.payroll.periods import CannotRun
from catalog.payroll.terms import Terms, terms_from
from tenants.audit.models import Record
from tenants.audit.trail import record, record_all
from tenants.isolation import Actor


@dataclass(frozen=True)
class File:
    """A file to be handed over."""

    name: str
    content: bytes
    media_type: str
    export: PayrollExport
    is_new: bool


@transaction.atomic
def export(run: PayrollRun, terms: Terms, *, layout_name: str, actor: Actor) -> File:
    """Make the file of a locked run; each person in it can read that it was made. Raises CannotRun.

    The same run and terms give the same bytes, whoever asks and whenever.
    """
    if run.state != PayrollRun.State.LOCKED or run.locked_at is None:
        raise CannotRun(_("Only a locked month can leave as a file: lock it first."))
    if actor.user_id is None:
        raise ValueError("a person exports, not the system")
    people = rows.people_of(run)
    content = files.written(terms, rows.rows_of(terms, run.year, run.month, people), at=run.locked_at)
    made, is_new = PayrollExport.objects.get_or_create(
        run=run,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "layout_name": layout_name, "terms": terms.as_json(), "rows": len(people), "made_by_id": actor.user_id,
        },
    )  # fmt: skip
    details = {"year": run.year, "month": run.month, "rows": len(people)}
    record(actor, "payroll.exported", subject=str(run.pk), details=details)
    accounts = run.people.values_list("member__user", flat=True)
    note_people(accounts, "payroll.told", subject=str(run.pk), actor=actor)
    return File(file_name(run, terms), content, files.media_type(terms), made, is_new)


def export_again(made: PayrollExport, *, actor: Actor) -> File:
    """The same file once more, by the terms it was made with, whatever the layout says now."""
    return export(made.run, terms_from(made.terms), layout_name=made.layout_name, actor=actor)


def note_people(accounts: Iterable[int], action: str, *, subject: str, actor: Actor) -> None:
    """One line in the trail of each person whose figures were read (docs/decisions/0019)."""
    record_all(
        Record(actor=actor.code, action=action, person_id=account, subject=subject) for account in sorted(accounts)
    )


def file_name(run: PayrollRun, terms: Terms) -> str:
    """What the file is called: paghe-2026-11.csv."""
    return f"paghe-{run.year}-{run.month:02}.{terms.format}"


def get_export(pk: uuid.UUID) -> PayrollExport:
    """One file of the organization in force; 404 when absent."""
    made = PayrollExport.objects.select_related("run").filter(pk=pk).first()
    if made is None:
        raise Http404
    return made
