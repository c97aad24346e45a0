"""The import of people, as imports are carried on (see members/imports/)."""

from pathlib import Path

from django.db.models import Count, Q

from members.imports.works import Progress, declare
from members.models import ImportRun
from members.people_import import known, planning, reading, writing
from members.people_import.planning import PeoplePlan
from members.people_import.reading import Content
from tenants.isolation import Actor

KIND = "people"


class PeopleWork:
    """Reads a payroll program's export, compares it with the people, writes what differs."""

    def read(self, path: Path, progress: Progress) -> Content:
        """Read the file. Raises TableError."""
        return reading.read(path, progress)

    def plan(self, content: Content, *, actor: Actor) -> PeoplePlan:
        """Compare with the people as they are now: a few queries, however many there are."""
        return planning.make(content, known.load(), actor=actor)

    def write(self, plan: PeoplePlan, *, actor: Actor) -> None:
        """Add, correct and see leave."""
        writing.write(plan, actor=actor)


declare(KIND, PeopleWork())


def to_check() -> ImportRun | None:
    """The newest import of people, if rows of it have errors (`errors` says how many); one query."""
    states = (ImportRun.State.CHECKED, ImportRun.State.DONE)
    runs = ImportRun.objects.filter(kind=KIND, state__in=states)
    newest = runs.annotate(errors=Count("lines", filter=Q(lines__kind="error"))).order_by("-created_at").first()
    return newest if newest is not None and newest.errors else None
