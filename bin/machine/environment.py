"""The virtual environment: made once, filled from a lock whose hashes are checked, stamped."""

import hashlib
import subprocess
import sys
from pathlib import Path

from machine.checkout import ROOT, VENV, venv_program
from machine.failure import StepError, last_lines, say
from machine.locking import only_one

RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
STAMP = VENV / "installed-locks.txt"


def ensure_environment(lock: Path) -> None:
    """Make .venv hold what the lock names. Instant when its stamp already says so."""
    if _is_stamped(lock):
        return
    VENV.mkdir(exist_ok=True)
    with only_one(VENV):
        if _is_stamped(lock):
            return
        if not _runs(venv_program("python")):
            _make_environment()
        _install(lock)
        STAMP.write_text("".join(f"{fingerprint}\n" for fingerprint in _covered_by(lock)))


def fingerprint_of(lock: Path) -> str:
    """What the stamp records of a lock: its hash."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _is_stamped(lock: Path) -> bool:
    try:
        return fingerprint_of(lock) in STAMP.read_text().split() and Path(venv_program("python")).exists()
    except OSError:
        return False


def _covered_by(lock: Path) -> list[str]:
    """The test lock holds everything that the runtime lock does, at the same versions."""
    locks = [RUNTIME_LOCK, TEST_LOCK] if lock == TEST_LOCK else [lock]
    return [fingerprint_of(each) for each in locks]


def _runs(python: str) -> bool:
    """A half-made environment, or one whose base interpreter is gone, does not run pip."""
    try:
        finished = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return finished.returncode == 0


def _make_environment() -> None:
    say("Making the virtual environment in .venv ...")
    finished = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )
    if finished.returncode != 0:
        say(last_lines(finished.stdout + finished.stderr))
        raise StepError("the virtual environment could not be made (see above).", f"rm -rf {VENV}  and start again")


def _install(lock: Path) -> None:
    say(f"Installing what {lock.name} lists (some minutes the first time) ...")
    command = [venv_program("python"), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--require-hashes", "--requirement", str(lock)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode != 0:
        say(last_lines(finished.stdout + finished.stderr))
        raise StepError(
            f"the packages of {lock.name} could not be installed (see above). Check the network, then try again.",
            f"{venv_program('python')} -m pip install --require-hashes -r {lock.name}",
        )
