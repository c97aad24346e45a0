"""What must be done between an empty database and a demo that answers; done again only when its sources changed."""

import hashlib
import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from machine.checkout import LOGS, ROOT, RUN, VAR, venv_program
from machine.failure import StepError, last_lines, say

STAMPS = RUN / "prepared.json"


@dataclass(frozen=True)
class Step:
    """One manage.py command, what the person is told, the files it depends on, and what it makes."""

    label: str
    arguments: tuple[str, ...]
    sources: tuple[str, ...]
    product: Path | None = None
    # Whether it is done again for another database than the one it was done for.
    is_of_database: bool = False


TRANSLATIONS = Step("Compiling the translations", ("compile_catalogues",), ("locale/**/*.po",))
ICONS = Step(
    "Cutting out the icons",
    ("cut_icons",),
    ("requirements.lock", "welfare/icons.py", "static/img/icons.svg"),
    ROOT / "static/vendor",
)
TOWNS = Step(
    "Cutting out the towns of the map",
    ("cut_towns",),
    ("requirements.lock", "providers/demand/towns.py"),
    ROOT / "static/vendor/towns.tsv",
)
STEPS = (
    Step("Preparing the tables", ("migrate_all",), ("*/migrations/*.py", "*/*/migrations/*.py"), is_of_database=True),
    TRANSLATIONS,
    ICONS,
    TOWNS,
    Step(
        "Collecting styles and images",
        ("collectstatic", "--noinput", "-v", "0"),
        ("static/**/*", "requirements.lock"),
        VAR / "static",
    ),
)


def prepare(environment: Mapping[str, str], database: str, steps: Sequence[Step] = STEPS) -> None:
    """Run the steps whose sources changed since they last went well on this database."""
    stamps = _read_stamps()
    for step in steps:
        fingerprint = _fingerprint(step, database)
        made = step.product is None or step.product.exists()
        if made and stamps.get(step.arguments[0]) == fingerprint:
            continue
        say(f"{step.label} ...")
        run_manage(environment, *step.arguments)
        stamps[step.arguments[0]] = _fingerprint(step, database)
        STAMPS.write_text(json.dumps(stamps))


def run_manage(environment: Mapping[str, str], *arguments: str) -> None:
    """Run manage.py; when it fails, tell its last line and where the rest is."""
    finished = subprocess.run(
        [venv_program("python"), "manage.py", *arguments],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    log = LOGS / f"{arguments[0]}.log"
    log.write_text(finished.stdout + finished.stderr)
    if finished.returncode != 0:
        cause = last_lines(finished.stderr or finished.stdout, 1)
        raise StepError(
            f"`manage.py {arguments[0]}` failed: {cause}\nThe rest is in {log}", f"bin/manage {' '.join(arguments)}"
        )


def _read_stamps() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(STAMPS.read_text())
    except (OSError, ValueError):
        return {}
    return found


def _fingerprint(step: Step, database: str) -> str:
    """A hash over the step's sources, and over the database if the step fills it."""
    digest = hashlib.sha256(database.encode() if step.is_of_database else b"")
    for path in _files(step.sources):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(patterns: Iterable[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()})
