"""The import of people, as imports are carried on (see members/imports/)."""

from pathlib import Path

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
        """Compare with the people as they are now: two queries."""
        return planning.make(content, known.load(), actor=actor)

    def write(self, plan: PeoplePlan, *, actor: Actor) -> None:
        """Add, correct and see leave."""
        writing.write(plan, actor=actor)


declare(KIND, PeopleWork())


def rows_to_check() -> int:
    """How many rows of the newest import of people have errors: left out, or still to be decided on."""
    states = (ImportRun.State.CHECKED, ImportRun.State.DONE)
    newest = ImportRun.objects.filter(kind=KIND, state__in=states).order_by("-created_at").first()
    return newest.lines.filter(kind="error").count() if newest is not None else 0
