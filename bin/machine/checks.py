"""bin/check: what CI checks before the tests, each with the line that shows it alone."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from machine.checkout import ROOT, VAR, venv_program
from machine.failure import last_lines, say

LINES_SHOWN = 60
BILL = VAR / "sbom.json"
SERVICE = {"SCAFFALE_HTTPS": "1", "SCAFFALE_DEMO": "0"}
# Entropy alone cries wolf over hashes and samples; a word like "password" beside a literal does not,
# unless the literal is the dotted path of a class.
SCAN: tuple[str, ...] = ("--disable-plugin", "Base64HighEntropyString", "--disable-plugin", "HexHighEntropyString")
SCAN += ("--exclude-lines", r'"[a-z_.]+\.[A-Z][A-Za-z]+"')
UNSCANNED = ("tests/", "locale/", "requirements")


@dataclass(frozen=True)
class Check:
    """One static check: its label, the command, and variables of its own."""

    label: str
    command: tuple[str, ...]
    variables: dict[str, str] = field(default_factory=dict)


def static_checks() -> list[Check]:
    """The checks in the order of what is quickest to mend."""
    python = venv_program("python")
    return [
        Check("style (ruff check)", (venv_program("ruff"), "check", ".")),
        Check("format (ruff format)", (venv_program("ruff"), "format", "--check", ".")),
        Check(
            "rules of our own (tests/project/rules)", (python, "-m", "pytest", "-q", "-n", "0", "tests/project/rules")
        ),
        Check("import order (import-linter)", (venv_program("lint-imports"),)),
        Check("types (mypy --strict)", (venv_program("mypy"), ".")),
        Check("migrations complete", (python, "manage.py", "makemigrations", "--check", "--dry-run")),
        Check("catalogues complete", (python, "manage.py", "check_catalogues")),
        Check(
            "settings safe (check --deploy)",
            (python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
            SERVICE,
        ),
        Check("secrets absent (detect-secrets)", (venv_program("detect-secrets-hook"), *SCAN, *_tracked_files())),
        bill_of_materials(),
    ]


def bill_of_materials() -> Check:
    """What runs in service, package by package with version and hashes, written to var/sbom.json (CycloneDX 1.6)."""
    output = ("--spec-version", "1.6", "--output-reproducible", "--output-file", str(BILL))
    command = (venv_program("cyclonedx-py"), "requirements", *output, "requirements.lock")
    return Check("bill of materials (cyclonedx)", command)


def advisory_check() -> Check:
    """Known holes in what we use; it asks a public service, so only on request (bin/check --audit)."""
    lock = "requirements.lock"
    return Check("advisories (pip-audit)", (venv_program("pip-audit"), "--disable-pip", "--no-deps", "-r", lock))


def run_checks(checks: Sequence[Check], environment: Mapping[str, str]) -> int:
    """Run all of them, tell each result, show the output of those that fail; 1 when any did."""
    failed = [check for check in checks if not _passes(check, environment)]
    if failed:
        say(f"{len(failed)} of {len(checks)} checks failed: {', '.join(check.label for check in failed)}")
    return 1 if failed else 0


def _passes(check: Check, environment: Mapping[str, str]) -> bool:
    finished = subprocess.run(
        check.command, cwd=ROOT, env={**environment, **check.variables}, capture_output=True, text=True, check=False
    )
    if finished.returncode == 0:
        say(f"ok      {check.label}")
        return True
    say(f"FAILED  {check.label}")
    say(last_lines(finished.stdout + finished.stderr, LINES_SHOWN))
    say(f"        alone: {os.path.relpath(check.command[0], ROOT)} {' '.join(check.command[1:8])}")
    return False


def _tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [name for name in listed.stdout.splitlines() if not name.startswith(UNSCANNED) and (ROOT / name).is_file()]
