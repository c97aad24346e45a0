"""What each kind of import does with its file, declared by the room that knows."""

import datetime
import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from tenants.isolation import Actor

# Once the file is read nothing is heard of the work until it is done. Longer than its task may live (members/tasks.py).
SILENCE = datetime.timedelta(minutes=5)
# Called with how many rows are done, of how many (0 when that is not known yet). May raise to stop the work.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a row cannot be used: which column, as its title stands in the file, and a sentence."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row, as it is shown; `details` is JSON."""

    kind: str
    row: int | None
    label: str
    details: dict[str, Any] = field(default_factory=dict)


class Plan(Protocol):
    """What a file would do to the data as they are now. Making it writes nothing."""

    @property
    def figures(self) -> dict[str, Any]:
        """Counts: at least `rows`, `accepted`, `changed`, `repaired`, `errors` (all of `row_errors`)."""

    @property
    def errors(self) -> Sequence[CellError]:
        """Every error, by row."""

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown, in order: errors first. Rows that change nothing need none."""


class Work(Protocol):
    """One kind of import. A file that cannot be read raises `welfare.tables.rows.TableError`."""

    def read(self, path: Path, progress: Progress) -> Any:
        """Read the file and check what can be checked without the database."""

    def plan(self, content: Any, *, actor: Actor) -> Plan:
        """Compare what was read with the data as they are now; `actor` is who would do it."""

    def write(self, plan: Any, *, actor: Actor) -> None:
        """Do what the plan says, inside the caller's transaction; rows with errors are left out."""


# How work is made that concerns something besides this organization: `about`, with the options chosen for it.
MakeWork = Callable[[uuid.UUID | None, Mapping[str, Any]], Work]

works: dict[str, Work] = {}
makers: dict[str, MakeWork] = {}


def declare(kind: str, work: Work) -> None:
    """Say how imports of a kind are done."""
    works[kind] = work


def declare_about(kind: str, make: MakeWork) -> None:
    """Say how imports of a kind are done whose runs say what they are about."""
    makers[kind] = make


def work_for(kind: str, about: uuid.UUID | None, options: Mapping[str, Any]) -> Work:
    """The work of one run."""
    return makers[kind](about, options) if kind in makers else works[kind]


def digest(plan: Plan) -> str:
    """A fingerprint of all that a plan shows: two plans with the same do the same."""
    shown = [plan.figures, *((line.kind, line.row, line.label, line.details) for line in plan.lines)]
    return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()


def counts(plan: Plan) -> dict[str, int]:
    """The figures that are numbers: what the audit trail may hold."""
    return {name: value for name, value in plan.figures.items() if isinstance(value, int)}


def allow_silence() -> None:
    """Let the transaction in force go without a statement as long as that, while many rows are compared."""
    milliseconds = str(int(SILENCE.total_seconds() * 1000))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [milliseconds])


def no_progress(done: int, total: int) -> None:
    """Where nobody watches."""


def told(plan: Plan) -> dict[str, Any]:
    """A plan as the commands print it (`--json`)."""
    counts = {name: plan.figures[name] for name in ("rows", "accepted", "changed", "repaired")}
    return counts | {"errors": [asdict(error) for error in plan.errors]}
