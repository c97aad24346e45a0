"""Where things lie in this checkout."""

import os
from pathlib import Path

from machine.failure import StepError

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VAR = ROOT / "var"
RUN = VAR / "run"
LOGS = VAR / "log"
SECRETS = VAR / "secrets"


def make_folders() -> None:
    """Make the folders under var/; secrets are closed to everybody else."""
    try:
        for folder in (VAR, RUN, LOGS, SECRETS):
            folder.mkdir(parents=True, exist_ok=True)
        SECRETS.chmod(0o700)
    except PermissionError as error:
        raise StepError(f"{error.filename} cannot be written by you.", f"sudo chown -R {os.getuid()} {ROOT}") from error
    if not os.access(VAR, os.W_OK) or not os.access(RUN, os.W_OK):
        raise StepError(f"{VAR} belongs to another user.", f"sudo chown -R {os.getuid()} {ROOT}")


def venv_program(name: str) -> str:
    """A program of the virtual environment, its Python among them."""
    return str(VENV / "bin" / name)
